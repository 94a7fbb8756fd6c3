/// A value for a parameter of a statement, sent in PostgreSQL's binary form.
enum PostgresValue {
    case int(Int64?)
    case text(String?)
    case bytes([UInt8]?)
    case ints([Int64?])
    case texts([String?])
    case blobs([[UInt8]?])

    static func int(_ value: Int) -> PostgresValue { .int(Int64(value)) }

    /// The type's number in the system catalogue (`pg_type.dat`).
    var typeID: UInt32 {
        switch self {
        case .int: PostgresType.int8
        case .text: PostgresType.text
        case .bytes: PostgresType.bytea
        case .ints: PostgresType.int8Array
        case .texts: PostgresType.textArray
        case .blobs: PostgresType.byteaArray
        }
    }

    /// Appends the binary form; false where the value is NULL.
    func encode(into bytes: inout [UInt8]) -> Bool {
        switch self {
        case .int(let value):
            guard let value else { return false }
            bytes.append(bigEndian: value)
        case .text(let value):
            guard let value else { return false }
            bytes += value.utf8
        case .bytes(let value):
            guard let value else { return false }
            bytes += value
        case .ints(let values):
            Self.encode(values, of: PostgresType.int8, into: &bytes) { $1.append(bigEndian: $0) }
        case .texts(let values):
            Self.encode(values, of: PostgresType.text, into: &bytes) { $1 += $0.utf8 }
        case .blobs(let values):
            Self.encode(values, of: PostgresType.bytea, into: &bytes) { $1 += $0 }
        }
        return true
    }

    /// The binary form of an array: dimensions, flag for NULL, type, length, lower bound, then each value by its length.
    private static func encode<Value>(
        _ values: [Value?], of type: UInt32, into bytes: inout [UInt8], _ encode: (Value, inout [UInt8]) -> Void
    ) {
        bytes.append(bigEndian: Int32(values.isEmpty ? 0 : 1))
        bytes.append(bigEndian: Int32(values.contains { $0 == nil } ? 1 : 0))
        bytes.append(bigEndian: type)
        guard !values.isEmpty else { return }
        bytes.append(bigEndian: Int32(values.count))
        bytes.append(bigEndian: Int32(1))
        for value in values {
            guard let value else {
                bytes.append(bigEndian: Int32(-1))
                continue
            }
            var one: [UInt8] = []
            encode(value, &one)
            bytes.append(bigEndian: Int32(one.count))
            bytes += one
        }
    }
}

/// Numbers of types, the same in every database.
enum PostgresType {
    static let bytea: UInt32 = 17
    static let int8: UInt32 = 20
    static let int2: UInt32 = 21
    static let int4: UInt32 = 23
    static let text: UInt32 = 25
    static let byteaArray: UInt32 = 1001
    static let textArray: UInt32 = 1009
    static let int8Array: UInt32 = 1016
    static let varchar: UInt32 = 1043
}

extension [UInt8] {
    fileprivate mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }
}
