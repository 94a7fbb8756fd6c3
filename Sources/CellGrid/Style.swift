/// A colour as the program asks for it; the terminal comes as near to it as it can.
public enum Color: Hashable, Sendable {
    /// The terminal's own foreground or background.
    case terminal
    /// An entry of the 256-colour palette; the first 16 are the user's theme.
    case palette(UInt8)
    case rgb(red: UInt8, green: UInt8, blue: UInt8)

    public static let black = Color.palette(0)
    public static let red = Color.palette(1)
    public static let green = Color.palette(2)
    public static let yellow = Color.palette(3)
    public static let blue = Color.palette(4)
    public static let magenta = Color.palette(5)
    public static let cyan = Color.palette(6)
    public static let white = Color.palette(7)
    public static let brightBlack = Color.palette(8)
}

/// How a cell's glyph is set, besides its colours.
public struct Attributes: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    public static let bold = Attributes(rawValue: 1 << 0)
    public static let dim = Attributes(rawValue: 1 << 1)
    public static let italic = Attributes(rawValue: 1 << 2)
    public static let underline = Attributes(rawValue: 1 << 3)
    public static let reverse = Attributes(rawValue: 1 << 4)
}

/// What a cell looks like, apart from its glyph.
public struct Style: Hashable, Sendable {
    public var foreground: Color
    public var background: Color
    public var attributes: Attributes

    public init(foreground: Color = .terminal, background: Color = .terminal, attributes: Attributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    /// The terminal's own colours, no attribute.
    public static let plain = Style()

    /// The plain style in one colour.
    public static func color(_ foreground: Color) -> Style {
        Style(foreground: foreground)
    }

    /// The same with more attributes.
    public func with(_ more: Attributes) -> Style {
        Style(foreground: foreground, background: background, attributes: attributes.union(more))
    }

    /// The same upon another background.
    public func on(_ background: Color) -> Style {
        Style(foreground: foreground, background: background, attributes: attributes)
    }
}

extension Style {
    public static let bold = Style(attributes: .bold)
    public static let dim = Style(attributes: .dim)
    public static let italic = Style(attributes: .italic)
    public static let underline = Style(attributes: .underline)
    public static let reverse = Style(attributes: .reverse)
}
