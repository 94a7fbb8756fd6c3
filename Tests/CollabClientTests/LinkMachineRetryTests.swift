import CollabAPI
import DraftCore
import Testing

@testable import CollabClient

@Suite struct LinkMachineRetryTests {
    /// A machine whose every attempt fails `delay` after it began, for `duration`.
    static func outage(
        of duration: Duration, seed: UInt64, delay: Duration = .milliseconds(10), pressingKeys: Bool = false
    ) -> Machine {
        var machine = Machine.live(seed: seed)
        machine.tell(.socketEnded(machine.socket, .nobody))
        let end = machine.time + duration
        while machine.time < end {
            machine.pass(delay)
            if pressingKeys { machine.tell(.keyPressed) }
            machine.failAttempts()
        }
        return machine
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func `attempts keep coming at most five seconds apart in the first minute, thirty later`(seed: UInt64) {
        let machine = Self.outage(of: .seconds(300), seed: seed, delay: .milliseconds(50))
        let times = machine.times(of: \.isOpening)
        for (earlier, later) in zip(times, times.dropFirst()) {
            #expect(later - earlier <= (earlier < .seconds(59) ? .milliseconds(5100) : .milliseconds(30_100)))
        }
        // Full jitter halves the waits on average.
        #expect((15...60).contains(times.filter { $0 < .seconds(60) }.count))
        #expect((6...40).contains(times.filter { $0 > .seconds(60) }.count))
    }

    @Test func `a thousand clients do not come back in one moment`() {
        let firsts = (UInt64(0)..<1000).map { seed in
            var machine = Machine.live(seed: seed)
            machine.tell(.socketEnded(machine.socket, .nobody))
            let loss = machine.time
            machine.pass(.milliseconds(500))
            return machine.times(since: loss, of: \.isOpening)[0] - loss
        }
        for tenth in 0..<10 {
            let range = Duration.milliseconds(50) * tenth..<Duration.milliseconds(50) * (tenth + 1)
            #expect((50...150).contains(firsts.filter(range.contains).count))
        }
    }

    @Test func `a key press retries now`() {
        var machine = Self.outage(of: .seconds(200), seed: 3, delay: .milliseconds(50))
        while machine.patience! < .seconds(1) {
            machine.pass(machine.patience!)
            machine.failAttempts()
        }
        machine.sleep(.milliseconds(600))
        let actions = machine.tell(.keyPressed)
        #expect(actions.contains { $0.isOpening })
        #expect(actions.contains { $0.isPoll })
    }

    @Test func `a key press retries a load too`() {
        var machine = Machine()
        machine.tell(.started)
        for _ in 0..<10 {
            machine.tell(.loadFailed(machine.load, .nobody))
            while machine.link.loading.attempt == nil { machine.pass(.milliseconds(100)) }
        }
        machine.sleep(.seconds(1))
        machine.tell(.loadFailed(machine.load, .nobody))
        #expect(machine.tell(.keyPressed).contains { $0.isLoad })
    }

    @Test func `keys that are held down are no storm`() {
        let machine = Self.outage(of: .seconds(30), seed: 4, pressingKeys: true)
        for times in [machine.times(of: \.isOpening), machine.times(of: \.isPoll)] {
            // Beside the half seconds there are the machine's own attempts.
            #expect((20...90).contains(times.count))
        }
    }

    @Test func `keys do not hurry the socket while polling works`() {
        var machine = Machine.polling()
        for turn in 1...1200 {
            machine.pass(.milliseconds(100))
            machine.tell(.keyPressed)
            if turn.isMultiple(of: 100) { machine.tell(.pollAnswered(machine.poll, isBehind: false)) }
            if machine.link.opening.attempt != nil { machine.tell(.socketEnded(machine.socket, .nobody)) }
        }
        #expect(machine.times(since: .seconds(60), of: \.isOpening).count < 20)
    }

    @Test(arguments: [(4, 4), (60, 60), (86_400, 60)])
    func `a server's Retry-After is obeyed up to a minute`(asked: Int, obeyed: Int) {
        var machine = Machine()
        machine.tell(.started)
        machine.tell(.loadFailed(machine.load, .passing(.unavailable("busy"), retryAfter: .seconds(asked))))
        #expect(machine.status == .offline(.unavailable("busy")))
        #expect(!machine.pass(.seconds(obeyed) - .milliseconds(1)).contains { $0.isAttempt })
        #expect(machine.pass(.milliseconds(1)).contains { $0.isLoad })
    }

    @Test func `a key press does not break into a server's Retry-After`() {
        var machine = Machine.loaded()
        let busy = LinkFailure.passing(.unavailable("busy"), retryAfter: .seconds(10))
        machine.tell(.socketEnded(machine.socket, busy))
        machine.pass(.milliseconds(2500))
        machine.tell(.pollFailed(machine.poll, busy))
        let asked = machine.time
        for _ in 0..<99 {
            machine.pass(.milliseconds(100))
            machine.tell(.keyPressed)
        }
        #expect(machine.times(since: asked + .milliseconds(1), of: \.isPoll) == [])
        machine.pass(.milliseconds(100))
        #expect(machine.times(since: asked + .milliseconds(1), of: \.isPoll) == [asked + .seconds(10)])
    }

    @Test func `an outage that ended with a settled socket makes the next one begin with short waits`() {
        var machine = Self.outage(of: .seconds(300), seed: 6, delay: .milliseconds(50))
        while machine.link.opening.attempt == nil { machine.pass(.milliseconds(50)) }
        machine.tell(.socketWelcomed(machine.socket))
        machine.tell(.socketPonged(machine.socket))
        machine.pass(.seconds(5))
        machine.tell(.socketEnded(machine.socket, .nobody))
        #expect(machine.patience! <= .milliseconds(500))
    }

    @Test func `a socket that is closed right after each welcome is not reopened without pause`() {
        var machine = Machine.loaded()
        for _ in 0..<1200 {
            if machine.link.opening.attempt != nil {
                machine.tell(.socketWelcomed(machine.socket))
                machine.tell(.socketEnded(machine.socket, .nobody))
            }
            machine.pass(.milliseconds(50))
        }
        // Without growing waits there would be some 240 a minute.
        #expect(machine.times(of: \.isOpening).count < 60)
    }
}
