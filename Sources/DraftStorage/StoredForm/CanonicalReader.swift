extension CanonicalValue {
    /// Reads what `encoded()` writes. White space, fractions, double names and other forms that are JSON but not
    /// canonical are nil, like everything that is no JSON.
    init?(decoding bytes: [UInt8]) {
        var reader = CanonicalReader(bytes: bytes)
        guard let value = reader.value(depth: 0), reader.isAtEnd else { return nil }
        self = value
    }
}

/// Reads canonical JSON from left to right. Whether names were in order is not looked at: a verifier compares the bytes.
private struct CanonicalReader {
    /// The log nests three deep; a hand-made row must not exhaust the stack.
    private static let depthLimit = 8

    let bytes: [UInt8]
    var position = 0

    var isAtEnd: Bool { position == bytes.count }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func value(depth: Int) -> CanonicalValue? {
        guard depth < Self.depthLimit, let first = next else { return nil }
        switch first {
        case UInt8(ascii: "{"): return object(depth: depth)
        case UInt8(ascii: "["): return array(depth: depth)
        case UInt8(ascii: "\""): return string().map(CanonicalValue.string)
        case UInt8(ascii: "n"): return skip("null") ? .null : nil
        case UInt8(ascii: "t"): return skip("true") ? .bool(true) : nil
        case UInt8(ascii: "f"): return skip("false") ? .bool(false) : nil
        default: return integer()
        }
    }

    private mutating func object(depth: Int) -> CanonicalValue? {
        var fields: [String: CanonicalValue] = [:]
        guard skip("{") else { return nil }
        if skip("}") { return .object(fields) }
        repeat {
            guard let name = string(), skip(":"), let value = value(depth: depth + 1),
                fields.updateValue(value, forKey: name) == nil
            else { return nil }
        } while skip(",")
        return skip("}") ? .object(fields) : nil
    }

    private mutating func array(depth: Int) -> CanonicalValue? {
        var values: [CanonicalValue] = []
        guard skip("[") else { return nil }
        if skip("]") { return .array(values) }
        repeat {
            guard let value = value(depth: depth + 1) else { return nil }
            values.append(value)
        } while skip(",")
        return skip("]") ? .array(values) : nil
    }

    private mutating func integer() -> CanonicalValue? {
        let start = position
        if next == UInt8(ascii: "-") { position += 1 }
        while let digit = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) { position += 1 }
        let digits = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let value = Int(digits), String(value) == digits else { return nil }
        return .integer(value)
    }

    private mutating func string() -> String? {
        guard skip("\"") else { return nil }
        var content: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(validating: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = escape() else { return nil }
                content.append(escaped)
            case 0x00...0x1F: return nil
            default: content.append(byte)
            }
        }
        return nil
    }

    private mutating func escape() -> UInt8? {
        guard let kind = next else { return nil }
        position += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): return kind
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "u"):
            guard skip("00"), position + 2 <= bytes.count,
                let code = UInt8(String(decoding: bytes[position..<position + 2], as: UTF8.self), radix: 16),
                code < 0x20
            else { return nil }
            position += 2
            return code
        default: return nil
        }
    }

    private mutating func skip(_ token: StaticString) -> Bool {
        let count = token.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        let matches = token.withUTF8Buffer { bytes[position..<position + count].elementsEqual($0) }
        if matches { position += count }
        return matches
    }
}
