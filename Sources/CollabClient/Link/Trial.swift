/// One thing that is tried until it succeeds: at most one attempt is under way.
enum Trial: Hashable, Sendable {
    typealias Instant = ContinuousClock.Instant

    /// To be tried when it is wanted.
    case ready
    /// To be tried at a moment.
    case waiting(until: Instant)
    /// Being tried, and given up at a moment.
    case underWay(AttemptID, since: Instant, until: Instant)

    /// The attempt under way.
    var attempt: AttemptID? {
        if case .underWay(let id, _, _) = self { id } else { nil }
    }

    /// When something must happen; nil where it may happen now.
    var deadline: Instant? {
        switch self {
        case .ready: nil
        case .waiting(let moment), .underWay(_, _, let moment): moment
        }
    }

    /// Whether an attempt may begin.
    func isDue(at now: Instant) -> Bool {
        switch self {
        case .ready: true
        case .waiting(let moment): moment <= now
        case .underWay: false
        }
    }

    /// Whether the attempt under way has taken too long.
    func isOverdue(at now: Instant) -> Bool {
        if case .underWay(_, _, let moment) = self { moment <= now } else { false }
    }

    /// Brings a waiting attempt forward.
    mutating func hasten(to moment: Instant) {
        if case .waiting(let later) = self { self = .waiting(until: min(later, moment)) }
    }
}

/// The heartbeat of a live socket.
struct Pulse: Hashable, Sendable {
    typealias Instant = ContinuousClock.Instant

    let attempt: AttemptID
    let since: Instant
    private(set) var latency: Duration?
    private var nextPing: Instant
    private var pingSent: Instant?
    private var deadAt: Instant?

    /// A socket that has just become healthy; its first ping is due at once, to measure the latency.
    init(_ attempt: AttemptID, at now: Instant) {
        self.attempt = attempt
        since = now
        nextPing = now
    }

    var deadline: Instant { deadAt.map { min($0, nextPing) } ?? nextPing }

    func isDead(at now: Instant) -> Bool {
        deadAt.map { $0 <= now } ?? false
    }

    mutating func heard() {
        deadAt = nil
    }

    mutating func ponged(at now: Instant) {
        deadAt = nil
        if let pingSent { latency = now - pingSent }
        pingSent = nil
    }

    /// Whether a ping is to be sent now; the answer counts as its sending.
    mutating func pings(at now: Instant) -> Bool {
        guard nextPing <= now else { return false }
        nextPing = now + LinkTiming.pingInterval
        pingSent = now
        deadAt = now + LinkTiming.pingPatience
        return true
    }
}
