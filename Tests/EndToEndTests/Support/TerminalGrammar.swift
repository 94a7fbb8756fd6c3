import CellGrid
import CollabTesting
import DraftCore
import Foundation

/// What may be sent to a terminal: what its own description knows, the modes that are used on purpose, and text that a cell
/// may hold.
struct TerminalGrammar {
    /// Bracketed paste, focus, mouse by buttons and its decimal reports, synchronized updates.
    private static let modes: Set<String> = ["2004", "1004", "1002", "1006", "2026"]
    /// The window's title, and both ways of calling a reader who looks elsewhere.
    private static let commands = ["2;", "9;", "777;notify;draft;"]

    private let terminal: String
    private let known: Set<ControlSequence>

    init(_ terminal: String) throws {
        self.terminal = terminal
        known = try Self.known(to: terminal)
    }

    /// What should not have been sent.
    func strays(in data: Data) -> Set<String> {
        guard let text = String(validating: data, as: UTF8.self) else { return ["not UTF-8"] }
        let (sequences, texts) = ControlSequence.parted(text)
        return Set(sequences.filter { !isMeant($0) }.map { "\($0)" })
            .union(texts.filter { !Self.isDrawable($0) }.map(\.debugDescription))
    }

    /// What should not have been sent to a terminal that is told nothing but lines.
    static func strays(inLines data: Data) -> Set<String> {
        guard let text = String(validating: data, as: UTF8.self) else { return ["not UTF-8"] }
        return Set(text.split(separator: "\r\n" as Character).map(String.init).filter { !isDrawable($0) })
    }

    private static func isDrawable(_ text: String) -> Bool {
        SafeText.firstViolation(in: text, place: .line) == nil
            && DrawnText.line(text).unicodeScalars.elementsEqual(text.unicodeScalars)
    }

    private func isMeant(_ sequence: ControlSequence) -> Bool {
        switch sequence {
        case .control(let byte): [7, 8, 9, 10, 13].contains(byte) || known.contains(sequence)
        case .osc(let text):
            terminal != "linux" && Self.commands.contains { text.hasPrefix($0) } && Self.isDrawable(text)
        case .escape: known.contains(sequence)
        case .csi("?", let mode, let final) where Self.modes.contains(mode): ["h", "l"].contains(final)
        case .csi("", let parameters, "t"):
            known.contains(sequence) || terminal != "linux" && ["22;2", "23;2"].contains(parameters)
        case .csi("?", let parameters, let final):
            parameters.split(separator: ";").allSatisfy { mode in
                known.contains { $0.isPrivate(String(mode), final) }
            }
        case .csi(let mark, _, let final): known.contains { $0.isOfKind(mark, final) }
        }
    }

    /// What the terminal database says of it, without what is put into the places of parameters.
    private static func known(to terminal: String) throws -> Set<ControlSequence> {
        let home = try TemporaryDirectory()
        let file = home.file("entry")
        _ = try ChildProcess(
            "infocmp", ["-1", "-x", terminal], environment: ProcessInfo.processInfo.environment, output: file
        ).wait()
        var known: Set<ControlSequence> = []
        for line in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n") {
            guard let start = line.firstIndex(of: "="), line.hasPrefix("\t"), !line.contains("\tk") else { continue }
            let value = String(line[line.index(after: start)...].dropLast())
                .replacing(/\$<[^>]*>/, with: "").replacing("\\E", with: "\u{1B}")
                .replacing(
                    /%(?:p\d|P[a-zA-Z]|g[a-zA-Z]|'.'|\{\d+\}|:?[-+# ]?\d*(?:\.\d+)?[doxXs]|[i?te;%c+\-*\/m&|^=<>AO!~l])/,
                    with: "0"
                )
                .replacing(/\^([A-Z\[\]\\^_])/) { String(UnicodeScalar($0.1.unicodeScalars.first!.value - 64)!) }
            known.formUnion(ControlSequence.all(in: value))
        }
        return known
    }
}

extension ControlSequence {
    fileprivate func isPrivate(_ mode: String, _ final: String) -> Bool {
        guard case .csi("?", let parameters, final) = self else { return false }
        return parameters.split(separator: ";").contains { $0 == mode }
    }

    fileprivate func isOfKind(_ mark: String, _ final: String) -> Bool {
        if case .csi(mark, _, final) = self { true } else { false }
    }
}
