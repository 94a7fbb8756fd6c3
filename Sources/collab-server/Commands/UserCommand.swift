import ArgumentParser
import DraftCore
import DraftStorage

/// `collab-server user`
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Add, list and link users.",
        discussion: "May run beside a server.",
        subcommands: [UserAddCommand.self, UserListCommand.self, UserLinkCommand.self])
}

/// `collab-server user add`
struct UserAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a user whom this server itself vouches for.",
        discussion: "\"collab-server token NAME\" then makes tokens for them.")

    @Argument(help: ArgumentHelp("The user's id, which is their name too.", valueName: "name"))
    var name: String

    @Option(help: ArgumentHelp("Where they can be written to.", valueName: "address"))
    var email: String?

    @Flag(help: "Add them even if their id looks like somebody else's.")
    var force = false

    @OptionGroup var database: DatabaseOption

    func run() async throws {
        let id = try Administration.userID(name)
        let profile = UserProfile(email: try email.map(Self.checked), username: String(name.prefix(64)))
        let sentence = try await Administration.change(database.texts) { store in
            let wasThere = try await store.user(id) != nil
            if !wasThere && !force { try await Self.checkLooks(of: id, in: store) }
            let admission = try await store.admit(
                id, from: try await store.ownIssuerName, profile: profile,
                note: .administration("user_add", subject: id.description))
            switch admission {
            case .admitted: return wasThere ? "\(id) was there already" : "added \(id)"
            case .foreign(let owner):
                throw CommandFailure(
                    "The user \(id) belongs to the issuer \(Administration.shown(owner));"
                        + " \"collab-server user link \(id) --issuer own\" hands them to this server.")
            }
        }
        print(sentence)
    }

    /// Whoever reads an id on a screen shall know whose it is.
    private static func checkLooks(of id: UserID, in store: Administration.Store) async throws {
        let skeleton = LookAlike.skeleton(id.description)
        let twin = try await store.firstUser { $0.id != id && LookAlike.skeleton($0.id.description) == skeleton }
        guard let twin else { return }
        let strange = LookAlike.codePoints(in: id.description)
        let detail = strange.isEmpty ? "" : " (with \(strange.joined(separator: ", ")))"
        throw CommandFailure(
            "The id \(id)\(detail) looks like \(twin.id), which is another user's; --force adds it all the same.")
    }

    private static func checked(_ email: String) throws(CommandFailure) -> String {
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain = email.unicodeScalars.allSatisfy {
            !$0.properties.isWhitespace && !SafeText.isForbidden($0, in: .line)
        }
        guard isPlain, email.utf8.count <= 254, parts.count >= 2, parts.allSatisfy({ !$0.isEmpty }) else {
            throw CommandFailure("\"\(Administration.shown(email))\" is no email address.")
        }
        return email
    }
}
