/// Decides when a change is painted: what the reader did and what was written, at once; what is only good to know, when it
/// disturbs neither the first frame nor the typing.
struct FramePacer {
    typealias Instant = ContinuousClock.Instant

    /// Link, presence and names wait this long after the first frame that shows the reader's text, or for a key.
    static let settling = Duration.milliseconds(500)
    /// Counts and marks wait until no key was pressed for this long.
    static let rest = Duration.milliseconds(150)
    /// At the latest after so long, for those who type without a pause.
    static let longestWork = Duration.seconds(2)
    /// Whoever has pressed a key within this long waits for what it does.
    static let presence = Duration.seconds(60)
    /// A frame without the reader's text waits this long for one with it: the copy on disk is there sooner.
    static let patience = Duration.milliseconds(100)
    /// Whoever touches no key for this long is away.
    static let absence = Duration.seconds(300)

    /// How soon a change is to be seen.
    enum Urgency {
        case now
        case whenQuiet
    }

    private var textDue: Instant?
    private var firstText: Instant?
    private var lastKey: Instant?
    private var paintDue: Instant?
    private var restDue: Instant?
    private var restLimit: Instant?
    private(set) var awayDue: Instant?
    private(set) var isAway = false

    /// The reader has asked for a text and nothing else is on the screen.
    mutating func awaitsText(at now: Instant) {
        textDue = now + Self.patience
    }

    /// Whether a frame may be shown that has a text in it, or has none.
    mutating func mayShow(_ hasText: Bool, at now: Instant) -> Bool {
        if hasText || textDue.map({ $0 <= now }) ?? true { textDue = nil }
        return textDue == nil
    }

    /// A key was pressed.
    /// - Returns: whether the reader had been away.
    mutating func pressed(at now: Instant) -> Bool {
        lastKey = now
        textDue = nil
        let limit = restLimit ?? now + Self.longestWork
        restLimit = limit
        restDue = min(now + Self.rest, limit)
        awayDue = now + Self.absence
        defer { isAway = false }
        return isAway
    }

    /// A frame with the reader's text in it is shown for the first time.
    mutating func showedText(at now: Instant) {
        firstText = firstText ?? now
        awayDue = awayDue ?? now + Self.absence
    }

    /// Something changed.
    /// - Returns: whether to paint now; otherwise `deadline` tells when.
    mutating func changed(_ urgency: Urgency, at now: Instant) -> Bool {
        guard urgency == .whenQuiet else { return true }
        let settled = lastKey == nil ? firstText.map { $0 + Self.settling } ?? now : now
        let moment = max(settled, lastKey.map { $0 + Self.rest } ?? now)
        if moment <= now { return true }
        paintDue = moment
        return false
    }

    /// Whether a key was pressed not long ago.
    func isAtKeyboard(at now: Instant) -> Bool {
        lastKey.map { now - $0 < Self.presence } ?? false
    }

    /// Everything that has changed is on the screen.
    mutating func painted() {
        paintDue = nil
    }

    /// When there is something to do though nothing happens.
    var deadline: Instant? { [textDue, paintDue, restDue, awayDue].compactMap(\.self).min() }

    /// What is to be done at a deadline.
    struct Due: Equatable {
        var paints = false
        var rests = false
        var leaves = false
    }

    /// What is due by now; it is not due again.
    mutating func due(at now: Instant) -> Due {
        var due = Due()
        if let moment = restDue, moment <= now {
            (restDue, restLimit) = (nil, nil)
            due.rests = true
        }
        if let moment = paintDue, moment <= now {
            paintDue = nil
            due.paints = true
        }
        if let moment = textDue, moment <= now {
            textDue = nil
            due.paints = true
        }
        if let moment = awayDue, moment <= now {
            awayDue = nil
            isAway = true
            due.leaves = true
        }
        return due
    }
}
