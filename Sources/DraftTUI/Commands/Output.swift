import CellGrid
import CollabAPI
import DraftCore
import FoundationEssentials
import Glibc

/// What a command prints.
enum Output {
    /// Whether a person reads standard output on a terminal.
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// One line, or several, on standard output.
    static func line(_ text: String) throws(CommandFailure) {
        try write(Array((shown(text, on: STDOUT_FILENO) + "\n").utf8), to: STDOUT_FILENO)
    }

    /// Safe text as it goes out: a terminal gets what cells of the editor may hold, everything else the text itself.
    static func shown(_ text: String, on descriptor: Int32) -> String {
        guard isatty(descriptor) == 1 else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { DrawnText.line($0) }
            .joined(separator: "\n")
    }

    /// A body of the wire as one line of JSON.
    static func json(_ body: some Encodable) throws(CommandFailure) {
        let bytes: Data
        do throws(WireError) {
            bytes = try WireCoding.encode(body)
        } catch {
            throw .files("The answer cannot be written as JSON.")
        }
        try json(bytes)
        try write([0x0A], to: STDOUT_FILENO)
    }

    /// JSON that a server wrote: the same values, in characters that do nothing to a terminal.
    static func json(_ data: Data) throws(CommandFailure) {
        let text = JSONText.escaped(String(decoding: data, as: UTF8.self), forTerminal: isTerminal)
        try write(Array(text.utf8), to: STDOUT_FILENO)
    }

    /// Bytes as they are; for a terminal, as visible text.
    static func bytes(_ data: Data) throws(CommandFailure) {
        guard isTerminal else { return try write(Array(data), to: STDOUT_FILENO) }
        let safe = SafeText.escaped(String(decoding: data, as: UTF8.self), for: .segment)
        let text = shown(safe, on: STDOUT_FILENO)
        try write(Array(text.utf8) + (text.hasSuffix("\n") ? [] : [0x0A]), to: STDOUT_FILENO)
    }

    /// One line on standard error, in the program's name.
    static func complain(_ text: String) {
        // Nobody is left to be told that standard error is gone.
        try? write(
            Array("draft: \(shown(SafeText.escaped(text, for: .segment), on: STDERR_FILENO))\n".utf8), to: STDERR_FILENO
        )
    }

    /// Safe words to a person that are no result: on standard error.
    static func tell(_ text: String) {
        // Nobody is left to be told that standard error is gone.
        try? write(Array((shown(text, on: STDERR_FILENO) + "\n").utf8), to: STDERR_FILENO)
    }

    static func write(_ bytes: [UInt8], to descriptor: Int32) throws(CommandFailure) {
        // Whoever read the output has seen enough; the shell's own code for that is no complaint.
        try deliver(bytes, to: descriptor) { Glibc.exit(128 + SIGPIPE) }
    }

    /// Writes all; `abandoned` is called before the failure where nobody reads any more.
    static func deliver(
        _ bytes: [UInt8], to descriptor: Int32, abandoned: () -> Void = {}
    ) throws(CommandFailure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EPIPE { abandoned() }
            guard count > 0 else { throw .files("The output cannot be written: \(describe(errno)).") }
            rest = rest.dropFirst(count)
        }
    }
}

/// JSON as text.
enum JSONText {
    /// `json` with every character in its strings that no terminal should get written as JSON's own escapes, as
    /// `SafeText.escaped` does it for text. Below U+0020 there is only white space between values.
    /// - Parameter forTerminal: whether what no cell could hold, such as a tower of marks, is written so too.
    static func escaped(_ json: String, forTerminal: Bool = false) -> String {
        if forTerminal { return json.map { isDrawn($0) ? String($0) : escaped($0) }.joined() }
        guard json.unicodeScalars.contains(where: isForbidden) else { return json }
        return json.unicodeScalars.map { isForbidden($0) ? escape(of: $0) : String($0) }.joined()
    }

    private static func isDrawn(_ character: Character) -> Bool {
        let text = String(character)
        return !text.unicodeScalars.contains(where: isForbidden)
            && DrawnText.line(text).unicodeScalars.elementsEqual(text.unicodeScalars)
    }

    private static func escaped(_ character: Character) -> String {
        character.unicodeScalars.map { $0.isASCII && !isForbidden($0) ? String($0) : escape(of: $0) }.joined()
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x20 && SafeText.isForbidden(scalar, in: .line)
    }

    private static func escape(of scalar: Unicode.Scalar) -> String {
        String(scalar).utf16.map { "\\u" + hexadecimal($0) }.joined()
    }

    private static func hexadecimal(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}

/// What a command reads.
enum InputText {
    /// A file, or standard input for `-`, as text.
    static func read(_ path: String) throws(CommandFailure) -> String {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .files("The file \(path) cannot be read: \(describe(errno)).") }
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .files("\(name(path)) cannot be read: \(describe(errno)).") }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .input("\(name(path)) is not UTF-8 text.")
        }
        return text
    }

    private static func name(_ path: String) -> String {
        path == "-" ? "Standard input" : "The file \(path)"
    }
}
