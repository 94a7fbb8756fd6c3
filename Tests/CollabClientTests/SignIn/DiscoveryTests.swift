import Testing

@testable import CollabClient

/// What a provider says of itself, and what is believed of it.
@Suite(.timeLimit(.minutes(1))) struct DiscoveryTests {
    @Test func `the ways in are those that the document names`() async throws {
        let bare = try await ScriptedProvider().discovered()
        #expect(!bare.offersDevice && !bare.offersBrowser)
        let both = try await ScriptedProvider(
            metadata:
                #","authorization_endpoint":"$/auth","device_authorization_endpoint":"https://elsewhere.example/d""#
        ).discovered()
        #expect(both.offersDevice && both.offersBrowser)
        let plain = try await ScriptedProvider(
            metadata: #","authorization_endpoint":"$/auth","code_challenge_methods_supported":["plain"]"#
        ).discovered()
        #expect(!plain.offersBrowser, "without S256 whoever sees the code could use it")
    }

    @Test func `openid is always asked for, and offline access where the provider knows it`() async throws {
        let silent = try await ScriptedProvider().discovered(scopes: ["profile"])
        #expect(silent.scope == "openid profile")
        let knowing = try await ScriptedProvider(metadata: #","scopes_supported":["openid","offline_access"]"#)
            .discovered(scopes: ["openid", "email"])
        #expect(knowing.scope == "openid email offline_access")
    }

    @Test(arguments: [
        (#"{"issuer":"$/","token_endpoint":"$/t"}"#, "calls itself"),
        (#"{"issuer":"https://evil.example","token_endpoint":"$/t"}"#, "calls itself"),
        (#"{"issuer":"$","token_endpoint":"http://192.0.2.7/t"}"#, "neither https nor on this machine"),
        (#"{"issuer":"$","token_endpoint":"$/t","device_authorization_endpoint":"ftp://127.0.0.1/"}"#, "neither https"),
        (#"{"issuer":"$"}"#, "cannot be read"),
        ("<html>", "cannot be read"),
        ("{\"issuer\":\"" + String(repeating: "x", count: 300 << 10), "larger than"),
    ]) func `a document that is not the issuer's own, or sends secrets into the open, is refused`(
        document: String, says: String
    ) async throws {
        let provider = ScriptedProvider(discovery: .init(body: document))
        let error = try #require(await failure { () throws(SignInError) in try await provider.discovered() })
        #expect(error.reason == .provider)
        #expect(error.message.contains(says), "\(error.message)")
    }

    @Test func `a provider in trouble may be there again soon`() async throws {
        let troubled = ScriptedProvider(discovery: .init(status: 503, body: ""))
        #expect(await failure { () throws(SignInError) in try await troubled.discovered() }?.reason == .unreachable)
        let wrong = ScriptedProvider(discovery: .init(status: 302, body: ""))
        #expect(await failure { () throws(SignInError) in try await wrong.discovered() }?.reason == .provider)
    }

    @Test(arguments: [
        ("https://id.example", true), ("HTTPS://id.example/a", true), ("http://127.0.0.1:99/x", true),
        ("http://127.1.2.3", true), ("http://localhost", true), ("http://LOCALHOST:1", true),
        ("http://[::1]:80/", true),
        ("http://id.example", false), ("http://127.0.0.1.evil.example", false),
        ("http://127.0.0.1@evil.example", false),
        ("http://evil.example\\@127.0.0.1", false), ("http://localhost.evil.example", false), ("http://[::2]", false),
        ("http://127.0.0", false), ("ftp://localhost", false), ("id.example", false), ("https://", false),
        ("https://id.example/a b", false), ("https://me@id.example", false),
    ]) func `secrets go over https, or nowhere beyond this machine`(address: String, isSafe: Bool) {
        #expect(ProviderMetadata.isSafe(address) == isSafe)
    }
}

/// What `body` throws; nil where it throws nothing.
func failure<Result>(_ body: () async throws(SignInError) -> Result) async -> SignInError? {
    do throws(SignInError) {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}
