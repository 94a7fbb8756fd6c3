import CollabTesting
import Foundation

/// A program at a pseudo-terminal of which every byte is kept; nothing draws it.
final class RawTerminal: Sendable {
    let process: ChildProcess
    private let terminal: PseudoTerminal

    /// An editor as `user` would start it, in a terminal of 24 rows.
    convenience init(
        editorOf user: String, draft: String, at server: String, in home: Home, terminal: String,
        variables: [String: String] = [:], columns: Int = 80
    ) throws {
        try self.init(
            "exec \(Programs.draft) --server \(server) --user \(user) open \(draft)", in: home, terminal: terminal,
            variables: variables, columns: columns)
    }

    /// What a shell does in a terminal of 24 rows.
    init(
        _ command: String, in home: Home, terminal: String, variables: [String: String] = [:], columns: Int = 80
    ) throws {
        self.terminal = try PseudoTerminal(rows: 24, columns: columns)
        var environment = ProcessInfo.processInfo.environment.merging(home.environment) { $1 }
        environment.merge(["TERM": terminal, "SHELL": "/bin/sh"]) { $1 }
        environment.merge(variables) { $1 }
        for stray in ["TMUX", "STY", "NO_COLOR"] where variables[stray] == nil { environment[stray] = nil }
        process = try ChildProcess(
            "/bin/sh", ["-c", command], environment: environment, terminal: self.terminal.path)
        try self.terminal.listen()
    }

    /// What the keyboard sends.
    func send(_ bytes: String) { terminal.type(bytes) }

    /// Everything that was sent to the terminal.
    var data: Data { terminal.shown }

    /// The same as text.
    var bytes: String { String(decoding: data, as: UTF8.self) }

    func sends(_ text: String, within limit: Duration = .seconds(20)) async throws {
        try await eventually(
            within: limit, "\(text.debugDescription) is sent in \(bytes.suffix(2_000).debugDescription)"
        ) {
            bytes.contains(text)
        }
    }

    /// Waits until the terminal has something to draw, whatever it was told in between.
    func draws(_ text: String) async throws {
        try await eventually("\(text.debugDescription) is drawn in \(bytes.suffix(4_000).debugDescription)") {
            ControlSequence.parted(bytes).texts.joined().contains(text)
        }
    }

    /// Presses `^Q` and waits for the end.
    func leave() async throws {
        send("\u{11}")
        try await ended()
    }

    func ended() async throws {
        try await eventually("the program ends, and its terminal with it") {
            !process.isRunning && terminal.hasEnded
        }
    }
}

/// One thing that is sent to a terminal and is not text.
enum ControlSequence: Hashable {
    /// `ESC [` with its private mark, its parameters and its last bytes.
    case csi(mark: String, parameters: String, final: String)
    case osc(String)
    case escape(String)
    case control(UInt8)

    /// What of `text` is not text.
    static func all(in text: String) -> [ControlSequence] { parted(text).sequences }

    /// What of `text` is not text, and the texts between.
    static func parted(_ text: String) -> (sequences: [ControlSequence], texts: [String]) {
        var found: [ControlSequence] = []
        var texts: [String] = []
        var rest = Array(text.unicodeScalars)[...]
        while let scalar = rest.first {
            let printed = take(&rest) { !isControl($0) }
            if !printed.isEmpty { texts.append(printed) }
            if scalar != rest.first { continue }
            rest.removeFirst()
            guard scalar == "\u{1B}" else {
                found.append(.control(UInt8(scalar.value)))
                continue
            }
            switch rest.first {
            case "[": rest.removeFirst(); found.append(csi(&rest))
            case "]":
                rest.removeFirst(); found.append(.osc(take(&rest) { $0 != "\u{7}" && $0 != "\u{1B}" }));
                rest = rest.dropFirst()
            default:
                let intermediates = take(&rest) { (0x20...0x2F).contains($0.value) }
                found.append(.escape(intermediates + (rest.popFirst().map { String($0) } ?? "")))
            }
        }
        return (found, texts)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }

    private static func csi(_ rest: inout ArraySlice<Unicode.Scalar>) -> ControlSequence {
        let mark = take(&rest) { (0x3C...0x3F).contains($0.value) }
        let parameters = take(&rest) { (0x30...0x3B).contains($0.value) }
        let intermediates = take(&rest) { (0x20...0x2F).contains($0.value) }
        return .csi(
            mark: mark, parameters: parameters, final: intermediates + (rest.popFirst().map { String($0) } ?? ""))
    }

    private static func take(
        _ rest: inout ArraySlice<Unicode.Scalar>, while holds: (Unicode.Scalar) -> Bool
    ) -> String {
        let taken = rest.prefix(while: holds)
        rest = rest.dropFirst(taken.count)
        return String(String.UnicodeScalarView(taken))
    }
}
