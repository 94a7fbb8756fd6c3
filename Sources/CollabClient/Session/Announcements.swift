import CollabAPI
public import DraftCore

/// What this user lets the others see: how present they are, and the words they are typing. Only the newest counts.
final class Announcements: Sendable {
    private struct State {
        var current: [Kind: ClientMessage] = [:]
        var unsaid: Set<Kind> = []
    }

    private enum Kind: Hashable {
        case presence
        case words
    }

    private let state = Locked(State())
    let signal = Signal()

    func set(_ presence: Presence.State) {
        set(.state(presence), as: .presence)
    }

    func set(words: String) {
        set(.typing(text: words), as: .words)
    }

    /// The words are over: they are not said again, and the same words later are news.
    func forgetWords() {
        state.withLock { state in
            state.current[.words] = nil
            state.unsaid.remove(.words)
        }
    }

    /// Says again what is current: a new connection knows of nothing.
    func repeatLast() {
        state.withLock { $0.unsaid = Set($0.current.keys) }
        signal.ring()
    }

    func takeUnsaid() -> [ClientMessage] {
        state.withLock { state in
            defer { state.unsaid.removeAll() }
            return [Kind.presence, .words].filter(state.unsaid.contains).compactMap { state.current[$0] }
        }
    }

    private func set(_ message: ClientMessage, as kind: Kind) {
        let isNew = state.withLock { state in
            guard state.current[kind] != message else { return false }
            state.current[kind] = message
            state.unsaid.insert(kind)
            return true
        }
        if isNew { signal.ring() }
    }
}

extension DraftSession {
    /// The longest live words that are shared; the newest part is kept.
    static let sharedWordsLimit = 2000
    /// Without a socket, announcements are repeated this often.
    static let presenceSpacing = Duration.seconds(40)
    /// Announcements are at least this far apart.
    static let announcementSpacing = Duration.milliseconds(100)

    /// Shares the words being typed with the others; empty text takes them back. Cheap: call it for every key.
    public nonisolated func share(words: String) {
        let newest = words.unicodeScalars.suffix(Self.sharedWordsLimit)
        announcements.set(newest.isEmpty ? .here : .writing)
        announcements.set(words: String(String.UnicodeScalarView(newest)))
    }

    /// Says how present the user is.
    public nonisolated func share(presence: Presence.State) {
        announcements.set(presence)
    }

    /// A server forgets what was said without a socket after a minute, so it is said again in time.
    func stayPresent() async {
        while !Task.isCancelled {
            await sources.clock.wait(until: sources.clock.now + Self.presenceSpacing)
            if status == .polling { announcements.repeatLast() }
        }
    }

    func announce() async {
        // Whoever reads by a share is nobody, and so not present.
        guard !caller.onlyReads else { return }
        for await _ in announcements.signal.rings {
            for message in announcements.takeUnsaid() { driver.say(message) }
            await sources.clock.wait(until: sources.clock.now + Self.announcementSpacing)
        }
    }
}
