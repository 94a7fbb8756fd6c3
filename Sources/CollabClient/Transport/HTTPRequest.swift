import CollabAPI
import FoundationEssentials

/// One request as bytes: nothing of what it means.
struct HTTPRequest: Sendable, Hashable {
    var method: CollabAPI.Method
    /// An absolute `http` or `https` address.
    var url: String
    var headers = HTTPHeaders()
    var body: Data?
    /// How long all of it may take, from name lookup to the last byte of the answer.
    var timeout: Duration = .seconds(30)
    /// The longest body that is taken in; a longer one fails with `TransportError.tooLarge`.
    var answerLimit = 16 << 20
}

/// One answer as bytes, whatever its status.
struct HTTPResponse: Sendable, Hashable {
    var status: Int
    var headers = HTTPHeaders()
    var body = Data()
}

/// Fields in the order they were sent; names are compared without regard to case.
struct HTTPHeaders: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    private(set) var fields: [Field] = []

    struct Field: Sendable, Hashable {
        let name: String
        let value: String
    }

    init() {}

    init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { Field(name: $0.0, value: $0.1) }
    }

    /// The first value under `name`.
    subscript(name: String) -> String? {
        let wanted = name.lowercased()
        return fields.first { $0.name.lowercased() == wanted }?.value
    }

    /// Drops what could end the field early: a name or value with a line break in it would smuggle in another field.
    mutating func add(_ name: String, _ value: String) {
        guard name.utf8.allSatisfy(Self.mayStand), value.utf8.allSatisfy(Self.mayStand) else { return }
        fields.append(Field(name: name, value: value))
    }

    /// Takes in one `Name: value` line; anything else is passed over.
    mutating func add(line: some StringProtocol) {
        guard let colon = line.firstIndex(of: ":") else { return }
        var value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
        while let last = value.last, last == " " || last == "\t" { value.removeLast() }
        add(String(line[..<colon]), String(value))
    }

    mutating func removeAll() {
        fields.removeAll()
    }

    private static func mayStand(_ byte: UInt8) -> Bool {
        byte != 0x0D && byte != 0x0A && byte != 0
    }
}
