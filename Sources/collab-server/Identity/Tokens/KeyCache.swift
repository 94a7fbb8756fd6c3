import DraftCore
import Logging

/// Where the keys of an issuer come from.
protocol KeySource: Sendable {
    /// The keys to judge by now.
    func keys() async throws(TokenRefusal) -> LoadedKeys
    /// Keys that came after `keys`, which lacked one; nil where there are none or it is too early to ask again.
    func newerKeys(than keys: LoadedKeys) async -> LoadedKeys?
}

/// A set of keys, and which loading brought it.
struct LoadedKeys: Sendable {
    let set: KeySet
    let revision: Int
}

/// Keys that were handed in and stay.
struct FixedKeys: KeySource {
    let set: KeySet

    func keys() async throws(TokenRefusal) -> LoadedKeys { LoadedKeys(set: set, revision: 0) }

    func newerKeys(than keys: LoadedKeys) async -> LoadedKeys? { nil }
}

/// Keys that an issuer publishes, kept so that it need not be asked for each token.
actor KeyCache: KeySource {
    /// In which time keys are used, and asked for again.
    enum Period {
        /// Keys are used so long without a question.
        static let fresh: Int64 = 3_600_000
        /// Keys are used so long where the issuer does not answer.
        static let stale: Int64 = 24 * 3_600_000
        /// An unknown key is a reason to ask once in this time: anybody can invent one.
        static let betweenUnknownKeys: Int64 = 300_000
        /// An issuer that did not answer is left alone so long, as long as there are keys to use.
        static let afterFailure: Int64 = 60_000
    }

    private let load: @Sendable () async throws(KeyLoadingError) -> KeySet
    private let clock: WallClock
    private let logger: Logger
    private var current: LoadedKeys?
    private var loadedAt: Timestamp?
    private var failedAt: Timestamp?
    private var askedForUnknownAt: Timestamp?
    private var flight: Task<String?, Never>?

    init(clock: WallClock, logger: Logger, load: @escaping @Sendable () async throws(KeyLoadingError) -> KeySet) {
        self.load = load
        self.clock = clock
        self.logger = logger
    }

    func keys() async throws(TokenRefusal) -> LoadedKeys {
        if let current, isWithin(Period.fresh, since: loadedAt) { return current }
        var problem: String?
        // Without keys every call may ask: there is nothing else to go by, and only one question is under way.
        if current == nil || !isWithin(Period.stale, since: loadedAt) || !isWithin(Period.afterFailure, since: failedAt)
        {
            problem = await refresh()
        }
        guard let current, isWithin(Period.stale, since: loadedAt) else {
            throw .keysUnavailable(reason: problem ?? "the keys of the issuer are too old")
        }
        return current
    }

    func newerKeys(than keys: LoadedKeys) async -> LoadedKeys? {
        if keys.revision == current?.revision,
            flight != nil || !isWithin(Period.betweenUnknownKeys, since: askedForUnknownAt)
        {
            askedForUnknownAt = clock.now()
            _ = await refresh()
        }
        return current.flatMap { $0.revision > keys.revision ? $0 : nil }
    }

    /// Asks the issuer, or waits for the question that is under way.
    /// - Returns: what was wrong.
    private func refresh() async -> String? {
        if let flight { return await flight.value }
        // Not a part of the call that wants it: that may be given up while others wait.
        let flight = Task { await loadKeys() }
        self.flight = flight
        return await flight.value
    }

    private func loadKeys() async -> String? {
        defer { flight = nil }
        do throws(KeyLoadingError) {
            let set = try await load()
            current = LoadedKeys(set: set, revision: (current?.revision ?? 0) + 1)
            loadedAt = clock.now()
            failedAt = nil
            return nil
        } catch {
            failedAt = clock.now()
            logger.warning("The keys of an issuer could not be loaded.", metadata: ["reason": "\(error.reason)"])
            return error.reason
        }
    }

    /// Whether less than `period` has passed; a clock that was turned back counts as if it had.
    private func isWithin(_ period: Int64, since moment: Timestamp?) -> Bool {
        guard let moment else { return false }
        return (0..<period).contains(clock.now().milliseconds - moment.milliseconds)
    }
}
