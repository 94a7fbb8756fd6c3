import Glibc
import Testing

@testable import DraftTUI

/// Signals that a program held and gives back.
@Suite(.serialized) struct EndingSignalTests {
    private static func disposition(of signal: Int32) -> Int {
        var found = sigaction()
        sigaction(signal, nil, &found)
        return unsafeBitCast(found.__sigaction_handler.sa_handler, to: Int.self)
    }

    @Test func `a signal is given back to whoever had it`() throws {
        signal(SIGUSR2) { _ in }
        defer { signal(SIGUSR2, SIG_DFL) }
        let before = Self.disposition(of: SIGUSR2)
        try #require(before > 1)
        let ending = try #require(EndingSignal(SIGUSR2) {})
        #expect(Self.disposition(of: SIGUSR2) != before)
        ending.release()
        #expect(Self.disposition(of: SIGUSR2) == before)
    }

    @Test func `one that is ignored stays ignored`() {
        signal(SIGUSR2, SIG_IGN)
        defer { signal(SIGUSR2, SIG_DFL) }
        let ending = EndingSignal(SIGUSR2) {}
        #expect(ending == nil)
        #expect(Self.disposition(of: SIGUSR2) == 1)
    }
}
