import Glibc
import TOMLKit

/// What stands in the configuration file at one place.
enum WrittenValue: Equatable, Sendable {
    case text(String)
    case number(Int)
    case bool(Bool)
    case texts([String])
    /// Anything that no setting is.
    case other(String)

    /// As a complaint about it would name it.
    var description: String {
        switch self {
        case .text(let text): text
        case .number(let number): String(number)
        case .bool(let isTrue): String(isTrue)
        case .texts: "a list"
        case .other(let kind): kind
        }
    }
}

/// The configuration file: its values, in the order of their lines.
struct ConfigurationFile: Sendable {
    struct Entry: Equatable, Sendable {
        /// The names of the tables above it and its own.
        let path: [String]
        let value: WrittenValue
        let line: Int
    }

    /// Why there is nothing in it that could be used.
    struct Refusal: Error, Equatable {
        let line: Int?
        let sentence: String
    }

    let entries: [Entry]

    /// No configuration is longer; a file that is will be something else.
    static let byteLimit = 1 << 20

    /// Reads a file; nil where there is none.
    static func read(_ path: String) throws(Refusal) -> ConfigurationFile? {
        guard let bytes = try bytes(of: path) else { return nil }
        return try ConfigurationFile(bytes)
    }

    /// What these bytes mean.
    init(_ bytes: [UInt8]) throws(Refusal) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let bytes = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
        // The parser would pass over a second mark, and everything else takes it for the beginning of a name.
        if bytes.starts(with: mark) {
            throw Refusal(line: 1, sentence: "A mark of the byte order stands where none can.")
        }
        // The parser takes what ends at the first zero byte.
        if let zero = bytes.firstIndex(of: 0) {
            throw Refusal(line: Self.line(of: zero, in: bytes), sentence: "A zero byte is there; this is no text.")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Refusal(line: Self.lineOfFirstError(in: bytes), sentence: "This is not UTF-8 text.")
        }
        let lines = WrittenLines(bytes)
        if let line = lines.lineOfFatalError {
            throw Refusal(
                line: line, sentence: "This is not TOML: a bracket stands where none can, or behind it what cannot.")
        }
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw Refusal(line: error.source.begin.line, sentence: "This is not TOML: \(error.description).")
        } catch {
            throw Refusal(line: nil, sentence: "This is not TOML.")
        }
        var entries: [Entry] = []
        Self.collect(table, below: [], lines, into: &entries)
        self.entries = entries.sorted { ($0.line, $0.path.joined()) < ($1.line, $1.path.joined()) }
    }

    /// Tables that stand below each other as tables do; `WrittenLines` lets no name have more parts than anybody writes.
    private static func collect(
        _ table: TOMLTable, below path: [String], _ lines: WrittenLines, into entries: inout [Entry]
    ) {
        for key in table.keys {
            guard let value = table[key] else { continue }
            let path = path + [key]
            if let inner = value.table {
                collect(inner, below: path, lines, into: &entries)
            } else {
                entries.append(Entry(path: path, value: WrittenValue(value), line: lines.line(of: path)))
            }
        }
    }

    private static func bytes(of path: String) throws(Refusal) -> [UInt8]? {
        // A pipe in its place must not make anybody wait.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw Refusal(line: nil, sentence: "It cannot be read: \(describe(errno)).")
        }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            let isFolder = facts.st_mode & S_IFMT == S_IFDIR
            throw Refusal(line: nil, sentence: isFolder ? "This is a folder, not a file." : "This is not a file.")
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw Refusal(line: nil, sentence: "It cannot be read: \(describe(errno)).") }
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= byteLimit else {
                throw Refusal(line: nil, sentence: "It is longer than a configuration can be.")
            }
        }
    }

    private static func line(of offset: Int, in bytes: [UInt8]) -> Int {
        1 + bytes[..<offset].count { $0 == 0x0A }
    }

    /// Text is broken at the first line that is none by itself, for no character contains a line feed.
    private static func lineOfFirstError(in bytes: [UInt8]) -> Int {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        return 1 + (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0)
    }
}

extension WrittenValue {
    fileprivate init(_ value: any TOMLValueConvertible) {
        switch value.type {
        case .string: self = .text(value.string ?? "")
        case .int: self = .number(value.int ?? 0)
        case .bool: self = .bool(value.bool ?? false)
        case .array:
            let texts = value.array.map { array in array.map(\.string) } ?? [nil]
            self = texts.contains(nil) ? .other("a list") : .texts(texts.compactMap { $0 })
        default: self = .other("a \(value.type)")
        }
    }
}
