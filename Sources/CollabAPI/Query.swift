/// What stands behind the `?` of one endpoint, read and written by the same type.
public protocol QueryCoding: Sendable {
    /// Reads it.
    /// - Throws: `WireError.malformed`, naming the first field that is not what it should be.
    init(_ reader: QueryReader) throws(WireError)
    /// Its fields in order, not yet percent-encoded.
    var items: [QueryItem] { get }
}

/// One field of a query.
public struct QueryItem: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Its value.
    public let value: String

    init(_ name: String, _ value: some CustomStringConvertible) {
        self.name = name
        self.value = value.description
    }
}

/// Reads the fields of a query.
public struct QueryReader {
    private let value: (String) throws(WireError) -> String?

    /// - Parameter value: the decoded value of the first field with that name; throws where it cannot be decoded.
    public init(_ value: @escaping (String) throws(WireError) -> String?) {
        self.value = value
    }

    func text(_ name: String) throws(WireError) -> String? {
        try value(name)
    }

    func optional<Value>(_ name: String, _ expected: String, _ parse: (String) -> Value?) throws(WireError) -> Value? {
        guard let text = try value(name) else { return nil }
        guard let parsed = parse(text) else { throw .malformed(field: name, reason: "is not \(expected)") }
        return parsed
    }

    func count(_ name: String) throws(WireError) -> Int? {
        try optional(name, "a number") { Int($0).flatMap { (0..<1 << 53).contains($0) ? $0 : nil } }
    }
}

/// Percent-encoding of one part of a path or query (RFC 3986).
enum PercentEncoding {
    static func encode(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += byte < 16 ? "%0" + digits : "%" + digits
            }
        }
        return encoded
    }
}

extension QueryCoding {
    /// `?a=b&c=d`, percent-encoded; empty where there are no fields.
    public var encoded: String { encoded(items) }

    /// The same with a share's token as the last field.
    public func encoded(share token: String) -> String { encoded(items + [QueryItem("share", token)]) }

    private func encoded(_ items: [QueryItem]) -> String {
        let parts = items.map { PercentEncoding.encode($0.name) + "=" + PercentEncoding.encode($0.value) }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }
}
