import DraftCore

/// A sign-in with a browser on this machine: authorization code with PKCE, back to a loopback port (RFC 7636, RFC 8252).
public final class BrowserSignIn: Sendable {
    /// How long the browser may take.
    static let patience = Duration.seconds(600)
    static let path = "/callback"
    private static let startPath = "/start"

    /// Where the browser is to go.
    public let address: String
    /// The same for a program that is started to open it: its arguments are seen by everybody on this machine, and what
    /// stands in `address` would let them bring an answer of their own. It leads there once.
    public var startAddress: String { start == nil ? address : "http://127.0.0.1:\(listener.port)" + Self.startPath }
    let listener: LoopbackListener
    let state: String
    let nonce: String
    let verifier: String
    let returnAddress: String

    fileprivate init(_ provider: OpenIDProvider, at endpoint: String, port: UInt16) throws(SignInError) {
        state = Base64URL.secret()
        nonce = Base64URL.secret()
        verifier = Base64URL.secret()
        listener = try LoopbackListener(port: port)
        returnAddress = "http://127.0.0.1:\(listener.port)" + Self.path
        var fields: [(name: String, value: String)] = [
            ("response_type", "code"), ("client_id", provider.client.id), ("redirect_uri", returnAddress),
            ("scope", provider.scope), ("state", state), ("nonce", nonce),
            ("code_challenge", Self.challenge(of: verifier)), ("code_challenge_method", "S256"),
        ]
        // OpenID Connect Core 1.0, section 11: without consent the scope is ignored.
        if provider.scope.split(separator: " ").contains("offline_access") { fields.append(("prompt", "consent")) }
        address = endpoint + (endpoint.contains("?") ? "&" : "?") + Form.encode(fields)
    }

    /// Nil where the address could not stand in a header as it is.
    var start: LoopbackListener.Start? {
        guard address.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        return LoopbackListener.Start(path: Self.startPath, target: address)
    }

    /// What the authorization endpoint learns of the verifier (RFC 7636, section 4.2).
    static func challenge(of verifier: String) -> String {
        Base64URL.encode(Digest.sha256(Array(verifier.utf8)))
    }

    /// Whether `query` answers this very sign-in: anybody on this machine can call the port.
    func isAnswered(by query: String) -> Bool {
        Form.decode(query)?["state"].map { Digest.equal($0, state) } ?? false
    }

    /// The code in the provider's answer, or the provider's no.
    func code(in query: String, from metadata: ProviderMetadata) throws(SignInError) -> String {
        let fields = Form.decode(query) ?? [:]
        guard let repeated = fields["state"], Digest.equal(repeated, state) else {
            throw SignInError(.provider, "The answer belongs to another sign-in.")
        }
        // RFC 9207: an answer that another provider gave must not bring its code to this one.
        if let issuer = fields["iss"] {
            guard issuer == metadata.issuer else {
                throw SignInError(.provider, "The answer comes from another provider: \(SignInError.quoted(issuer)).")
            }
        } else if metadata.namesIssuer == true {
            throw SignInError(.provider, "The answer does not say which provider it comes from.")
        }
        if let error = fields["error"] {
            let detail = fields["error_description"] ?? error
            throw SignInError(.denied, "The provider refuses: \(SignInError.quoted(detail)).")
        }
        guard let code = fields["code"], !code.isEmpty else {
            throw SignInError(.provider, "The provider's answer holds no code.")
        }
        return code
    }
}

extension OpenIDProvider {
    /// Waits on a loopback port for what the browser brings.
    /// - Parameter port: one that the provider knows; 0 takes a free one.
    public func beginBrowser(port: UInt16 = 0) throws(SignInError) -> BrowserSignIn {
        guard let endpoint = metadata.authorizationEndpoint, offersBrowser else {
            throw SignInError(.provider, "The provider offers no sign-in by browser.")
        }
        return try BrowserSignIn(self, at: endpoint, port: port)
    }

    /// Waits until the browser has come back, and fetches the tokens.
    public func finish(_ browser: BrowserSignIn) async throws(SignInError) -> SignInTokens {
        let query = try await browser.listener.query(
            at: BrowserSignIn.path, from: browser.start, within: BrowserSignIn.patience, where: browser.isAnswered)
        let code = try browser.code(in: query, from: metadata)
        do throws(ProviderError) {
            return try await tokens(
                for: [
                    ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", browser.returnAddress),
                    ("code_verifier", browser.verifier),
                ], nonce: browser.nonce)
        } catch {
            throw error.signInError
        }
    }
}
