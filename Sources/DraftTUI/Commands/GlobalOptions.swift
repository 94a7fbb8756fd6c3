import ArgumentParser
import DraftCore

/// Options that may stand before and after the subcommand.
struct GlobalOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The server's address. (default: the local server)", valueName: "url"))
    var server: String?

    @Option(
        help: ArgumentHelp(
            "Who you are on a server that takes your word for it. (default: your login name)", valueName: "id"))
    var user: String?

    @Option(
        help: ArgumentHelp(
            "The certificates of the authorities that may vouch for the server, in PEM. (default: the system's)",
            valueName: "file"))
    var cacert: String?

    @Flag(help: "Print JSON, for programs.")
    var json = false

    /// The same without a name to be taken on trust.
    var withoutUser: GlobalOptions {
        var options = self
        options.user = nil
        return options
    }

    /// These options, and where one is not given, the other's.
    func orElse(_ other: GlobalOptions) -> GlobalOptions {
        var options = self
        options.server = server ?? other.server
        options.user = user ?? other.user
        options.cacert = cacert ?? other.cacert
        options.json = json || other.json
        return options
    }
}

/// A draft, as the command line names it.
struct DraftArgument: ParsableArguments {
    @Argument(help: ArgumentHelp("The draft's id, as `draft list` shows it.", valueName: "draft"))
    var draft: String

    /// The id.
    func id() throws(CommandFailure) -> DraftID { try Self.id(of: draft) }

    static func id(of text: String) throws(CommandFailure) -> DraftID {
        guard let id = DraftID(text.lowercased()) else {
            throw .input("\"\(text)\" is not a draft's id; `draft list` shows the ids of your drafts.")
        }
        return id
    }
}

extension UserID {
    /// A user id from the command line.
    init(argument: String) throws(CommandFailure) {
        guard let id = UserID(argument) else {
            throw .input("\"\(argument)\" is not a user id: 1 to 128 bytes without spaces.")
        }
        self = id
    }
}
