public import DraftCore
import FoundationEssentials

// The domain's own words on the wire: ids and moments as strings, counters as numbers.

/// Reads and writes `Value` as the string that describes it.
private func decodeText<Value>(
    _ decoder: any Decoder, as kind: String, _ parse: (String) -> Value?
) throws -> Value {
    let container = try decoder.singleValueContainer()
    guard let value = parse(try container.decode(String.self)) else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "is not \(kind)")
    }
    return value
}

private func encodeText(_ value: some CustomStringConvertible, to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value.description)
}

/// Reads a whole number. Of one that is none, or that no `Int` holds, Foundation says that the body is no JSON, without
/// naming the field.
private func decodeWhole(_ decoder: any Decoder) throws -> Int {
    let container = try decoder.singleValueContainer()
    do {
        return try container.decode(Int.self)
    } catch let error as DecodingError {
        throw error
    } catch {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "is not a whole number in range")
    }
}

private struct WholeNumber: Decodable {
    let value: Int

    init(from decoder: any Decoder) throws { value = try decodeWhole(decoder) }
}

extension KeyedDecodingContainer {
    // Synthesised decoding picks this overload.
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        try decodeIfPresent(WholeNumber.self, forKey: key)?.value
    }
}

/// Reads a number that both sides can count on from: 0 to 2^53 - 1, the integers that JSON carries exactly.
func decodeCount(_ decoder: any Decoder) throws -> Int {
    let value = try decodeWhole(decoder)
    guard (0..<1 << 53).contains(value) else {
        throw DecodingError.dataCorrupted(
            DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "is out of range"))
    }
    return value
}

extension Identifier: Codable {
    public init(from decoder: any Decoder) throws {
        self = try decodeText(decoder, as: "a lowercase UUID") { Self($0) }
    }

    public func encode(to encoder: any Encoder) throws { try encodeText(self, to: encoder) }
}

extension UserID: Codable {
    public init(from decoder: any Decoder) throws {
        self = try decodeText(decoder, as: "a user id: 1 to 128 bytes without spaces or controls") { Self($0) }
    }

    public func encode(to encoder: any Encoder) throws { try encodeText(self, to: encoder) }
}

extension IdempotencyKey: Codable {
    public init(from decoder: any Decoder) throws {
        self = try decodeText(decoder, as: "a key: 1 to 128 bytes without controls") { Self($0) }
    }

    public func encode(to encoder: any Encoder) throws { try encodeText(self, to: encoder) }
}

extension RequestID: Codable {
    public init(from decoder: any Decoder) throws {
        self = try decodeText(decoder, as: "a request id: 1 to 128 printable ASCII characters") { Self($0) }
    }

    public func encode(to encoder: any Encoder) throws { try encodeText(self, to: encoder) }
}

extension EventHash: Codable {
    public init(from decoder: any Decoder) throws {
        self = try decodeText(decoder, as: "64 lowercase hexadecimal digits") { Self($0) }
    }

    public func encode(to encoder: any Encoder) throws { try encodeText(self, to: encoder) }
}

extension Timestamp: Codable {
    public init(from decoder: any Decoder) throws {
        self = try decodeText(decoder, as: "an RFC 3339 date and time") { Self($0) }
    }

    public func encode(to encoder: any Encoder) throws { try encodeText(self, to: encoder) }
}

extension Platform: Codable {
    public init(from decoder: any Decoder) throws {
        self = try decodeText(decoder, as: "one line of 1 to 32 characters") { Self($0) }
    }

    public func encode(to encoder: any Encoder) throws { try encodeText(self, to: encoder) }
}

extension Seq: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(rawValue: try decodeCount(decoder))
    }
}

extension Tenure: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(rawValue: try decodeCount(decoder))
    }
}

extension RawRepresentable where Self: CaseIterable, RawValue == String {
    fileprivate static func decoded(from decoder: any Decoder) throws -> Self {
        let allowed = allCases.map(\.rawValue).joined(separator: ", ")
        return try decodeText(decoder, as: "one of: \(allowed)") { Self(rawValue: $0) }
    }
}

extension Role: Codable {
    public init(from decoder: any Decoder) throws { self = try Self.decoded(from: decoder) }
}

extension Draft.Status: Codable {
    public init(from decoder: any Decoder) throws { self = try Self.decoded(from: decoder) }
}

extension Draft.RevisePolicy: Codable {
    public init(from decoder: any Decoder) throws { self = try Self.decoded(from: decoder) }
}

extension RingPass.Reason: Codable {
    public init(from decoder: any Decoder) throws { self = try Self.decoded(from: decoder) }
}

extension Strategy: Codable {
    public init(from decoder: any Decoder) throws { self = try Self.decoded(from: decoder) }
}

extension Presence.State: Codable {
    public init(from decoder: any Decoder) throws { self = try Self.decoded(from: decoder) }
}
