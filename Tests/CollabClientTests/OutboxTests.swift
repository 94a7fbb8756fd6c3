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
        outbox.fail(key(1), at: start)
        outbox.hurry(at: start)
        let hurried = outbox.begin(at: start)
        #expect(hurried == commands[0])
        outbox.fail(key(1), at: start, retryAfter: .seconds(5))
        outbox.hurry(at: start)
        let attempts = [4, 5].map { outbox.begin(at: start + .seconds($0)) }
        #expect(attempts == [nil, commands[0]])
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
