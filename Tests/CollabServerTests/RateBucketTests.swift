import CollabTesting
import DraftCore
import Testing

@testable import collab_server

@Suite struct RateBucketTests {
    private static let second: Int64 = 1_000_000

    @Test func `a full bucket has its burst, and then what falls into it`() {
        let rate = Rate(perSecond: 4, burst: 10)
        var bucket = RateBucket()
        for _ in 0..<10 { #expect(bucket.take(rate, at: 0) == nil) }
        #expect(bucket.take(rate, at: 0) == 250_000)
        #expect(bucket.take(rate, at: 200_000) == 50_000)
        #expect(bucket.take(rate, at: 250_000) == nil)
        #expect(bucket.take(rate, at: 250_000) == 250_000)
        // What is refused costs nothing, and no bucket holds more than its burst.
        let later = 1_000 * Self.second
        for _ in 0..<10 { #expect(bucket.take(rate, at: later) == nil) }
        #expect(bucket.take(rate, at: later) == 250_000)
    }

    @Test func `a clock that is set back makes nobody wait longer than an empty bucket does`() {
        let rate = Rate(perSecond: 1, burst: 5)
        var bucket = RateBucket()
        for _ in 0..<5 { #expect(bucket.take(rate, at: 3600 * Self.second) == nil) }
        #expect(bucket.wait(rate, at: 0) == Self.second)
        #expect(bucket.take(rate, at: 0) == Self.second)
        #expect(bucket.wait(rate, at: Self.second) == 0)
        #expect(bucket.take(rate, at: Self.second) == nil)
        #expect(bucket.take(rate, at: Self.second) == Self.second)
    }

    /// Against the bucket as one would draw it: a level that rises with time up to the burst.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `it is a token bucket`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let rate = Rate(
            perSecond: [1, 2, 5, 10, 100].randomElement(using: &random) ?? 1, burst: .random(in: 1...50, using: &random)
        )
        var bucket = RateBucket()
        // In micro-tokens, so that nothing is rounded.
        var (level, now) = (Int64(rate.burst) * 1_000_000, Int64(0))
        for _ in 0..<2_000 {
            let step = Int64.random(in: 0...400_000, using: &random)
            now += step
            level = min(Int64(rate.burst) * 1_000_000, level + step * Int64(rate.perSecond))
            let hasToken = level >= 1_000_000
            if hasToken { level -= 1_000_000 }
            #expect((bucket.take(rate, at: now) == nil) == hasToken)
        }
    }

    @Test func `memory is bounded, however many come`() throws {
        let texts = SettingTexts(
            options: [.database: "sqlite:a.db", .rateLimits: "on"], variables: ["COLLAB_LIMIT_RATE_BUCKETS": "100"])
        let clock = TestClock()
        let limiter = RateLimiter(try ServerConfiguration(texts), clock: WallClock { clock.now })
        for number in 0..<10_000 {
            try limiter.take(.reads, for: .user(try #require(UserID("user-\(number)"))))
        }
        #expect((1...100).contains(limiter.count))
    }
}
