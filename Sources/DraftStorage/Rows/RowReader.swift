import DraftCore

/// Reads the columns of a row from left to right. A column that is not what it must be is a corrupt row, never a crash.
protocol RowReader {
    /// The draft that the row belongs to, where there is one.
    var draft: DraftID? { get }
    /// The name of the column that was read last.
    var lastColumn: String { get }

    mutating func optionalInteger() throws(StorageError) -> Int?
    mutating func optionalText() throws(StorageError) -> String?
    mutating func optionalBlob() throws(StorageError) -> [UInt8]?
}

extension RowReader {
    mutating func integer() throws(StorageError) -> Int {
        let value = try optionalInteger()
        return try require(value, "a number")
    }

    mutating func text() throws(StorageError) -> String {
        let text = try optionalText()
        return try require(text, "a text")
    }

    mutating func blob() throws(StorageError) -> [UInt8] {
        let bytes = try optionalBlob()
        return try require(bytes, "bytes")
    }

    mutating func hash() throws(StorageError) -> EventHash {
        let bytes = try blob()
        return try require(EventHash(bytes: bytes), "a hash of 32 bytes")
    }

    mutating func seq() throws(StorageError) -> Seq { Seq(rawValue: try integer()) }

    mutating func tenure() throws(StorageError) -> Tenure { Tenure(rawValue: try integer()) }

    mutating func moment() throws(StorageError) -> Timestamp { Timestamp(milliseconds: Int64(try integer())) }

    mutating func optionalMoment() throws(StorageError) -> Timestamp? {
        try optionalInteger().map { Timestamp(milliseconds: Int64($0)) }
    }

    mutating func user() throws(StorageError) -> UserID {
        let text = try text()
        return try require(UserID(text), "a user id")
    }

    mutating func id<Subject>() throws(StorageError) -> Identifier<Subject> {
        let text = try text()
        return try require(Identifier(text), "an id")
    }

    mutating func choice<Choice: RawRepresentable<String>>() throws(StorageError) -> Choice {
        let text = try text()
        return try require(Choice(rawValue: text), "a known value")
    }

    mutating func optional<Value>(_ make: (String) -> Value?) throws(StorageError) -> Value? {
        guard let text = try optionalText() else { return nil }
        return try require(make(text), "well-formed")
    }

    /// To be called once the column has been read, for it names the one that was read last.
    func require<Value>(_ value: Value?, _ expected: String) throws(StorageError) -> Value {
        if let value { return value }
        throw .corrupt(draft: draft, seq: nil, "the column \(lastColumn) is not \(expected)")
    }
}
