import ArgumentParser
import CollabAPI
import CollabClient
import DraftCore

/// `draft invite`
struct InviteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invite", abstract: "Make a code with which others join your draft.",
        discussion: "The code is told once; `draft invites` lists what can still be used and takes it back.")

    @OptionGroup var draft: DraftArgument

    @Option(help: "contributor, who may write, or viewer, who may read.")
    var role = "contributor"

    @OptionGroup var expiry: ExpiryOption

    @Option(help: ArgumentHelp("How many people may join with it. (default: 1)", valueName: "count"))
    var uses: Int?

    @OptionGroup var options: GlobalOptions
    @ParentCommand var parent: DraftCommand

    func run() async throws {
        let id = try draft.id()
        let role = try Role(joining: role)
        let place = try await Place.resolved(options.orElse(parent.options))
        let invite = try await asking { () throws(ClientError) in
            try await place.client.makeInvite(to: id, as: role, expiresInHours: expiry.expiresHours, uses: uses)
        }
        if place.isJSON { return try Output.json(DataBody(invite)) }
        let code = SafeText.escaped(invite.code ?? "", for: .line)
        try Output.line(code)
        try Output.line("draft join \(code) --server \(place.client.baseURL)")
    }
}

/// `draft invites`
struct InvitesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invites", abstract: "List the invites to your draft that can still be used, or take one back.")

    @OptionGroup var draft: DraftArgument
    @OptionGroup var revocation: RevocationOption
    @OptionGroup var options: GlobalOptions
    @ParentCommand var parent: DraftCommand

    func run() async throws {
        let id = try draft.id()
        let revoked = try revocation.id(InviteID.init)
        let place = try await Place.resolved(options.orElse(parent.options))
        if let revoked {
            try await asking { () throws(ClientError) in try await place.client.revokeInvite(revoked, to: id) }
            return try Output.done("The invite serves no more; whoever has joined with it stays.", isJSON: place.isJSON)
        }
        let invites = try await asking { () throws(ClientError) in try await place.client.invites(to: id) }
        if place.isJSON { return try Output.json(DataBody(invites)) }
        guard !invites.isEmpty else { return try Output.line("No invites. `draft invite \(id)` makes one.") }
        for invite in invites {
            try Output.line(
                "\(invite.inviteID)  \(invite.role.rawValue), \(invite.uses) of \(invite.maxUses) used, "
                    + "until \(invite.expiresAt)")
        }
    }
}

/// `draft join`
struct JoinCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "join", abstract: "Join the draft that a code invites to.")

    @Argument(help: ArgumentHelp("The code; - reads it from standard input.", valueName: "code"))
    var code: String

    @OptionGroup var options: GlobalOptions
    @ParentCommand var parent: DraftCommand

    func run() async throws {
        let code = SafeText.trimmed(code == "-" ? try InputText.read("-") : code)
        guard !code.isEmpty else { throw CommandFailure.input("There is no code.") }
        let place = try await Place.resolved(options.orElse(parent.options))
        // Joining twice is joining once, so that a call whose fate is unknown may be made again.
        let draft = try await insisting { _ throws(ClientError) in try await place.client.acceptInvite(code) }
        if place.isJSON { return try Output.json(DataBody(draft)) }
        let may = draft.draft.role(of: place.user)?.mayWrite == true ? "write in" : "read"
        try Output.line("You may \(may) \(SafeText.escaped(draft.title, for: .line)):")
        try Output.line("draft open \(draft.draftID) --server \(place.client.baseURL)")
    }
}
