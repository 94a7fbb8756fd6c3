import DraftCore

/// The holder's words while they are being written: only the newest are kept, and told at most ten times a second.
struct LiveWords: Sendable {
    struct Words: Equatable, Sendable {
        let user: UserID
        let text: String
    }

    static let maximumLength = 2_000
    static let intervalMilliseconds: Int64 = 100

    /// What readers have been told; an empty text takes the words back.
    private(set) var told: Words?
    private var waiting: Words?
    private var toldAt: Timestamp?

    /// When waiting words may be told.
    var nextDeadline: Timestamp? {
        waiting.map { _ in
            toldAt.map { Timestamp(milliseconds: $0.milliseconds + Self.intervalMilliseconds) }
                ?? .init(milliseconds: .min)
        }
    }

    /// Whether waiting words may be told. A clock that was set back must not hold them up until it has caught up.
    private func isDue(at now: Timestamp) -> Bool {
        guard let nextDeadline else { return false }
        return nextDeadline <= now || toldAt.map { now < $0 } ?? false
    }

    /// - Returns: whether there is something to tell now.
    mutating func write(_ text: String, by user: UserID, now: Timestamp) -> Bool {
        waiting = Words(user: user, text: Self.end(of: text))
        return advance(to: now)
    }

    /// - Returns: whether there is something to tell now.
    mutating func advance(to now: Timestamp) -> Bool {
        guard let words = waiting, isDue(at: now) else { return false }
        waiting = nil
        guard words != told, !(told == nil && words.text.isEmpty) else { return false }
        told = words
        toldAt = now
        return true
    }

    /// Takes the words back, at once.
    /// - Returns: whether there was anything to take back.
    mutating func clear() -> Bool {
        waiting = nil
        toldAt = nil
        guard let words = told, !words.text.isEmpty else { return false }
        told = Words(user: words.user, text: "")
        return true
    }

    /// What is shown on other people's terminals must not hold what a segment may not.
    private static func end(of text: String) -> String {
        let clean = SafeText.cleaned(text, for: .segment).text
        let scalars = clean.unicodeScalars
        guard scalars.count > maximumLength else { return clean }
        return String(scalars.suffix(maximumLength))
    }
}
