import CollabAPI
import CollabClient
import DraftCore

/// As whom a command speaks to a server that was named.
struct Identity {
    let user: UserID
    let credential: Credential
    /// The sign-in on this machine that the credential is, if it is one.
    var signIn: StoredSignIn?

    private static let tokenVariable = "DRAFT_TOKEN"

    /// What is left where a token of the environment has served its time: nobody can put another one there.
    static func withoutToken(_ environment: [String: String]) -> [String: String] {
        environment.filter { $0.key != tokenVariable }
    }

    private static func owner(
        of credential: Credential, at server: String, _ trust: ServerTrust
    ) async throws(CommandFailure) -> UserBody {
        do throws(ClientError) {
            return try await CollabClient(baseURL: server, credential: credential, trust: trust).me()
        } catch {
            guard error.isUnauthorized else { throw .client(error) }
            throw .signIn(
                "\(server) does not take the token in \(tokenVariable): put a fresh one there, or unset it and sign in "
                    + "with `draft login --server \(server)`.")
        }
    }

    /// Whoever says `--user` means the name that a server takes on trust; then come the token in the environment, the
    /// sign-in that is kept, the name that the settings have, and the login name.
    static func found(
        at server: String, _ settings: Settings, _ folders: Folders, _ environment: [String: String]
    ) async throws(CommandFailure) -> Identity {
        if let id = settings.userByFlag { return Identity(user: id, credential: .user(id)) }
        if let token = environment[tokenVariable], !token.isEmpty {
            let credential = Credential.bearer(FixedToken(token))
            let me = try await owner(of: credential, at: server, settings.trust)
            return Identity(user: me.id, credential: credential)
        }
        let kept = try await signingIn { () throws(SignInError) in
            try StoredSignIn(at: server, in: folders.credentials, trust: settings.trust)
        }
        if let kept { return Identity(user: kept.user, credential: .bearer(kept), signIn: kept) }
        let id = if let user = settings.user { user } else { try UserID(argument: Place.loginName()) }
        return Identity(user: id, credential: .user(id))
    }
}

extension Folders {
    /// Where sign-ins are kept.
    var credentials: CredentialStore { CredentialStore(folder: state) }
}
