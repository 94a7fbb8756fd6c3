import DraftCore

/// How the reader is called when the ring comes and they look elsewhere.
public enum Notifications: String, CaseIterable, Sendable {
    /// By what the screen says alone.
    case off
    /// By the bell.
    case bell
    /// By the bell and, where the terminal has no focus, a notification of the desktop; inside a multiplexer by the bell.
    case desktop
    /// The same, through a multiplexer that passes sequences on.
    case passthrough
}

extension Model {
    mutating func ringArrived(_ editor: Editor) -> [Effect] {
        tell(Phrases.ringIsYours)
        // Whoever is looking sees it.
        guard notifications != .off, hasFocus != true else { return [] }
        bells += 1
        guard hasFocus == false, notifications != .bell, let title = editor.draft?.title else { return [] }
        return [
            .notify(
                Phrases.ringIsYours(in: SafeText.escaped(title, for: .line)),
                throughMultiplexer: notifications == .passthrough)
        ]
    }
}
