import ArgumentParser
import CollabAPI
import CollabClient
import DraftCore

/// `draft share`
struct ShareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "share", abstract: "Make a link with which anybody reads your draft.",
        discussion: "Its token is told once; `draft shares` lists what is still open and takes it back.")

    @OptionGroup var draft: DraftArgument
    @OptionGroup var expiry: ExpiryOption
    @OptionGroup var options: GlobalOptions
    @ParentCommand var parent: DraftCommand

    func run() async throws {
        let id = try draft.id()
        let hours = try expiry.checked()
        let place = try await Place.resolved(options.orElse(parent.options))
        let share = try await asking { () throws(ClientError) in
            try await place.client.makeShare(of: id, expiresInHours: hours)
        }
        if place.isJSON { return try Output.json(DataBody(share)) }
        let token = SafeText.escaped(share.token ?? "", for: .line)
        try Output.line(token)
        try Output.line("draft open \(id) --share \(token) --server \(place.shownAddress)")
        try Output.line(
            "or, in no list of processes: \(ShareOption.variable)=\(token) draft open \(id) --server "
                + place.shownAddress)
    }
}

/// `draft shares`
struct SharesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shares", abstract: "List the links by which your draft is read, or take one back.")

    @OptionGroup var draft: DraftArgument
    @OptionGroup var revocation: RevocationOption
    @OptionGroup var options: GlobalOptions
    @ParentCommand var parent: DraftCommand

    func run() async throws {
        let id = try draft.id()
        let revoked = try revocation.id(ShareID.init)
        let place = try await Place.resolved(options.orElse(parent.options))
        if let revoked {
            try await asking { () throws(ClientError) in try await place.client.revokeShare(revoked, of: id) }
            return try Output.done("The link opens the draft no more.", isJSON: place.isJSON)
        }
        let shares = try await asking { () throws(ClientError) in try await place.client.shares(of: id) }
        if place.isJSON { return try Output.json(DataBody(shares)) }
        guard !shares.isEmpty else { return try Output.line("No links. `draft share \(id)` makes one.") }
        for share in shares { try Output.line("\(share.shareID)  until \(share.expiresAt)") }
    }
}
