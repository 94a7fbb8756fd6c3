import FoundationEssentials

/// An object whose members this API says nothing about: it is handed on as it is.
public struct JSONObject: Codable, Hashable, Sendable {
    /// What stands in it.
    public var members: [String: Value]

    /// An object.
    public init(_ members: [String: Value] = [:]) {
        self.members = members
    }

    /// Anything that JSON can hold.
    public enum Value: Codable, Hashable, Sendable {
        case null
        case bool(Bool)
        case whole(Int)
        case number(Double)
        case text(String)
        case list([Value])
        case object(JSONObject)

        public init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let value = try? container.decode(Bool.self) {
                self = .bool(value)
            } else if let value = try? container.decode(Int.self) {
                self = .whole(value)
            } else if let value = try? container.decode(Double.self) {
                self = .number(value)
            } else if let value = try? container.decode(String.self) {
                self = .text(value)
            } else if let value = try? container.decode([Value].self) {
                self = .list(value)
            } else {
                self = .object(try container.decode(JSONObject.self))
            }
        }

        public func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .null: try container.encodeNil()
            case .bool(let value): try container.encode(value)
            case .whole(let value): try container.encode(value)
            case .number(let value): try container.encode(value)
            case .text(let value): try container.encode(value)
            case .list(let value): try container.encode(value)
            case .object(let value): try container.encode(value)
            }
        }
    }

    /// The object that `text` spells.
    public init(text: String) throws(WireError) {
        self = try WireCoding.decode(Self.self, from: Data(text.utf8))
    }

    public init(from decoder: any Decoder) throws {
        members = try decoder.singleValueContainer().decode([String: Value].self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(members)
    }
}

extension KeyedDecodingContainer {
    // Synthesised decoding picks this overload: servers that do not tell it have nothing to tell.
    func decode(_ type: JSONObject.Type, forKey key: Key) throws -> JSONObject {
        try decodeIfPresent(type, forKey: key) ?? JSONObject()
    }
}
