import CollabTesting
import DraftCore
import Testing

@testable import CollabClient

/// First in, first out, one in flight.
@Suite struct OutboxTests {
    private let start = ContinuousClock.now
    private var outbox = Outbox(seed: 1)
    private let commands = (1...3).map { number in
        Command(actor: ana, key: .named("k\(number)"), action: .append(.random(), content: "\(number)"))
    }

    init() {
        for command in commands { outbox.add(command) }
    }

    private func key(_ number: Int) -> IdempotencyKey { .named("k\(number)") }

    @Test mutating func `the next leaves when the last has its verdict`() {
        let first = outbox.begin(at: start)
        let second = outbox.begin(at: start)
        #expect(first == commands[0])
        #expect(second == nil)
        let isNews = outbox.settle(key(1))
        let next = outbox.begin(at: start)
        #expect(isNews)
        #expect(next == commands[1])
    }

    @Test mutating func `what is settled twice is news once`() {
        _ = outbox.begin(at: start)
        let news = [outbox.settle(key(1)), outbox.settle(key(1))]
        #expect(news == [true, false])
    }

    @Test mutating func `a refusal takes everything behind it along, in order`() {
        _ = outbox.begin(at: start)
        let refused = outbox.refuse(key(1))
        #expect(refused == commands)
        #expect(outbox.items.isEmpty)
        #expect(outbox.inFlight == nil)
        let again = outbox.refuse(key(1))
        #expect(again.isEmpty)
    }

    @Test mutating func `what may have left is asked for, though something before it was refused`() {
        var recovered = Outbox(seed: 1)
        for (command, hasLeft) in zip(commands, [true, false, true]) { recovered.add(command, hasLeft: hasLeft) }
        let refused = recovered.refuse(key(1))
        #expect(refused == [commands[0], commands[1]])
        #expect(recovered.items.map(\.command) == [commands[2]])
    }

    @Test mutating func `an attempt that came to nothing is made again, later, with the same key`() throws {
        _ = outbox.begin(at: start)
        outbox.fail(key(1), at: start, retryAfter: .seconds(3))
        let moment = try #require(outbox.retryAt)
        #expect(moment >= start + .seconds(3))
        let attempts = [outbox.begin(at: start + .seconds(2)), outbox.begin(at: moment)]
        #expect(attempts == [nil, commands[0]])
        #expect(outbox.items.map(\.hasLeft) == [true, false, false])
    }

    @Test mutating func `who hurries does not wait, unless the server asked for it`() {
        _ = outbox.begin(at: start)
        outbox.fail(key(1), at: start + .seconds(6))
        outbox.hurry(at: start + .seconds(6))
        let hurried = outbox.begin(at: start + .seconds(6))
        #expect(hurried == commands[0])
        outbox.fail(key(1), at: start + .seconds(6), retryAfter: .seconds(5))
        outbox.hurry(at: start + .seconds(7))
        let attempts = [10, 11].map { outbox.begin(at: start + .seconds($0)) }
        #expect(attempts == [nil, commands[0]])
    }

    @Test mutating func `a key that is held down is no storm of requests`() {
        var attempts: [Duration] = []
        for tick in 0..<500 {
            let now = start + .milliseconds(20 * tick)
            outbox.hurry(at: now)
            guard outbox.begin(at: now) != nil else { continue }
            attempts.append(now - start)
            outbox.fail(key(1), at: now)
        }
        let gaps = zip(attempts, attempts.dropFirst()).map { $1 - $0 }
        #expect(gaps.allSatisfy { $0 <= LinkTiming.keySpacing + .milliseconds(20) })
        // Chance alone brings some attempts closer together than keys do.
        #expect(attempts.count < 30)
    }

    @Test mutating func `hurrying puts nothing off`() throws {
        _ = outbox.begin(at: start)
        outbox.fail(key(1), at: start)
        let moment = try #require(outbox.retryAt)
        outbox.hurry(at: start)
        #expect(outbox.retryAt == min(moment, start + LinkTiming.keySpacing))
        _ = outbox.begin(at: start + .seconds(1))
        outbox.settle(key(1))
        outbox.hurry(at: start + .seconds(1))
        let next = outbox.begin(at: start + .seconds(1))
        #expect(next == commands[1])
    }

    @Test mutating func `time alone brings something about only while a command waits for its next attempt`() {
        #expect(outbox.wakeAt == nil)
        _ = outbox.begin(at: start)
        #expect(outbox.wakeAt == nil)
        outbox.fail(key(1), at: start)
        #expect(outbox.wakeAt == outbox.retryAt)
        #expect(outbox.wakeAt != nil)
        _ = outbox.refuse(key(1))
        #expect(outbox.wakeAt == nil)
    }

    @Test mutating func `what lost its verdict goes before all others`() {
        _ = outbox.begin(at: start)
        outbox.settle(key(1))
        outbox.putBack([commands[0]])
        #expect(outbox.items.map(\.command) == commands)
        let next = outbox.begin(at: start)
        #expect(next == commands[0])
    }
}
