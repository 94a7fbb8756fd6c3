import DraftCore

/// Commands on their way to the server: first in, first out, one in flight, each with its key until its verdict.
///
/// Invariant: a command leaves only when no earlier one is without a verdict, so two of them cannot overtake each other.
struct Outbox: Sendable {
    typealias Instant = ContinuousClock.Instant

    /// A command and whether it may have reached the server.
    struct Item: Hashable, Sendable {
        let command: Command
        var hasLeft: Bool
    }

    private(set) var items: [Item] = []
    /// The key of the command that waits for its answer.
    private(set) var inFlight: IdempotencyKey?
    /// When the first command may leave, where an earlier attempt came to nothing.
    private(set) var retryAt: Instant?
    private var backoff: Backoff
    private var outageSince: Instant?
    private var lastAttempt: Instant?
    /// Before this moment the server does not want to be asked.
    private var obedience: Instant?

    init(seed: UInt64) {
        backoff = Backoff(seed: seed)
    }

    /// When there is something to do that time alone brings about.
    var wakeAt: Instant? { inFlight == nil && !items.isEmpty ? retryAt : nil }

    mutating func add(_ command: Command, hasLeft: Bool = false) {
        items.append(Item(command: command, hasLeft: hasLeft))
    }

    /// Commands that had their verdict and lost it again go before all others.
    mutating func putBack(_ commands: [Command]) {
        items.insert(contentsOf: commands.map { Item(command: $0, hasLeft: true) }, at: 0)
    }

    /// The command that is to leave now, if any; it is in flight from here on.
    mutating func begin(at now: Instant) -> Command? {
        guard inFlight == nil, let first = items.first, retryAt.map({ $0 <= now }) ?? true else { return nil }
        items[0].hasLeft = true
        inFlight = first.command.key
        retryAt = nil
        lastAttempt = now
        return first.command
    }

    /// `key` has taken effect, by answer, event or snapshot.
    /// - Returns: whether that is news.
    @discardableResult
    mutating func settle(_ key: IdempotencyKey) -> Bool {
        guard let index = items.firstIndex(where: { $0.command.key == key }) else { return false }
        items.remove(at: index)
        if inFlight == key { land() }
        return true
    }

    /// `key` was refused: it and everything behind it that has not left is taken out. What may have left may have taken
    /// effect, so the server is asked for it all the same.
    /// - Returns: the commands that were taken out, in order; none where `key` has its verdict already.
    mutating func refuse(_ key: IdempotencyKey) -> [Command] {
        guard let index = items.firstIndex(where: { $0.command.key == key }) else { return [] }
        let isOut = { (item: Item) in item.command.key == key || !item.hasLeft }
        let refused = items[index...].filter(isOut).map(\.command)
        items = items[..<index] + items[index...].filter { !isOut($0) }
        if let inFlight, refused.contains(where: { $0.key == inFlight }) { land() }
        return refused
    }

    private mutating func land() {
        inFlight = nil
        retryAt = nil
        outageSince = nil
        obedience = nil
        backoff.reset()
    }

    /// The attempt to send `key` came to nothing, and nobody knows whether it took effect: it will be sent again.
    mutating func fail(_ key: IdempotencyKey, at now: Instant, retryAfter: Duration? = nil) {
        guard inFlight == key else { return }
        inFlight = nil
        let since = outageSince ?? now
        outageSince = since
        obedience = retryAfter.map { now + min($0, LinkTiming.retryAfterCap) }
        retryAt = max(now + backoff.next(outage: now - since), obedience ?? now)
    }

    /// Brings the next attempt forward, not so far that held keys become a storm of requests, nor into a time for which
    /// the server has asked to be left alone.
    mutating func hurry(at now: Instant) {
        guard let waiting = retryAt else { return }
        let spaced = max(now, lastAttempt.map { $0 + LinkTiming.keySpacing } ?? now)
        retryAt = min(waiting, max(spaced, obedience ?? spaced))
    }
}
