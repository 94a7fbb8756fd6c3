import ArgumentParser
import CollabAPI
import DraftCore
import DraftStorage

/// `collab-server user list`
struct UserListCommand: AsyncParsableCommand {
    private static let pageSize = 500

    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the users with the issuers that they belong to.",
        discussion: "A line a user, tabs between id, issuer, username and email.")

    @Flag(help: "Print a JSON array.")
    var json = false

    @OptionGroup var database: DatabaseOption

    func run() async throws {
        try await Administration.look(database.texts) { store in
            var last: UserID?
            var separator = "["
            while true {
                let page = try await store.users(after: last, limit: Self.pageSize)
                for user in page {
                    if json {
                        print(separator + String(decoding: try WireCoding.encode(ListedUser(user)), as: UTF8.self))
                        separator = ","
                    } else {
                        print(Self.line(user))
                    }
                }
                guard page.count == Self.pageSize, let end = page.last else { break }
                last = end.id
            }
            if json { print(separator == "[" ? "[]" : "]") }
        }
    }

    private static func line(_ user: UserRecord) -> String {
        [user.id.description, user.issuer, user.profile.username ?? "", user.profile.email ?? ""]
            .map(Administration.shown).joined(separator: "\t")
    }
}

private struct ListedUser: Encodable {
    let id: UserID
    let issuer: String
    @Nullable var username: String?
    @Nullable var email: String?
    let createdAt: Timestamp
    let updatedAt: Timestamp

    enum CodingKeys: String, CodingKey {
        case id, issuer, username, email
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    init(_ user: UserRecord) {
        id = user.id
        issuer = user.issuer
        _username = Nullable(wrappedValue: user.profile.username)
        _email = Nullable(wrappedValue: user.profile.email)
        createdAt = user.createdAt
        updatedAt = user.updatedAt
    }
}
