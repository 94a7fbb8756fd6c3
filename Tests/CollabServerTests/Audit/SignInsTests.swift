import CollabTesting
import DraftCore
import Testing

@testable import collab_server

/// What tells a sign-in from a request.
@Suite struct SignInsTests {
    private let clock = TestClock()
    private let signIns: SignIns
    private let visitor = Visitor.user(Caller(userID: ana))

    init() {
        let clock = clock
        signIns = SignIns(clock: WallClock { clock.now })
    }

    private func isSignIn(_ visitor: Visitor, from address: String) -> Bool {
        signIns.note(of: visitor, from: address, requestID: .echoing([])) != nil
    }

    @Test func `who comes back within half a day goes on, who comes later signs in again`() {
        #expect(isSignIn(visitor, from: "192.0.2.1"))
        clock.advance(seconds: 12 * 3600 - 1)
        #expect(!isSignIn(visitor, from: "192.0.2.1"))
        clock.advance(seconds: 1)
        #expect(isSignIn(visitor, from: "192.0.2.1"))
        #expect(!isSignIn(visitor, from: "192.0.2.1"))
    }

    @Test func `another place and another user are another sign-in`() {
        #expect(isSignIn(visitor, from: "192.0.2.1"))
        #expect(isSignIn(visitor, from: "192.0.2.2"))
        #expect(isSignIn(.user(Caller(userID: ben)), from: "192.0.2.1"))
    }

    @Test func `the addresses of one network are one place`() {
        #expect(isSignIn(visitor, from: "2001:db8::1"))
        #expect(!isSignIn(visitor, from: "2001:db8::2"))
    }
}
