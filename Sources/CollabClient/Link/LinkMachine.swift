import CollabAPI

/// Keeps one draft connected: a pure value that is told what happened and answers what to do.
///
/// Invariant: once started it always waits for a moment (`deadline`), unless the server said something final. So it
/// cannot hang, whatever the network does.
struct LinkMachine: Sendable {
    typealias Instant = ContinuousClock.Instant

    /// What the user is shown.
    private(set) var status = LinkStatus.connecting

    var position: LogPosition?
    var isStarted = false
    var mustLoad = false
    var end: ReadOnlyReason?
    var failure: OfflineReason?
    var outageSince: Instant?

    var loading = Trial.ready
    var opening = Trial.ready
    var polling = Trial.ready
    var pulse: Pulse?
    var isPollHealthy = false
    var isPollBehind = true
    var pollFrom: Instant?

    var commandDue: Instant?
    var lastAttempt: Instant?
    /// Until when the server has asked to be left alone.
    var quietUntil: Instant?
    var lastRenewal: Instant?
    var loadBackoff: Backoff
    var socketBackoff: Backoff
    var pollBackoff: Backoff
    private let isGuest: Bool
    private var attempts: AttemptID = 0

    /// - Parameters:
    ///   - seed: the randomness of all waits.
    ///   - isGuest: whether the draft is read by a share, which nobody can make a member.
    init(seed: UInt64, isGuest: Bool = false) {
        self.isGuest = isGuest
        var seeds = SplitMix64(state: seed)
        loadBackoff = Backoff(seed: seeds.next())
        socketBackoff = Backoff(seed: seeds.next())
        pollBackoff = Backoff(seed: seeds.next())
    }

    /// Takes in what happened at `now`; the actions are to be carried out in order.
    mutating func handle(_ input: LinkInput, at now: Instant) -> [LinkAction] {
        var actions: [LinkAction] = []
        take(input, at: now, &actions)
        if isStarted && (end == nil || mayReturn) { proceedLoading(at: now, &actions) }
        if isStarted && end == nil {
            proceedSocket(at: now, &actions)
            proceedPolling(at: now, &actions)
            proceedCommands(at: now, &actions)
        }
        let current = currentStatus
        if current != status {
            status = current
            actions.append(.report(current))
        }
        return actions
    }

    /// When `handle(.timePassed)` is to be called at the latest; nil before the start and after an end that stays.
    var deadline: Instant? {
        guard isStarted else { return nil }
        guard end == nil else { return mayReturn ? loading.deadline : nil }
        var moments = [commandDue]
        if mustLoad { moments.append(loading.deadline) }
        if let pulse {
            moments.append(pulse.deadline)
        } else if isFollowing {
            moments.append(opening.deadline)
            moments.append(later(pollFrom, polling.deadline))
        }
        return moments.compactMap(\.self).min()
    }

    /// Whether the end may be taken back by others: it is looked from time to time whether the draft can be loaded again.
    var mayReturn: Bool { end == .notMember && !isGuest }

    /// Whether events can be asked for: a position is known and holds.
    var isFollowing: Bool { position != nil && !mustLoad }

    mutating func makeAttempt(at now: Instant) -> AttemptID {
        attempts += 1
        lastAttempt = now
        return attempts
    }

    private mutating func take(_ input: LinkInput, at now: Instant, _ actions: inout [LinkAction]) {
        switch input {
        case .started:
            isStarted = true
            outageSince = now
            // Whoever knows a position resumes from it.
            mustLoad = position == nil
            pollFrom = now + LinkTiming.fallback
        case .moved(let newer):
            position = newer
        case .lostTrack:
            reload()
        case .loaded, .loadFailed:
            takeLoading(input, at: now, &actions)
        case .socketWelcomed, .socketHeard, .socketPonged, .socketReset, .socketEnded:
            takeSocket(input, at: now, &actions)
        case .pollAnswered, .pollReset, .pollFailed:
            takePolling(input, at: now, &actions)
        case .commandSent:
            commandDue = commandDue ?? now + LinkTiming.commandPatience
        case .commandsSettled:
            commandDue = nil
        case .keyPressed:
            hasten(at: now)
        case .signedIn:
            resume(at: now)
        case .timePassed:
            break
        }
    }

    private var currentStatus: LinkStatus {
        if let end { return .readOnly(end) }
        if let pulse { return .live(latency: pulse.latency) }
        if isPollHealthy { return .polling }
        return failure.map { .offline($0) } ?? .connecting
    }

    /// The later of two moments; what may happen at any time sets no moment of its own.
    private func later(_ one: Instant?, _ other: Instant?) -> Instant? {
        guard let one, let other else { return one ?? other }
        return max(one, other)
    }
}
