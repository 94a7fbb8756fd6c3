import CollabAPI
import DraftCore
import Testing

@testable import CollabClient

@Suite struct TrialTests {
    private let now = ContinuousClock.Instant.now

    @Test func `what is ready may begin and waits for nothing`() {
        #expect(Trial.ready.isDue(at: now))
        #expect(Trial.ready.deadline == nil)
        #expect(Trial.ready.attempt == nil)
        #expect(!Trial.ready.isOverdue(at: now))
    }

    @Test func `what waits is due from its moment on`() {
        let trial = Trial.waiting(until: now + .seconds(1))
        #expect(!trial.isDue(at: now))
        #expect(trial.isDue(at: now + .seconds(1)))
        #expect(trial.deadline == now + .seconds(1))
        #expect(!trial.isOverdue(at: now + .seconds(2)))
    }

    @Test func `what is under way is not begun again and is overdue from its moment on`() {
        let trial = Trial.underWay(4, since: now, until: now + .seconds(1))
        #expect(trial.attempt == 4)
        #expect(!trial.isDue(at: now + .seconds(9)))
        #expect(!trial.isOverdue(at: now + .milliseconds(999)))
        #expect(trial.isOverdue(at: now + .seconds(1)))
    }

    @Test func `only a wait can be shortened, and it never grows`() {
        var waiting = Trial.waiting(until: now + .seconds(5))
        waiting.hasten(to: now + .seconds(9))
        #expect(waiting.deadline == now + .seconds(5))
        waiting.hasten(to: now + .seconds(1))
        #expect(waiting.deadline == now + .seconds(1))
        var underWay = Trial.underWay(1, since: now, until: now + .seconds(5))
        underWay.hasten(to: now)
        #expect(underWay.deadline == now + .seconds(5))
    }
}

@Suite struct PulseTests {
    private let now = ContinuousClock.Instant.now

    @Test func `the first ping is due at once, the next after twenty seconds`() {
        var pulse = Pulse(1, at: now)
        #expect(pulse.deadline == now)
        let first = pulse.pings(at: now)
        let second = pulse.pings(at: now + .milliseconds(19_999))
        pulse.heard()
        #expect((first, second) == (true, false))
        #expect(pulse.deadline == now + .seconds(20))
    }

    @Test func `it is dead eight seconds after a ping that nothing followed`() {
        var pulse = Pulse(1, at: now)
        _ = pulse.pings(at: now)
        #expect(pulse.deadline == now + .seconds(8))
        #expect(!pulse.isDead(at: now + .milliseconds(7999)))
        #expect(pulse.isDead(at: now + .seconds(8)))
    }

    @Test func `a frame keeps it alive but measures nothing`() {
        var pulse = Pulse(1, at: now)
        _ = pulse.pings(at: now)
        pulse.heard()
        #expect(!pulse.isDead(at: now + .seconds(3600)))
        #expect(pulse.latency == nil)
        pulse.ponged(at: now + .milliseconds(40))
        #expect(pulse.latency == .milliseconds(40))
    }

    @Test func `a pong that nobody asked for leaves the latency as it is`() {
        var pulse = Pulse(1, at: now)
        pulse.ponged(at: now + .seconds(3))
        #expect(pulse.latency == nil)
    }
}

@Suite struct BackoffTests {
    @Test(arguments: [(Duration.zero, Backoff.earlyCap), (Backoff.youth, Backoff.lateCap)])
    func `waits double up to the cap of the outage's age`(outage: Duration, cap: Duration) {
        var shortest = cap
        var longest = [Duration](repeating: .zero, count: 12)
        for seed in 0..<2000 as Range<UInt64> {
            var backoff = Backoff(seed: seed)
            for index in longest.indices {
                let wait = backoff.next(outage: outage)
                shortest = min(shortest, wait)
                longest[index] = max(longest[index], wait)
            }
        }
        #expect(shortest >= .zero)
        for (index, longest) in longest.enumerated() {
            let bound = min(Backoff.first * (1 << index), cap)
            #expect(longest <= bound)
            // Two thousand draws come near the bound.
            #expect(longest > bound * 0.98)
        }
    }

    @Test func `waits are spread evenly from nothing to the bound`() {
        var counts = [Int](repeating: 0, count: 10)
        for seed in 0..<5000 as Range<UInt64> {
            var backoff = Backoff(seed: seed)
            let wait = backoff.next(outage: .zero)
            counts[min(9, Int(wait / Backoff.first * 10))] += 1
        }
        #expect(counts.allSatisfy { (400...600).contains($0) })
    }

    @Test func `the same seed waits the same`() {
        var (one, other) = (Backoff(seed: 9), Backoff(seed: 9))
        #expect((0..<20).allSatisfy { _ in one.next(outage: .zero) == other.next(outage: .zero) })
    }

    @Test func `after a reset the waits are short again`() {
        for seed in 0..<50 as Range<UInt64> {
            var backoff = Backoff(seed: seed)
            for _ in 0..<100 { _ = backoff.next(outage: .seconds(600)) }
            backoff.reset()
            #expect(backoff.next(outage: .seconds(600)) <= Backoff.first)
        }
    }
}

@Suite struct LeashTests {
    @Test func `work on a leash that is cut is cancelled`() async {
        let leash = Leash()
        let (ends, end) = AsyncStream.makeStream(of: Bool.self)
        let (never, source) = AsyncStream.makeStream(of: Never.self)
        async let run: Void = leash.run {
            for await _ in never {}
            end.yield(Task.isCancelled)
            withExtendedLifetime(source) {}
        }
        leash.cut()
        await run
        var iterator = ends.makeAsyncIterator()
        #expect(await iterator.next() == true)
    }

    @Test func `work that is done does not wait for the leash`() async {
        let (ends, end) = AsyncStream.makeStream(of: Bool.self)
        await Leash().run { end.yield(Task.isCancelled) }
        var iterator = ends.makeAsyncIterator()
        #expect(await iterator.next() == false)
    }
}
