import ArgumentParser
import DraftCore
import DraftStorage

/// `collab-server token`
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Make a token for a user of this server's own.",
        discussion: "Prints the token and nothing else. The first token makes the key that signs.")

    @Argument(help: ArgumentHelp("The user's id.", valueName: "name"))
    var name: String

    @Option(help: ArgumentHelp("How long it is good, at most 365d. (default: 30d)", valueName: "time"))
    var expires: String?

    @OptionGroup var database: DatabaseOption

    func run() async throws {
        let id = try Administration.userID(name)
        let expires = expires ?? "30d"
        guard let lifetime = Lifetime(expires) else {
            throw CommandFailure("\"\(Administration.shown(expires))\" is not \(Lifetime.expectation).")
        }
        let texts = database.texts
        let file = try SigningKeyFile(texts)
        let text = try await Administration.change(texts) { store in
            let user = try await Self.ownUser(id, in: store)
            let moment = TokenMoment.issuing(at: WallClock.system.now(), revocation: try await store.revocation(of: id))
            let token = OwnToken(
                serverID: try await store.serverID, userID: id, username: user.profile.username, issuedAt: moment,
                expiresAt: Timestamp(milliseconds: moment.milliseconds + lifetime.seconds * 1000),
                id: Identifier<OwnToken>.random().description)
            let text = try Self.signed(token, with: file)
            try await store.record([.administration("token", subject: id.description)])
            return text
        }
        print(text)
    }

    private static func signed(_ token: OwnToken, with file: SigningKeyFile) throws -> String {
        do {
            return try token.signed(with: try file.readOrMake())
        } catch let error as SigningKeyError {
            throw error.about(file.path)
        }
    }

    private static func ownUser(_ id: UserID, in store: Administration.Store) async throws -> UserRecord {
        guard let user = try await store.user(id) else {
            throw CommandFailure("There is no user \(id); \"collab-server user add \(id)\" makes one.")
        }
        guard user.issuer == (try await store.ownIssuerName) else {
            throw CommandFailure(
                "The user \(id) belongs to the issuer \(Administration.shown(user.issuer)), so no token of this server"
                    + " would be theirs.")
        }
        return user
    }
}
