/// JSON that a test writes down, correct or wrong on purpose: its members keep their order, and may be there twice.
public enum TestJSON: Sendable {
    /// Text that goes out as it stands, such as a number that no decoder takes.
    case raw(String)
    /// A string.
    case string(String)
    /// Values in their order.
    case array([TestJSON])

    /// The text of the value.
    public var text: String {
        switch self {
        case .raw(let text): text
        case .string(let string): Self.quoted(string)
        case .array(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
        }
    }

    static func quoted(_ string: String) -> String {
        var text = "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"", "\\": text += "\\\(scalar)"
            case "\u{0}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}

extension TestJSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByNilLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .raw(String(value)) }
    public init(booleanLiteral value: Bool) { self = .raw(String(value)) }
    public init(arrayLiteral elements: TestJSON...) { self = .array(elements) }
    public init(nilLiteral: ()) { self = .raw("null") }
}

/// The members of an object in their order.
public struct TestMembers: Sendable {
    private var members: [(name: String, value: TestJSON)]

    /// Members.
    public init(_ members: [(String, TestJSON)]) {
        self.members = members.map { (name: $0.0, value: $0.1) }
    }

    /// The first member of that name; setting it replaces all of that name by one, or by none where it is nil.
    public subscript(name: String) -> TestJSON? {
        get { members.first { $0.name == name }?.value }
        set {
            members.removeAll { $0.name == name }
            if let newValue { members.append((name: name, value: newValue)) }
        }
    }

    /// Adds a member, although there may be one of that name.
    public mutating func append(_ name: String, _ value: TestJSON) {
        members.append((name: name, value: value))
    }

    /// Adds a member whose name is written as it stands, between its quotation marks: `s\u0075b`.
    public mutating func append(spelling name: String, _ value: TestJSON) {
        spelled.append("\"\(name)\":\(value.text)")
    }

    private var spelled: [String] = []

    /// The text of the object.
    public var text: String {
        let plain = members.map { TestJSON.quoted($0.name) + ":" + $0.value.text }
        return "{" + (plain + spelled).joined(separator: ",") + "}"
    }
}
