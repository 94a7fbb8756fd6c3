import CollabTesting
import DraftStorage
import Testing

@testable import collab_server

/// What the register takes in of those who call.
@Suite struct UserRegisterTests {
    @Test func `an older token that is still in use does not take back what a newer one told`() async throws {
        try await withStore { store, clock in
            let wall = WallClock { clock.now }
            let register = UserRegister(
                store, names: UserNames(store, clock: wall, showsUnknownIDs: false), clock: wall)
            let caller = { (issuedAt: Int) in
                Caller(
                    userID: ana,
                    proof: .token(
                        issuer: "i", issuedAt: clock.now.after(seconds: issuedAt),
                        expiresAt: clock.now.after(seconds: 600)))
            }
            let (older, newer) = (caller(-20), caller(-10))
            try await register.check(older, profile: UserProfile(username: "Ana"))
            try await register.check(newer, profile: UserProfile(username: "Anna"))
            let told = try await store.users([ana])
            #expect(told.first?.profile.username == "Anna")
            clock.advance(seconds: 1)
            for _ in 0..<3 {
                try await register.check(older, profile: UserProfile(username: "Ana"))
                try await register.check(newer, profile: UserProfile(username: "Anna"))
                #expect(try await store.users([ana]) == told)
            }
            try await register.check(caller(0), profile: UserProfile(username: "Anna B."))
            #expect(try await store.users([ana]).first?.profile.username == "Anna B.")
        }
    }
}
