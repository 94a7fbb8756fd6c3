import CollabAPI
import DraftCore
import DraftStorage
import NIOConcurrencyHelpers

/// Whom the store lets in. It remembers for a short while what the store said, so that most requests cost one look into a
/// map; whoever watches the store calls `forgetAll` when somebody may have lost a right.
final class UserRegister: Sendable {
    private struct Key: Hashable {
        let user: UserID
        let issuer: String
    }

    private struct Standing {
        /// All that has been told to the store.
        let told: UserProfile
        /// When the newest token that told something was made.
        let toldAt: Timestamp?
        let revokedBefore: Timestamp?
    }

    private struct State {
        var standings = RecentMemory<Key, Standing>(capacity: 20_000)
        /// Another one after each forgetting: what was read before it must not be remembered after it.
        var generation = 0
    }

    private static let seconds: Int64 = 60

    private let directories: any Directories
    private let names: UserNames
    private let clock: WallClock
    private let state = NIOLockedValueBox(State())

    init(_ directories: any Directories, names: UserNames, clock: WallClock) {
        self.directories = directories
        self.names = names
        self.clock = clock
    }

    /// Throws unless the proven `caller` may call: their id must belong to who vouches for them, and what proved them must
    /// not have been revoked.
    /// - Parameter profile: what was told of them on the way.
    func check(_ caller: Caller, profile: UserProfile = UserProfile()) async throws(Refusal) {
        let standing = try await standing(of: caller, profile)
        guard let revokedBefore = standing.revokedBefore, let issuedAt = caller.proof.issuedAt else { return }
        guard issuedAt >= revokedBefore else { throw .badToken }
    }

    /// Looks everything up anew from here on.
    func forgetAll() {
        state.withLockedValue { state in
            state.standings.forgetAll()
            state.generation += 1
        }
    }

    private func standing(of caller: Caller, _ profile: UserProfile) async throws(Refusal) -> Standing {
        let key = Key(user: caller.userID, issuer: caller.proof.issuer)
        let now = clock.now()
        let (known, generation) = state.withLockedValue { ($0.standings.value(of: key, at: now), $0.generation) }
        // An older token that is still in use tells what was: taking its word would change the user to and fro, with a
        // write at each call.
        if let known, known.told.covers(profile) || caller.proof.isOlder(than: known.toldAt) { return known }
        let standing = try await read(
            key, known?.told.updated(by: profile) ?? profile, toldAt: caller.proof.issuedAt ?? known?.toldAt)
        state.withLockedValue { state in
            guard state.generation == generation else { return }
            state.standings.keep(standing, as: key, until: now.after(seconds: Self.seconds))
        }
        return standing
    }

    private func read(
        _ key: Key, _ profile: UserProfile, toldAt: Timestamp?
    ) async throws(Refusal) -> Standing {
        let admission: UserAdmission
        let revokedBefore: Timestamp?
        do throws(StorageError) {
            admission = try await directories.admit(key.user, from: key.issuer, profile: profile)
            revokedBefore = try await directories.revocation(of: key.user)
        } catch {
            throw Refusal(error)
        }
        switch admission {
        case .foreign:
            throw .foreignUser
        case .admitted(let record):
            names.learn(record)
            return Standing(told: profile, toldAt: toldAt, revokedBefore: revokedBefore)
        }
    }
}

extension Caller.Proof {
    fileprivate func isOlder(than moment: Timestamp?) -> Bool {
        guard let moment, let issuedAt else { return false }
        return issuedAt < moment
    }
}

extension UserProfile {
    /// Whether `other` tells nothing new.
    fileprivate func covers(_ other: UserProfile) -> Bool { updated(by: other) == self }

    fileprivate func updated(by other: UserProfile) -> UserProfile {
        UserProfile(email: other.email ?? email, username: other.username ?? username)
    }
}

extension Refusal {
    /// Who owns the id is not told: it is nobody's business but the operator's.
    fileprivate static let foreignUser = unauthorized(
        "This user id is known here by another way to sign in; an operator can link it.")
}
