import CollabTesting
import DraftCore
import FoundationEssentials
import Testing

@testable import CollabClient

/// A sign-in that is kept, and kept fresh.
@Suite(.timeLimit(.minutes(1))) struct StoredSignInTests {
    private static let server = "https://draft.example"
    private let directory: TemporaryDirectory
    private let store: CredentialStore
    private let clock = TestClock()

    init() throws {
        directory = try TemporaryDirectory()
        store = CredentialStore(folder: directory.file("state"))
    }

    /// Another program of the same user, with its own view of the file.
    private func program() throws -> StoredSignIn {
        let program = try StoredSignIn(
            at: Self.server, in: CredentialStore(folder: directory.file("state")),
            http: CurlHTTPTransport(network: NetworkThread()), now: { [clock] in clock.now })
        return try #require(program)
    }

    /// Somebody has signed in with an ID token that lives an hour.
    private func signIn(
        _ user: String = "ana", at issuer: String, token: String = "first", refresh: String? = "r1",
        secret: String? = nil, living seconds: Int = 3600
    ) async throws {
        let provider = OpenIDProvider(
            metadata: ProviderMetadata(issuer: issuer, tokenEndpoint: issuer),
            client: .init(id: "draft", secret: secret),
            caller: ProviderCaller(http: ScriptedHTTP(500)), clock: ContinuousClock(), scope: "openid")
        let bearer = BearerToken(kind: .idToken, text: token, lifetime: .seconds(seconds))
        let tokens = SignInTokens(bearers: [bearer], refreshToken: refresh, subject: "sub-1")
        let credential = StoredCredential(.sample(user), bearer: bearer, of: tokens, from: provider, now: clock.now)
        try await store.keep(credential, for: Self.server)
    }

    /// A provider that answers every refresh with a fresh ID token and another refresh token.
    private func rotating() -> ScriptedProvider {
        ScriptedProvider { call, number in
            let token = SampleToken.idToken(issuer: call.issuer, issuedAt: 1_795_512_600 + number)
            return .init(body: SampleToken.answer(id: token, refresh: "r\(number + 1)"))
        }
    }

    @Test func `a token serves until a minute before its end, then a fresh one takes its place`() async throws {
        let provider = rotating()
        try await signIn(at: provider.issuer)
        let program = try program()
        clock.advance(seconds: 3600 - 61)
        #expect(try await program.token(replacing: nil) == "first")
        #expect(provider.calls.isEmpty)
        #expect(await program.timeToRenewal() == .seconds(1))
        clock.advance(seconds: 1)
        let fresh = try await program.token(replacing: nil)
        #expect(fresh != "first")
        #expect(provider.calls.map { $0.fields["refresh_token"] } == ["r1"])
        #expect(provider.calls[0].fields["client_id"] == "draft")
        #expect(await program.timeToRenewal() == .seconds(3600 - 60))
        #expect(try await program.token(replacing: fresh) != fresh)
        #expect(provider.calls.map { $0.fields["refresh_token"] } == ["r1", "r2"], "the one that came with it")
    }

    @Test func `a token that lives a minute is not replaced with every call`() async throws {
        let provider = rotating()
        let short = SampleToken.idToken(issuer: provider.issuer, lives: 60)
        try await signIn(at: provider.issuer, token: short, living: 60)
        let program = try program()
        for _ in 0..<3 { #expect(try await program.token(replacing: nil) == short) }
        #expect(await program.timeToRenewal() == .seconds(45))
        clock.advance(seconds: 44)
        #expect(try await program.token(replacing: nil) == short)
        #expect(provider.calls.isEmpty)
        clock.advance(seconds: 1)
        #expect(try await program.token(replacing: nil) != short)
        #expect(provider.calls.count == 1)
    }

    @Test func `of many who need a fresh token at once, in several programs, one asks`() async throws {
        let provider = rotating()
        try await signIn(at: provider.issuer)
        let programs = try (0..<4).map { _ in try program() }
        clock.advance(seconds: 3590)
        let tokens = try await withThrowingTaskGroup(of: String.self) { group in
            for index in 0..<16 { group.addTask { try await programs[index % 4].token(replacing: nil) } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(tokens.count == 1)
        #expect(!tokens.contains("first"))
        #expect(provider.calls.count == 1)
    }

    @Test func `a sign-in in another terminal is seen, one of another user is not used`() async throws {
        try await signIn(at: "http://127.0.0.1:1", refresh: nil)
        let program = try program()
        await #expect(throws: ClientError.self) { try await program.token(replacing: "first") }
        try await signIn(at: "http://127.0.0.1:1", token: "second", refresh: nil)
        #expect(try await program.token(replacing: "first") == "second")
        try await signIn("ben", at: "http://127.0.0.1:1", token: "third", refresh: nil)
        let error = await #expect(throws: ClientError.self) { try await program.token(replacing: nil) }
        #expect(error?.message.contains("ben") == true)
        _ = try await store.forget(Self.server)
        await #expect(throws: ClientError.signInNeeded) { try await program.token(replacing: nil) }
    }

    @Test func `a provider that refuses ends it: the old token serves its time, and nobody is asked again`()
        async throws
    {
        let provider = ScriptedProvider { _, _ in .init(status: 400, body: #"{"error":"invalid_grant"}"#) }
        try await signIn(at: provider.issuer)
        let program = try program()
        clock.advance(seconds: 3590)
        #expect(try await program.token(replacing: nil) == "first")
        clock.advance(seconds: 20)
        for _ in 0..<3 {
            let error = await #expect(throws: ClientError.self) { try await program.token(replacing: nil) }
            #expect(error?.code == .unauthorized)
        }
        #expect(provider.calls.count == 1)
        #expect(await program.timeToRenewal() == nil)
    }

    @Test func `a provider that gives no new ID token wants the user`() async throws {
        let provider = ScriptedProvider { _, _ in .init(body: SampleToken.answer(refresh: "r2")) }
        try await signIn(at: provider.issuer)
        let program = try program()
        let error = await #expect(throws: ClientError.self) { try await program.token(replacing: "first") }
        #expect(error?.code == .unauthorized)
        #expect(error?.message.contains("without you") == true)
    }

    @Test func `a provider out of reach is a matter of time, and left alone for a while`() async throws {
        let provider = ScriptedProvider { _, _ in .init(status: 503, body: "") }
        try await signIn(at: provider.issuer)
        let program = try program()
        clock.advance(seconds: 3590)
        #expect(try await program.token(replacing: nil) == "first")
        clock.advance(seconds: 9)
        #expect(try await program.token(replacing: nil) == "first")
        #expect(provider.calls.count == 1)
        clock.advance(seconds: 1)
        let error = await #expect(throws: ClientError.self) { try await program.token(replacing: nil) }
        #expect(error?.code == .unreachable)
        #expect(provider.calls.count == 2)
        #expect(try store.credential(for: Self.server)?.renewal?.refreshToken == "r1", "it may serve yet")
    }

    @Test func `a fresh token of another person is refused`() async throws {
        let provider = ScriptedProvider { call, _ in
            .init(body: SampleToken.answer(id: SampleToken.idToken(issuer: call.issuer, subject: "eve"), refresh: "r2"))
        }
        try await signIn(at: provider.issuer)
        await #expect(throws: ClientError.self) { try await program().token(replacing: "first") }
        #expect(try store.credential(for: Self.server)?.token == "first")
    }

    @Test func `a secret goes along in the header, without it the client's id in the form`() async throws {
        let provider = rotating()
        try await signIn(at: provider.issuer, secret: "s:1")
        _ = try await program().token(replacing: "first")
        let call = try #require(provider.calls.first)
        #expect(call.head.contains("Authorization: Basic \(Digest.base64(Array("draft:s%3A1".utf8)))\r\n"))
        #expect(call.fields["client_id"] == nil)
    }

    @Test func `a refresh is kept even if nobody waits for it any more`() async throws {
        let provider = rotating()
        try await signIn(at: provider.issuer)
        let program = try program()
        let task = Task { try await program.token(replacing: "first") }
        task.cancel()
        _ = await task.result
        // Whatever the cancelled call came to, a refresh token that was used up is not the one on disk.
        #expect(try await program.token(replacing: "first") != "first")
        #expect(provider.calls.count == 1)
        #expect(try store.credential(for: Self.server)?.renewal?.refreshToken == "r2")
    }

    @Test func `every change of the sign-ins can be told from what was before`() async throws {
        var stamps = [store.stamp]
        for token in ["first", "other"] {
            try await signIn(at: "http://127.0.0.1:1", token: token)
            #expect(store.stamp == store.stamp)
            stamps.append(store.stamp)
        }
        _ = try await store.forget(Self.server)
        stamps.append(store.stamp)
        #expect(stamps.first == .some(nil))
        #expect(Set(stamps).count == 4)
    }
}
