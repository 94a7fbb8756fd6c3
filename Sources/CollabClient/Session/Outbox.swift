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
    /// Before this moment the server does not want to be asked.
    private var obedience: Instant?

    init(seed: UInt64) {
        backoff = Backoff(seed: seed)
    }

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

    /// `key` was refused: it and everything behind it is taken out.
    /// - Returns: the commands that were, in order; none where `key` has its verdict already.
    mutating func refuse(_ key: IdempotencyKey) -> [Command] {
        guard let index = items.firstIndex(where: { $0.command.key == key }) else { return [] }
        let refused = items[index...].map(\.command)
        items.removeSubrange(index...)
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

    /// The next attempt is made now, or when the time is over that the server asked for.
    mutating func hurry(at now: Instant) {
        retryAt = obedience.flatMap { $0 > now ? $0 : nil }
    }
}
