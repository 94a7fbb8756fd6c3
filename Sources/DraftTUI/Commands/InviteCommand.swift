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
        let hours = try expiry.checked()
        let uses = try CountOption.checked(uses, of: "--uses", in: 1...500)
        let place = try await Place.resolved(options.orElse(parent.options))
        let invite = try await asking { () throws(ClientError) in
            try await place.client.makeInvite(to: id, as: role, expiresInHours: hours, uses: uses)
        }
        if place.isJSON { return try Output.json(DataBody(invite)) }
        let code = SafeText.escaped(invite.code ?? "", for: .line)
        try Output.line(code)
        try Output.line("draft join \(code) --server \(place.shownAddress)")
        try Output.line(
            "or, in no list of processes: draft join - --server \(place.shownAddress), with the code on standard input"
        )
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
        // The answer is the same to whoever was a member before; for its wording alone, so joining does not depend on it.
        let earlier = place.isJSON ? [] : (try? await place.client.allDrafts()) ?? []
        let draft = try await Self.join(with: code, at: place)
        if place.isJSON { return try Output.json(DataBody(draft)) }
        let wasMember = earlier.contains { $0.draftID == draft.draftID }
        let mayWrite = draft.draft.role(of: place.user)?.mayWrite == true
        let title = SafeText.escaped(draft.title, for: .line)
        let head = wasMember ? "You are a member already and may" : "You may"
        try Output.line("\(head) \(mayWrite ? "write in" : "read") \(title):")
        try Output.line("draft open \(draft.draftID) --server \(place.shownAddress)")
        guard wasMember && !mayWrite else { return }
        try Output.line(
            "No code changes that; its creator can: draft add \(draft.draftID) \(place.user) --role contributor")
    }

    private static func join(with code: String, at place: Place) async throws(CommandFailure) -> DraftBody {
        do throws(CommandFailure) {
            // Joining twice is joining once, so that a call whose fate is unknown may be made again.
            return try await insisting { _ throws(ClientError) in try await place.client.acceptInvite(code) }
        } catch {
            guard case .client(let reason) = error, reason.code == .init(.notFound) else { throw error }
            let elsewhere =
                place.localServer == nil
                ? "" : " It was looked for at this machine's own server; --server names the one that it is for."
            throw .client(
                ClientError(
                    code: reason.code, message: reason.message + " Ask whoever invited you for a new one." + elsewhere,
                    status: reason.status, requestID: reason.requestID))
        }
    }
}
