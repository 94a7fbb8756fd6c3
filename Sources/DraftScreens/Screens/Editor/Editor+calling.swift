import DraftCore

/// How the reader is called when the ring comes and they look elsewhere.
public struct Notifications: Equatable, Sendable {
    /// Whether the bell rings.
    public var ringsBell: Bool
    /// Whether the desktop is told, where the terminal has no focus. Inside a multiplexer it is not.
    public var tellsDesktop: Bool
    /// Whether it is told inside a multiplexer too, which must pass the sequences on.
    public var passesMultiplexer: Bool

    public init(ringsBell: Bool = true, tellsDesktop: Bool = true, passesMultiplexer: Bool = false) {
        self.ringsBell = ringsBell
        self.tellsDesktop = tellsDesktop
        self.passesMultiplexer = passesMultiplexer
    }
}

extension Model {
    mutating func ringArrived(_ editor: Editor) -> [Effect] {
        notice = Notice(kind: .ring, text: Phrases.ringIsYours)
        // Whoever is looking sees it.
        guard hasFocus != true else { return [] }
        if notifications.ringsBell { bells += 1 }
        guard hasFocus == false, notifications.tellsDesktop, let title = editor.draft?.title else { return [] }
        return [
            .notify(
                Phrases.ringIsYours(in: SafeText.escaped(title, for: .line)),
                throughMultiplexer: notifications.passesMultiplexer)
        ]
    }
}
