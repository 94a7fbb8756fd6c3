/// A key with the modifiers held down.
public struct Key: Hashable, Sendable {
    public enum Code: Hashable, Sendable {
        case character(Character)
        case enter, tab, backspace, delete, insert, escape
        case up, down, left, right
        case home, end, pageUp, pageDown
        /// F1 is `function(1)`.
        case function(Int)
    }

    public struct Modifiers: OptionSet, Hashable, Sendable {
        public let rawValue: UInt8

        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        public static let shift = Modifiers(rawValue: 1)
        public static let alt = Modifiers(rawValue: 2)
        public static let control = Modifiers(rawValue: 4)
    }

    public var code: Code
    public var modifiers: Modifiers

    public init(_ code: Code, _ modifiers: Modifiers = []) {
        self.code = code
        self.modifiers = modifiers
    }

    /// A typed character.
    public static func character(_ character: Character) -> Key { Key(.character(character)) }

    /// Control with a character, as `control("s")`; letters in lower case.
    public static func control(_ character: Character) -> Key { Key(.character(character), .control) }

    /// Alt with a character.
    public static func alt(_ character: Character) -> Key { Key(.character(character), .alt) }

    /// A function key.
    public static func function(_ number: Int) -> Key { Key(.function(number)) }

    /// The text that the key types, nil if it is a command.
    public var text: Character? {
        guard case .character(let character) = code, modifiers.isDisjoint(with: [.control, .alt]) else { return nil }
        return character
    }
}

extension Key {
    public static let enter = Key(.enter)
    public static let tab = Key(.tab)
    public static let backtab = Key(.tab, .shift)
    public static let backspace = Key(.backspace)
    public static let delete = Key(.delete)
    public static let insert = Key(.insert)
    public static let escape = Key(.escape)
    public static let up = Key(.up)
    public static let down = Key(.down)
    public static let left = Key(.left)
    public static let right = Key(.right)
    public static let home = Key(.home)
    public static let end = Key(.end)
    public static let pageUp = Key(.pageUp)
    public static let pageDown = Key(.pageDown)
}
