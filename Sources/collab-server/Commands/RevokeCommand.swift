import ArgumentParser
import DraftCore
import DraftStorage

/// `collab-server revoke`
struct RevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Refuse every token of a user that was issued until now, whoever issued it.",
        discussion: "May run beside a server, which closes the user's live connections. Later tokens are accepted.")

    @Argument(help: ArgumentHelp("The user's id.", valueName: "user"))
    var user: String

    @OptionGroup var database: DatabaseOption

    func run() async throws {
        let id = try Administration.userID(user)
        try await Administration.change(database.texts) { store in
            guard try await store.user(id) != nil else {
                throw CommandFailure("There is no user \(id); \"collab-server user list\" shows who there is.")
            }
            let earlier = try await store.revocation(of: id)
            try await store.revoke(
                id, issuedBefore: TokenMoment.revoking(at: WallClock.system.now(), revocation: earlier),
                note: .administration("revoke", subject: id.description))
        }
        print("revoked the tokens of \(id)")
    }
}
