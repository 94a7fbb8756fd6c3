import CollabClient
import DraftCore
import Testing

@testable import DraftTUI

@Suite struct InsistingTests {
    private static let lost = ClientError(code: .connectionLost, message: "the connection broke")

    /// Calls that fail with `errors`, one after the other, and then succeed.
    private final class Calls {
        var errors: [ClientError]
        var keys: [IdempotencyKey] = []
        var pauses: [Duration] = []

        init(_ errors: [ClientError]) {
            self.errors = errors
        }

        func insist(with key: IdempotencyKey? = nil) async throws(CommandFailure) -> Int {
            let call = { (key: IdempotencyKey) throws(ClientError) -> Int in
                self.keys.append(key)
                guard self.errors.isEmpty else { throw self.errors.removeFirst() }
                return self.keys.count
            }
            let pause = { (duration: Duration) in self.pauses.append(duration) }
            return try await insisting(with: key ?? .random(), pause: pause, call)
        }
    }

    @Test func `a call is made again with the key that it had`() async throws {
        let calls = Calls([Self.lost, Self.lost])
        #expect(try await calls.insist() == 3)
        #expect(Set(calls.keys).count == 1)
        #expect(calls.pauses == [.milliseconds(400), .milliseconds(800)])
    }

    @Test func `two changes have two keys, and a key that is given is kept`() async throws {
        let calls = Calls([])
        let key = IdempotencyKey.random()
        _ = try await calls.insist()
        _ = try await calls.insist()
        _ = try await calls.insist(with: key)
        #expect(Set(calls.keys).count == 3)
        #expect(calls.keys.last == key)
    }

    @Test func `after four calls it is over, and the last reason is told`() async {
        let calls = Calls([Self.lost, Self.lost, Self.lost, ClientError(code: .timedOut, message: "no answer came")])
        let failure = await #expect(throws: CommandFailure.self) { try await calls.insist() }
        #expect(failure?.message == "The server cannot be used: no answer came.")
        #expect(calls.keys.count == 4)
    }

    @Test func `a verdict is not asked for twice`() async {
        let calls = Calls([ClientError(code: .init(rawValue: "ring_not_held"), message: "No.", status: 409)])
        await #expect(throws: CommandFailure.self) { try await calls.insist() }
        #expect(calls.keys.count == 1)
    }

    @Test(arguments: [(7, 7), (60, 60), (86_400, 60)]) func `no server makes a person wait for more than a minute`(
        asked: Int, waits: Int
    ) async throws {
        let error = ClientError(
            code: .init(rawValue: "rate_limited"), message: "Later.", status: 429, retryAfter: .seconds(asked))
        let calls = Calls([error])
        _ = try await calls.insist()
        #expect(calls.pauses == [.seconds(waits)])
    }

    @Test(arguments: [(nil, true), (503, true), (403, false), (401, false), (429, false)] as [(Int?, Bool)])
    func `where there was no answer, the text may have been taken`(status: Int?, isDoubtful: Bool) {
        let error = ClientError(code: .init(rawValue: "x"), message: "x", status: status)
        #expect(error.leavesDoubt == isDoubtful)
        #expect(CommandFailure.inDoubt(error).message.hasSuffix(" `draft show` tells."))
    }

    @Test func `whoever is asked to wait waits as long as that, also to read`() async throws {
        let busy = ClientError(
            code: .init(rawValue: "rate_limited"), message: "It goes on in 7 s.", status: 429, retryAfter: .seconds(7))
        let calls = Calls([busy, busy])
        #expect(try await calls.insist() == 3)
        #expect(calls.pauses == [.seconds(7), .seconds(7)])
        var errors = [busy, Self.lost]
        var pauses: [Duration] = []
        // What is lost is not asked for again: only who changes something has a key to do it with.
        await #expect(throws: CommandFailure.self) {
            try await asking(pause: { pauses.append($0) }) { () throws(ClientError) -> Int in
                throw errors.removeFirst()
            }
        }
        #expect(pauses == [.seconds(7)])
        #expect(errors.isEmpty)
    }
}
