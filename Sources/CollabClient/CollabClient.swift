public import CollabAPI
public import DraftCore

/// A collab server, as one user sees it. Every route of the wire contract is a call here; a draft that is to be followed
/// and written live is a ``DraftSession``.
///
/// ```swift
/// let client = CollabClient(baseURL: "http://127.0.0.1:8000", credential: .user(ada))
/// let draft = try await client.createDraft(title: "The Lighthouse")
/// try await client.append("The lamp had been dark.", to: draft.draftID)
/// ```
///
/// Values share one network thread, which ends with the last of them. Calls throw ``ClientError``: after one whose
/// `isVerdict` is false a change may have taken effect all the same, and is safe to repeat with the same key.
public struct CollabClient: Sendable {
    let caller: APICaller
    /// Whom it believes to be the server.
    public let trust: ServerTrust
    private let network: NetworkThread

    /// - Parameters:
    ///   - baseURL: an `http` or `https` address, perhaps with a path below which the server's routes are. One that is
    ///     no address fails with the first call.
    ///   - credential: who calls.
    ///   - trust: whom to believe to be the server.
    public init(baseURL: String, credential: Credential, trust: ServerTrust = ServerTrust()) {
        let network = NetworkThread(trust: trust)
        let http = CurlHTTPTransport(network: network)
        self.init(
            caller: APICaller(baseURL: baseURL, credential: credential, http: http), network: network, trust: trust)
    }

    init(caller: APICaller, network: NetworkThread, trust: ServerTrust = ServerTrust()) {
        self.caller = caller
        self.trust = trust
        self.network = network
    }

    /// Where the server is.
    public var baseURL: String { caller.baseURL }

    /// Whether calls carry a token of a sign-in, which may be another one with each call.
    public var isSignedIn: Bool {
        if case .bearer = caller.credential { true } else { false }
    }

    /// A draft to be followed and written live. Nothing happens before its `run()`.
    /// - Parameters:
    ///   - user: whom the credential names.
    ///   - journal: where words are kept that the server does not have yet; nil keeps them in memory only.
    ///   - copies: where the draft is kept, to begin with the next time and to be read where no server answers; nil keeps no copy.
    public func session(
        for draft: DraftID, as user: UserID, journal: JournalFolder? = nil, copies: CopyFolder? = nil
    ) -> DraftSession {
        DraftSession(
            draftID: draft, user: user, caller: caller, sockets: CurlSocketTransport(network: network),
            sources: SessionSources(),
            journal: JournalKeeper(folder: journal, server: baseURL, draft: draft, user: user), copies: copies)
    }

    // MARK: The server itself

    /// Which process answers.
    public func health() async throws(ClientError) -> HealthBody {
        try await caller.call(Endpoints.health, query: NoQuery(), body: EmptyBody(), timeout: .seconds(5))
    }

    /// Whether the server can serve; one that cannot throws `unavailable`.
    public func readiness() async throws(ClientError) -> ReadyBody {
        try await caller.call(Endpoints.ready, query: NoQuery(), body: EmptyBody(), timeout: .seconds(5))
    }

    /// How callers may prove who they are; asked without a credential.
    public func authConfig() async throws(ClientError) -> AuthConfigBody {
        try await caller.call(Endpoints.authConfig, query: NoQuery(), body: EmptyBody(), timeout: .seconds(10))
    }

    /// Who the caller is, as the server sees them.
    public func me() async throws(ClientError) -> UserBody {
        try await caller.call(Endpoints.me, query: NoQuery(), body: EmptyBody(), timeout: .seconds(10)).data
    }
}
