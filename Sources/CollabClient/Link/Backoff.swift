/// How long to wait before the next attempt: 0.5 s, doubling, with full jitter, so that a thousand clients of one server
/// do not return in one moment. A cap of 30 s from the start would make the median return 5 s after an outage of 10 s.
struct Backoff: Sendable {
    static let first = Duration.milliseconds(500)
    static let earlyCap = Duration.seconds(5)
    static let lateCap = Duration.seconds(30)
    /// How long an outage counts as young.
    static let youth = Duration.seconds(60)

    private var generator: SplitMix64
    private var attempts = 0

    /// - Parameter seed: all randomness comes from it.
    init(seed: UInt64) {
        generator = SplitMix64(state: seed)
    }

    /// The wait before the next attempt of an outage that has lasted for `outage`.
    mutating func next(outage: Duration) -> Duration {
        let cap = outage < Self.youth ? Self.earlyCap : Self.lateCap
        let bound = min(Self.first * (1 << min(attempts, 10)), cap)
        attempts += 1
        return bound * Double.random(in: 0...1, using: &generator)
    }

    /// The outage is over.
    mutating func reset() {
        attempts = 0
    }
}

/// Sebastiano Vigna's generator: small, seeded, good enough to spread attempts in time.
struct SplitMix64: RandomNumberGenerator, Sendable {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
