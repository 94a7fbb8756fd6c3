import CollabTesting
import DraftCore
import Synchronization
import Testing

@testable import collab_server

/// What is remembered so that not every call pays anew, and for how long.
@Suite struct MemoryTests {
    private final class CountingVerifier: TokenVerifier {
        let calls = Mutex(0)
        let expiresAt: Timestamp

        init(expiresAt: Timestamp) {
            self.expiresAt = expiresAt
        }

        func proof(of token: String) async throws(TokenRefusal) -> TokenProof {
            calls.withLock { $0 += 1 }
            guard token != "bad" else { throw .invalid(reason: "bad") }
            return TokenProof(
                userID: ana, issuer: "i", email: nil, username: nil, issuedAt: .storyBegin, expiresAt: expiresAt)
        }
    }

    @Test(arguments: [(600, 60), (20, 20)])
    func `a proof is remembered for a minute, never longer than its token`(lifetime: Int, remembered: Int) async throws
    {
        let clock = TestClock()
        let inner = CountingVerifier(expiresAt: clock.now.after(seconds: lifetime))
        let verifier = RememberingVerifier(inner, clock: WallClock { clock.now })
        for _ in 0..<3 { _ = try await verifier.proof(of: "a") }
        clock.advance(seconds: remembered - 1)
        _ = try await verifier.proof(of: "a")
        #expect(inner.calls.withLock(\.self) == 1)
        _ = try await verifier.proof(of: "b")
        #expect(inner.calls.withLock(\.self) == 2)
        clock.advance(seconds: 1)
        _ = try await verifier.proof(of: "a")
        #expect(inner.calls.withLock(\.self) == 3)
    }

    @Test func `a refusal is not remembered`() async throws {
        let inner = CountingVerifier(expiresAt: .storyBegin)
        let verifier = RememberingVerifier(inner, clock: WallClock { .storyBegin })
        for _ in 0..<2 {
            await #expect(throws: TokenRefusal.self) { try await verifier.proof(of: "bad") }
        }
        #expect(inner.calls.withLock(\.self) == 2)
    }

    @Test func `a memory is bounded and keeps what is asked for`() {
        var memory = RecentMemory<Int, Int>(capacity: 10)
        let end = Timestamp.storyBegin.after(seconds: 1)
        memory.keep(-1, as: -1, until: end)
        for number in 0..<1000 {
            memory.keep(number, as: number, until: end)
            #expect(memory.count <= 10)
            #expect(memory.value(of: -1, at: .storyBegin) == -1)
        }
        #expect(memory.value(of: 999, at: .storyBegin) == 999)
        #expect(memory.value(of: 0, at: .storyBegin) == nil)
        #expect(memory.value(of: 999, at: end) == nil)
        #expect(memory.lastValue(of: 999) == 999)
    }
}
