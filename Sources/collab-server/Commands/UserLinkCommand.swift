import ArgumentParser
import DraftCore
import DraftStorage
import FoundationEssentials

/// `collab-server user link`
struct UserLinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: "Hand users to another issuer, which vouches for their ids from then on.",
        discussion: """
            Tokens and headers of the issuer that they belonged to are refused then. ISSUER is a URL as in the iss of its \
            tokens, "header" for X-User-Id, or "own" for this server. A file has lines of the form id,issuer; either all \
            of them are carried out or none.
            """)

    @Argument(help: ArgumentHelp("The user's id.", valueName: "id"))
    var id: String?

    @Option(help: ArgumentHelp("The issuer they shall belong to.", valueName: "issuer"))
    var issuer: String?

    @Option(help: ArgumentHelp("A file with many ids and issuers.", valueName: "file"))
    var csv: String?

    @OptionGroup var database: DatabaseOption

    func run() async throws {
        let links: [LinkList.Link]
        switch (id, issuer, csv) {
        case (let id?, let issuer?, nil):
            guard let argument = IssuerArgument(issuer) else {
                throw CommandFailure("\"\(Administration.shown(issuer))\" is not \(IssuerArgument.expectation).")
            }
            links = [LinkList.Link(id: try Administration.userID(id), issuer: argument)]
        case (nil, nil, let file?):
            links = try Self.links(in: file)
        default:
            throw CommandFailure("Name either an id and --issuer, or --csv with a file.")
        }
        let new = try await Administration.change(database.texts) { store in
            let known = try await store.users(links.map(\.id)).count
            let own = try await store.ownIssuerName
            try await store.link(
                links.map { UserLink(id: $0.id, issuer: $0.issuer.name(own: own)) },
                notes: links.map { .administration("user_link", subject: $0.id.description) })
            return links.count - known
        }
        print("linked \(links.count) \(links.count == 1 ? "user" : "users"), \(new) of them new")
    }

    private static func links(in file: String) throws(CommandFailure) -> [LinkList.Link] {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        } catch {
            throw CommandFailure("The file \(file) cannot be read.")
        }
        let list = LinkList(bytes)
        guard list.problems.isEmpty else {
            throw CommandFailure(
                "Nothing was linked, because of what \(file) says:\n" + list.problems.joined(separator: "\n"))
        }
        return list.links
    }
}
