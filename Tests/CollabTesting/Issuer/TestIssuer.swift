public import DraftCore
import Hummingbird
import Logging
import ServiceLifecycle

@testable import collab_server

/// An issuer of tokens on loopback: it makes tokens of all kinds, right and wrong, and publishes its keys.
///
///     let issuer = try await TestIssuer.start()
///     let server = try await InProcessServer.start(variables: issuer.variables)
///     let token = issuer.token(for: "ada") { $0.expiresAt = issuer.now.after(seconds: -60) }
public final class TestIssuer: Sendable {
    /// What it calls itself, such as `http://127.0.0.1:40123`.
    public let url: String
    /// The client whom its ID tokens are for.
    public let clientID = "draft-terminal"
    /// The audience of its access tokens.
    public let audience = "https://api.draft.example"

    private let publication: TestPublication
    private let clock: TestClock?
    private let group: ServiceGroup
    private let running: Task<Void, any Error>

    /// Starts an issuer.
    /// - Parameter clock: for the times in its tokens; the system's where this is nil.
    public static func start(signingWith kind: TestKey.Kind = .p256, clock: TestClock? = nil) async throws -> TestIssuer
    {
        let publication = TestPublication(key: TestKey(kind))
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let (ports, portSource) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: publication.router,
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                if let port = channel.localAddress?.port { portSource.yield(port) }
            }, logger: logger)
        let group = ServiceGroup(services: [application], logger: logger)
        let running = Task {
            defer { portSource.finish() }
            try await group.run()
        }
        guard let port = await ports.first(where: { _ in true }) else {
            try await running.value
            throw ServerDidNotStart()
        }
        return TestIssuer("http://127.0.0.1:\(port)", publication, clock, group, running)
    }

    /// Runs `body` with an issuer and stops it afterwards, however `body` ends.
    public static func run<Result: Sendable>(
        signingWith kind: TestKey.Kind = .p256, clock: TestClock? = nil,
        _ body: @Sendable (TestIssuer) async throws -> Result
    ) async throws -> Result {
        let issuer = try await start(signingWith: kind, clock: clock)
        do {
            let result = try await body(issuer)
            try await issuer.stop()
            return result
        } catch {
            try await issuer.stop()
            throw error
        }
    }

    private init(
        _ url: String, _ publication: TestPublication, _ clock: TestClock?, _ group: ServiceGroup,
        _ running: Task<Void, any Error>
    ) {
        self.url = url
        self.publication = publication
        self.clock = clock
        self.group = group
        self.running = running
        publication.change { $0.url = url }
    }

    /// Stops it; whoever waits for an answer gets none.
    public func stop() async throws {
        publication.change { $0.manner = .failing }
        await group.triggerGracefulShutdown()
        try await running.value
    }

    /// Where its keys are.
    public var jwksURL: String { url + "/keys" }

    /// The variables by which a server accepts its ID tokens, without their `COLLAB_`, as `InProcessServer` takes them.
    public var variables: [String: String] { ["OIDC_ISSUER": url, "OIDC_CLIENT_ID": clientID] }

    /// The moment at which a token made now is issued.
    public var now: Timestamp { clock?.now ?? WallClock.system.now() }

    /// The key that signs.
    public var key: TestKey { publication.state.keys.last! }

    /// Signs with a new key from now on, and publishes it alone, or beside those before it.
    @discardableResult
    public func rotate(to kind: TestKey.Kind? = nil, keepingOld: Bool = false, id: String? = TestKey.newName())
        -> TestKey
    {
        let key = TestKey(kind ?? self.key.kind, id: id)
        publication.change { $0.keys = (keepingOld ? $0.keys : []) + [key] }
        return key
    }

    /// How it answers.
    public var manner: TestPublication.Manner {
        get { publication.state.manner }
        set { publication.change { $0.manner = newValue } }
    }

    /// Whether it answers with errors.
    public var failing: Bool {
        get { manner == .failing }
        set { manner = newValue ? .failing : .proper }
    }

    /// Whether it takes requests and does not answer them.
    public var stalling: Bool {
        get { manner == .stalling }
        set { manner = newValue ? .stalling : .proper }
    }

    /// What it publishes instead of its keys, as it stands.
    public var publishedText: String? {
        get { publication.state.keysText }
        set { publication.change { $0.keysText = newValue } }
    }

    /// What its discovery document calls it.
    public var describedIssuer: String? {
        get { publication.state.describedIssuer }
        set { publication.change { $0.describedIssuer = newValue } }
    }

    /// How often its keys were asked for.
    public var keyRequests: Int { publication.state.keyRequests }

    /// A signed ID token for `user`, as `change` leaves it.
    public func token(for user: String, _ change: (inout TestToken) -> Void = { _ in }) -> String {
        var token = TestToken(
            header: TestMembers([("alg", .string(key.algorithm)), ("typ", "JWT")]),
            claims: TestMembers([
                ("iss", .string(url)), ("sub", .string(user)), ("aud", .string(clientID)),
                ("iat", .seconds(now)), ("exp", .seconds(now.after(seconds: 600))),
            ]), key: key)
        if let id = key.id { token.header["kid"] = .string(id) }
        change(&token)
        return token.text
    }
}
