import CollabTesting
import Foundation
import Glibc

/// A program at a pseudo-terminal of which every byte is kept: `script` holds it, nothing draws it.
final class RawTerminal: Sendable {
    let process: ChildProcess
    private let keyboard: Int32
    private let recording: String

    /// An editor as `user` would start it, in a terminal of 80 columns and 24 rows.
    init(
        editorOf user: String, draft: String, at server: String, in home: Home, terminal: String,
        variables: [String: String] = [:]
    ) throws {
        let name = home.directory.file(UUID().uuidString)
        recording = name + ".bytes"
        guard mkfifo(name, 0o600) == 0 else { throw ProcessDidNotStart(code: errno) }
        // Open for both, so that the program finds its input open and the end comes when this is closed.
        keyboard = open(name, O_RDWR | O_CLOEXEC)
        var environment = ProcessInfo.processInfo.environment.merging(home.environment) { $1 }
        environment.merge(["TERM": terminal, "SHELL": "/bin/sh"]) { $1 }
        environment.merge(variables) { $1 }
        for stray in ["TMUX", "STY", "NO_COLOR"] where variables[stray] == nil { environment[stray] = nil }
        let command = "stty rows 24 cols 80; exec \(Programs.draft) --server \(server) --user \(user) open \(draft)"
        process = try ChildProcess(
            "script", ["-q", "-f", "-c", command, recording], environment: environment, input: name)
    }

    /// What the keyboard sends.
    func send(_ bytes: String) {
        let bytes = Array(bytes.utf8)
        _ = write(keyboard, bytes, bytes.count)
    }

    /// Everything that was sent to the terminal, without the line by which `script` begins.
    var bytes: String {
        // Before the first byte there is nothing to read, which is what an empty text says.
        let data = (try? Data(contentsOf: URL(fileURLWithPath: recording))) ?? Data()
        let text = String(decoding: data, as: UTF8.self).unicodeScalars
        guard let end = text.firstIndex(of: "\n") else { return "" }
        return String(text[text.index(after: end)...])
    }

    func sends(_ text: String) async throws {
        try await eventually("\(text.debugDescription) is sent in \(bytes.suffix(2_000).debugDescription)") {
            bytes.contains(text)
        }
    }

    /// Presses `^Q` and waits for the end.
    func leave() async throws {
        send("\u{11}")
        try await eventually("the program ends") { !process.isRunning }
        close(keyboard)
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
    static func all(in text: String) -> [ControlSequence] {
        var found: [ControlSequence] = []
        var rest = Array(text.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\u{1B}" else {
                if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
                    found.append(.control(UInt8(scalar.value)))
                }
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
        return found
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
