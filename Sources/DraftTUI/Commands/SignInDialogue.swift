import CollabAPI
import CollabClient
import DraftCore

/// Signs the user in at a server, in the way that the server wants, and keeps what came of it.
struct SignInDialogue {
    let server: String
    let folders: Folders
    let settings: Settings
    var opensBrowser = true
    var port: UInt16 = 0

    /// Asks the server how, and the user for what is needed.
    func run() async throws(CommandFailure) -> UserBody {
        try ExposedServer(folders).check(server, settings)
        let open = client(.user(try UserID(argument: Place.loginName())))
        let ways: AuthConfigBody
        do throws(ClientError) {
            ways = try await open.authConfig()
        } catch {
            guard error.status == 404 else { throw .client(error) }
            throw .input("\(ServerAddress.name(of: server)) has no sign-in; --user says who you are there.")
        }
        if ways.methods.contains(.oidc), let issuer = ways.issuer, let clientID = ways.clientID {
            return try await signIn(at: issuer, as: clientID, scopes: ways.scopes)
        }
        if ways.methods.contains(.token) || ways.methods.contains(.oidc) {
            Output.tell("\(ServerAddress.name(of: server)) wants a token; whoever runs it has one for you.")
            return try await take(HiddenInput.read("Token: "))
        }
        guard ways.methods.contains(.header) else {
            throw .signIn(
                "\(ServerAddress.name(of: server)) has no way to sign in that is known here; ask whoever runs it.")
        }
        throw .input("\(ServerAddress.name(of: server)) takes your word for who you are: --user says it.")
    }

    /// Keeps a token that the user came by elsewhere, if the server takes it.
    func take(_ text: String) async throws(CommandFailure) -> UserBody {
        try ExposedServer(folders).check(server, settings)
        let token = SafeText.trimmed(text)
        guard (1...16_384).contains(token.utf8.count), token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .input("That is no token: one line of printable characters without spaces.")
        }
        guard let user = try await user(of: token) else {
            throw .signIn(
                "\(ServerAddress.name(of: server)) does not take this token. Ask whoever runs it for a fresh one.")
        }
        try await keep(StoredCredential(user, given: token, now: .current))
        return user
    }

    private func signIn(
        at issuer: String, as clientID: String, scopes: [String]
    ) async throws(CommandFailure) -> UserBody {
        let secret = Environment.variables["DRAFT_OIDC_CLIENT_SECRET"].flatMap { $0.isEmpty ? nil : $0 }
        let provider = try await signingIn { () throws(SignInError) in
            try await OpenIDProvider.discovered(
                issuer: issuer, clientID: clientID, secret: secret, scopes: scopes, trust: settings.trust)
        }
        let tokens = try await tokens(from: provider)
        for bearer in tokens.bearers {
            guard let user = try await user(of: bearer.text) else { continue }
            try await keep(StoredCredential(user, bearer: bearer, of: tokens, from: provider, now: .current))
            return user
        }
        throw .signIn(
            "You are signed in at \(shown(issuer)), but \(ServerAddress.name(of: server)) does not take its tokens: whoever runs the "
                + "server has to look at its issuer, client id and audience.")
    }

    private func tokens(from provider: OpenIDProvider) async throws(CommandFailure) -> SignInTokens {
        if let device = try await begunDevice(at: provider) {
            show(device)
            return try await signingIn { () throws(SignInError) in try await provider.finish(device) }
        }
        guard provider.offersBrowser else {
            throw .signIn(
                "\(shown(provider.issuer)) offers no sign-in for a terminal. A token that you came by elsewhere is taken by "
                    + "draft login --token-stdin.")
        }
        return try await signingIn { () throws(SignInError) in
            let browser = try provider.beginBrowser(port: port)
            Output.tell("To sign in, open this address in a browser on this machine:\n\n\(shown(browser.address))\n")
            if opensBrowser { Browser.open(browser.startAddress) }
            return try await provider.finish(browser)
        }
    }

    /// Nil where the browser has to do: a provider may have the other way and not give it to this program.
    private func begunDevice(at provider: OpenIDProvider) async throws(CommandFailure) -> DeviceSignIn? {
        guard provider.offersDevice else { return nil }
        do throws(SignInError) {
            return try await provider.beginDevice()
        } catch {
            guard error.reason == .denied || error.reason == .provider, provider.offersBrowser else {
                throw .signIn(error)
            }
            Output.complain(error.message)
            return nil
        }
    }

    private func show(_ device: DeviceSignIn) {
        Output.tell(
            "To sign in, open \(shown(device.address)) on any device, and enter this code:\n\n\(device.userCode)\n")
        guard let complete = device.completeAddress else { return }
        Output.tell("Or open this address:\n\n\(shown(complete))\n")
        // The arguments of a program are for everybody on the machine to read: the code stays here.
        if opensBrowser { Browser.open(device.address) }
    }

    /// Whose token it is for the server; nil where it takes none such.
    private func user(of token: String) async throws(CommandFailure) -> UserBody? {
        do throws(ClientError) {
            return try await client(.bearer(FixedToken(token))).me()
        } catch {
            guard error.isUnauthorized else { throw .client(error) }
            return nil
        }
    }

    private func client(_ credential: Credential) -> CollabClient {
        CollabClient(baseURL: server, credential: credential, trust: settings.trust)
    }

    private func keep(_ credential: StoredCredential) async throws(CommandFailure) {
        let earlier = try await signingIn { () throws(SignInError) in
            try await folders.credentials.keep(credential, for: server)
        }
        do throws(SignInError) {
            try await earlier?.revoke(trust: settings.trust)
        } catch {
            // The new sign-in is what the user wanted; the old one ends by itself, where its provider takes none back.
            return
        }
    }

    private func shown(_ text: String) -> String { SafeText.escaped(text, for: .line) }
}

/// Does a part of a sign-in on behalf of a command: what goes wrong becomes the command's failure.
func signingIn<Answer>(
    _ part: () async throws(SignInError) -> Answer
) async throws(CommandFailure) -> Answer {
    do throws(SignInError) {
        return try await part()
    } catch {
        throw .signIn(error)
    }
}

extension CommandFailure {
    /// A sign-in that came to nothing.
    static func signIn(_ error: SignInError) -> CommandFailure {
        switch error.reason {
        case .files: .files(error.message)
        case .unreachable, .cancelled: .provider(error.message)
        case .provider, .denied, .expired: .signIn(error.message)
        }
    }
}
