import ArgumentParser
import CollabClient
import DraftCore

/// The token of a link that somebody was handed, for the commands that only read.
struct ShareOption: ParsableArguments {
    static let variable = "DRAFT_SHARE"

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Read by a link instead of as a member; \(variable) says the same and is in no list of processes.",
            valueName: "token"))
    var share: String?

    /// The token, if there is one; the option wins over the variable.
    func token(in variables: [String: String] = Environment.variables) throws(CommandFailure) -> ShareToken? {
        guard let text = share ?? variables[Self.variable].flatMap({ $0.isEmpty ? nil : $0 }) else { return nil }
        guard let token = ShareToken(text) else { throw .input("That is not the token of a link.") }
        return token
    }
}

extension Place {
    /// The same as `resolved`, for whoever reads by a link where there is one.
    static func resolved(
        _ options: GlobalOptions, with flags: [Settings.Flag] = [], reading share: ShareToken?, warns: Bool = true,
        waits: Bool = true
    ) async throws(CommandFailure) -> Place {
        guard let share, let nobody = UserID("guest-\(DraftID.random())") else {
            return try await resolved(options, with: flags, warns: warns, waits: waits)
        }
        var options = options
        // A link asks for nobody's sign-in.
        if try Settings.loaded(flags: flags + options.flags).server != nil { options.user = nobody.description }
        let place = try await resolved(options, with: flags, warns: warns)
        return Place(
            client: CollabClient(baseURL: place.client.baseURL, credential: .share(share), trust: place.client.trust),
            user: nobody,
            folders: place.folders, serverName: place.serverName, isJSON: place.isJSON,
            localServer: place.localServer, isGuest: true, settings: place.settings)
    }
}
