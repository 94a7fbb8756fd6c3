import DraftCore
import FoundationEssentials
import Glibc

/// A file of variables, one a line, as systemd's `EnvironmentFile=` and `docker run --env-file` read it: `NAME=value`, a value
/// perhaps in quotes, and `#` before what is a remark.
struct VariableFile: Sendable, Equatable {
    struct Entry: Sendable, Equatable {
        let text: String
        /// Counted from 1.
        let line: Int
    }

    let path: String
    private(set) var entries: [String: Entry] = [:]
    /// What is wrong with it, each with its place. Values are not repeated: one may be a secret.
    private(set) var problems: [String] = []
    /// Whether it could not be read, so that nobody knows what stands in it.
    private(set) var isUnread = false

    /// Reads the file at `path`; one that cannot be read is a problem like others.
    init(at path: String) {
        guard let bytes = try? Data(contentsOf: URL(filePath: path)) else {
            self.init([], path: path)
            isUnread = true
            let reason = access(path, R_OK) == 0 ? "it is no file" : String(cString: strerror(errno))
            problems = ["\(Setting.config.option): the file \(path) cannot be read: \(reason)."]
            return
        }
        self.init(bytes, path: path)
    }

    init(_ bytes: some Sequence<UInt8>, path: String) {
        self.path = path
        guard let text = String(validating: Array(bytes), as: UTF8.self) else {
            problems = ["\(path): this is not UTF-8 text."]
            return
        }
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (offset, line) in lines.enumerated() { take(SafeText.trimmed(String(line)), number: offset + 1) }
    }

    private mutating func take(_ line: String, number: Int) {
        guard let first = line.first, first != "#", first != ";" else { return }
        let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, Self.isName(parts[0]) else {
            problems.append("\(path):\(number): this is not a line of the form NAME=value.")
            return
        }
        if let earlier = entries[parts[0]] {
            problems.append("\(path):\(number): \(parts[0]) stands on line \(earlier.line) already.")
            return
        }
        guard let value = Self.unquoted(parts[1]) else {
            problems.append("\(path):\(number): the quotes around the value of \(parts[0]) do not match.")
            return
        }
        entries[parts[0]] = Entry(text: value, line: number)
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }

    /// Nil where a quote is opened and not closed.
    private static func unquoted(_ value: String) -> String? {
        guard let quote = value.first, quote == "\"" || quote == "'" else { return value }
        guard value.count >= 2, value.last == quote else { return nil }
        return String(value.dropFirst().dropLast())
    }
}
