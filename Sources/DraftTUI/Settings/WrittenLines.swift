/// On which line each name of a TOML text stands: the parser does not tell.
///
/// Only what ends a string, a list or a line is known here. So what it says of a text holds up to the first error in it.
struct WrittenLines: Sendable {
    /// The first line where a table's name begins with what begins no name, or brackets do not answer to each other: there the
    /// parser ends the process instead of complaining.
    private(set) var lineOfFatalError: Int?
    /// A name of more parts than this is a table below a table below a table: following them down has an end.
    private static let deepest = 16
    private var lines: [[String]: Int] = [:]
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var table: [String] = []
        while position < bytes.count {
            skipBlank()
            guard let byte = peek else { break }
            if byte == UInt8(ascii: "[") {
                openTable()
                table = name(endingAt: UInt8(ascii: "]"))
                note(table)
                skipValue()
            } else {
                let path = table + name(endingAt: UInt8(ascii: "="))
                note(path)
                skipValue()
            }
        }
    }

    /// The line of a value, or of what it stands in.
    func line(of path: [String]) -> Int {
        for count in stride(from: path.count, to: 0, by: -1) {
            if let line = lines[Array(path.prefix(count))] { return line }
        }
        return 1
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func note(_ path: [String]) {
        if lines[path] == nil { lines[path] = line }
    }

    /// One bracket or two, and the space behind them.
    private mutating func openTable() {
        position += 1
        skipSpace()
        if peek == UInt8(ascii: "[") { position += 1 }
        skipSpace()
        let beginsName = peek.map { Self.namesBegin.contains($0) } ?? true
        if !beginsName { noteFatalError() }
    }

    private static let namesBegin = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_\"']".utf8)

    private mutating func skipSpace() {
        while peek == 0x20 || peek == 0x09 { position += 1 }
    }

    private mutating func step() {
        if peek == 0x0A { line += 1 }
        position += 1
    }

    private mutating func skipBlank() {
        while let byte = peek {
            if byte == UInt8(ascii: "#") {
                while let next = peek, next != 0x0A { position += 1 }
            } else if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
                step()
            } else {
                return
            }
        }
    }

    /// A dotted name; what ends it is passed too.
    private mutating func name(endingAt end: UInt8) -> [String] {
        var parts: [String] = []
        var part: [UInt8] = []
        while let byte = peek, byte != 0x0A {
            if byte == end {
                position += 1
                break
            }
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                let start = position + 1
                skipString()
                part += bytes[start..<max(start, position - 1)]
            case UInt8(ascii: "."):
                parts.append(String(decoding: part, as: UTF8.self))
                part = []
                position += 1
            case 0x20, 0x09: position += 1
            default:
                part.append(byte)
                position += 1
            }
        }
        if parts.count > Self.deepest { noteFatalError() }
        return parts + [String(decoding: part, as: UTF8.self)]
    }

    /// Everything up to the end of the line that is in no string, list or table.
    private mutating func skipValue() {
        var opened: [UInt8] = []
        var dots = 0
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "."):
                dots += 1
                if dots > Self.deepest { noteFatalError() }
                position += 1
            case UInt8(ascii: ","):
                dots = 0
                position += 1
            case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString()
            case UInt8(ascii: "#"): while let next = peek, next != 0x0A { position += 1 }
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                opened.append(byte)
                position += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                let answersTo = byte == UInt8(ascii: "]") ? UInt8(ascii: "[") : UInt8(ascii: "{")
                if let last = opened.popLast(), last != answersTo { noteFatalError() }
                position += 1
            case 0x0A where opened.isEmpty: return
            default: step()
            }
        }
    }

    private mutating func noteFatalError() {
        if lineOfFatalError == nil { lineOfFatalError = line }
    }

    /// A string of any of the four kinds, of which `'` knows no escapes and three marks know line breaks.
    private mutating func skipString() {
        guard let mark = peek else { return }
        let isLong = bytes[position...].starts(with: [mark, mark, mark])
        position += isLong ? 3 : 1
        while let byte = peek {
            if byte == UInt8(ascii: "\\"), mark == UInt8(ascii: "\"") {
                step()
                step()
            } else if byte == mark, !isLong {
                position += 1
                return
            } else if byte == mark, bytes[position...].starts(with: [mark, mark, mark]) {
                position += 3
                // Up to two more marks belong to the string.
                while peek == mark { position += 1 }
                return
            } else {
                step()
            }
        }
    }
}
