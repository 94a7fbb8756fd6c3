import CollabAPI
import DraftCore
import DraftStorage
import NIOConcurrencyHelpers

/// Names that can be fetched before something is written with them.
protocol FetchedNames: Names {
    /// Fetches the names of `users`, as far as they are not known already.
    func prepare(_ users: some Sequence<UserID> & Sendable) async
}

/// The names of people, as the store has them: what their issuer calls them, else their id where they chose it
/// themselves, else the short form. Names are decoration: where the store does not answer, older ones or the short form
/// stand in.
final class UserNames: FetchedNames {
    private static let seconds: Int64 = 60

    private let directories: any Directories
    private let clock: WallClock
    /// Whether whoever is not known yet can only be somebody who will choose their id themselves.
    private let showsUnknownIDs: Bool
    private let names = NIOLockedValueBox(RecentMemory<UserID, String>(capacity: 50_000))

    init(_ directories: any Directories, clock: WallClock, showsUnknownIDs: Bool) {
        self.directories = directories
        self.clock = clock
        self.showsUnknownIDs = showsUnknownIDs
    }

    func name(of user: UserID) -> String {
        names.withLockedValue { $0.lastValue(of: user) } ?? unknownName(of: user)
    }

    func display(of user: UserID) -> String { user.shortForm }

    func prepare(_ users: some Sequence<UserID> & Sendable) async {
        let now = clock.now()
        let missing = names.withLockedValue { names in Set(users).filter { names.value(of: $0, at: now) == nil } }
        guard !missing.isEmpty else { return }
        let records: [UserRecord]
        do throws(StorageError) {
            records = try await directories.users(Array(missing))
        } catch {
            return
        }
        let found = Dictionary(records.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let expiresAt = now.after(seconds: Self.seconds)
        names.withLockedValue { names in
            for user in missing { names.keep(found[user] ?? unknownName(of: user), as: user, until: expiresAt) }
        }
    }

    /// Takes in what the store has just said of somebody.
    func learn(_ record: UserRecord) {
        let expiresAt = clock.now().after(seconds: Self.seconds)
        names.withLockedValue { $0.keep(record.name, as: record.id, until: expiresAt) }
    }

    private func unknownName(of user: UserID) -> String {
        showsUnknownIDs ? user.description : user.shortForm
    }
}

extension UserRecord {
    /// The name that others see.
    fileprivate var name: String {
        profile.username ?? (issuer == Caller.Proof.headerIssuer ? id.description : id.shortForm)
    }
}
