import DraftCore
public import FoundationEssentials

/// How bodies become bytes and bytes become bodies, the same on both sides of the wire.
public enum WireCoding {
    /// JSON with keys in a stable order.
    public static func encode(_ body: some Encodable) throws(WireError) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try encoder.encode(body)
        } catch {
            throw .malformed(field: "", reason: "cannot be written as JSON")
        }
    }

    /// Reads a body; an empty one is `{}`.
    public static func decode<Body: Decodable>(_ type: Body.Type, from bytes: Data) throws(WireError) -> Body {
        do {
            return try JSONDecoder().decode(type, from: bytes.isEmpty ? Data("{}".utf8) : bytes)
        } catch {
            throw WireError(error)
        }
    }
}

/// Why bytes from the other side are not what they should be.
public enum WireError: Error, Hashable, Sendable {
    /// Not JSON at all.
    case notJSON
    /// A field that must be there is not.
    case missing(field: String)
    /// A field does not hold what it should.
    case malformed(field: String, reason: String)

    static let unsupportedReason = "is not supported by this server yet"

    /// The field belongs to a later version.
    static func unsupported(field: String) -> WireError {
        .malformed(field: field, reason: unsupportedReason)
    }

    init(_ error: any Error) {
        func name(_ path: [any CodingKey], _ last: (any CodingKey)? = nil) -> String {
            (path + (last.map { [$0] } ?? [])).map(\.stringValue).joined(separator: ".")
        }
        switch error {
        case DecodingError.keyNotFound(let key, let context):
            self = .missing(field: name(context.codingPath, key))
        case DecodingError.valueNotFound(_, let context) where !context.codingPath.isEmpty:
            self = .missing(field: name(context.codingPath))
        case DecodingError.typeMismatch(_, let context) where !context.codingPath.isEmpty:
            self = .malformed(field: name(context.codingPath), reason: "has the wrong type")
        case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
            self = .malformed(field: name(context.codingPath), reason: context.debugDescription)
        case DecodingError.typeMismatch, DecodingError.valueNotFound:
            self = .malformed(field: "", reason: "must be a JSON object")
        default:
            self = .notJSON
        }
    }

    /// A sentence for the caller; it names the field.
    public var message: String {
        switch self {
        case .notJSON: "The body is not valid JSON."
        case .missing(let field): "The field '\(field)' is missing."
        case .malformed("", let reason): "The body \(reason)."
        case .malformed(let field, let reason): "The field '\(field)' \(reason)."
        }
    }
}

/// A value that is written as `null` where there is none, and may be absent when read.
@propertyWrapper
public struct Nullable<Value: Codable & Hashable & Sendable>: Codable, Hashable, Sendable {
    /// The value, if there is one.
    public var wrappedValue: Value?

    /// Wraps a value or none.
    public init(wrappedValue: Value?) {
        self.wrappedValue = wrappedValue
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        wrappedValue = container.decodeNil() ? nil : try container.decode(Value.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
    }
}

extension KeyedDecodingContainer {
    // Synthesised decoding picks this overload, so that an absent key reads as null.
    func decode<Value>(_ type: Nullable<Value>.Type, forKey key: Key) throws -> Nullable<Value> {
        try decodeIfPresent(type, forKey: key) ?? Nullable(wrappedValue: nil)
    }
}
