import DraftCore

/// How often something may be done: so many times in one go, and so many times a second from then on.
struct Rate: Hashable, Sendable {
    let perSecond: Int
    let burst: Int

    /// How long one token takes to fall into the bucket.
    fileprivate var interval: Int64 { max(1, 1_000_000 / Int64(max(1, perSecond))) }
    fileprivate var capacity: Int64 { interval * Int64(burst) }

    /// In how many seconds an empty bucket is full again.
    var seconds: Int { max(1, burst / max(1, perSecond)) }
}

/// A token bucket as one number: when it will be full again (the generic cell rate algorithm of ITU-T I.371).
struct RateBucket: Sendable {
    /// In microseconds, like every moment here.
    private(set) var fullAt: Int64 = .min

    /// How long until there is a token; zero where there is one.
    mutating func wait(_ rate: Rate, at now: Int64) -> Int64 {
        // A clock that was set back makes nobody wait for longer than an empty bucket does.
        fullAt = min(fullAt, now + rate.capacity)
        return max(0, level(rate, at: now) + rate.interval - rate.capacity)
    }

    /// Takes a token.
    /// - Returns: how long until there is one, where there is none now.
    mutating func take(_ rate: Rate, at now: Int64) -> Int64? {
        let wait = wait(rate, at: now)
        guard wait == 0 else { return wait }
        fullAt = now + level(rate, at: now) + rate.interval
        return nil
    }

    /// What was taken and has not fallen in again, as the time that it takes.
    private func level(_ rate: Rate, at now: Int64) -> Int64 {
        fullAt > now ? fullAt - now : 0
    }
}
