/// What comes from a terminal, in the order in which it happened.
public enum Input: Equatable, Sendable {
    case key(Key)
    /// A pasted text, whole; line breaks are `\n`, anything else is as it came.
    case paste(String)
    case mouse(Mouse)
    /// A whole line, from a terminal or a pipe that gives no keys.
    case line(String)
    /// The screen has this size from now on. Always the first input, and sent again after a suspension.
    case resize(Size)
    /// Whether the terminal's window has the keyboard.
    case focus(Bool)
    /// The program is to end in good order. Nothing follows.
    case ended(Ending)

    public enum Ending: Equatable, Sendable {
        /// The terminal is gone; nothing can be shown any more.
        case hangup
        case interrupt
        case terminate
    }
}

/// What the mouse did, and where.
public struct Mouse: Equatable, Sendable {
    public enum Button: Equatable, Sendable {
        case left, middle, right
    }

    public enum Action: Equatable, Sendable {
        case press(Button)
        case drag(Button)
        case release(Button)
        case scrollUp
        case scrollDown
    }

    public var action: Action
    public var point: Point
    public var modifiers: Key.Modifiers

    public init(_ action: Action, at point: Point, modifiers: Key.Modifiers = []) {
        self.action = action
        self.point = point
        self.modifiers = modifiers
    }
}
