import CollabAPI
import FoundationEssentials
import Testing

@testable import CollabClient

/// Authorization code with PKCE, back to a loopback port.
@Suite(.timeLimit(.minutes(1))) struct BrowserSignInTests {
    private static let endpoint = #","authorization_endpoint":"$/auth?tenant=a""#

    /// Plays the browser: what the port answers to a query.
    private func bring(_ query: String, to sign: BrowserSignIn, path: String = "/callback") async throws -> HTTPResponse
    {
        let http = CurlHTTPTransport(network: NetworkThread())
        return try await http.send(
            HTTPRequest(method: .get, url: "http://127.0.0.1:\(sign.listener.port)\(path)?\(query)"))
    }

    @Test func `the challenge is that of the standard's example`() {
        #expect(
            BrowserSignIn.challenge(of: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
                == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    }

    @Test func `the code that the browser brings becomes tokens, and others are turned away`() async throws {
        let nonce = Locked("")
        let scripted = ScriptedProvider(metadata: Self.endpoint) { call, _ in
            let token = SampleToken.idToken(issuer: call.issuer, nonce: nonce.withLock { $0 })
            return .init(body: SampleToken.answer(id: token, refresh: "r1"))
        }
        let provider = try await scripted.discovered(scopes: ["openid", "profile"])
        let sign = try provider.beginBrowser()
        nonce.withLock { $0 = sign.nonce }
        let asked = try #require(Form.decode(sign.address.drop { $0 != "?" }.dropFirst()))
        #expect(sign.address.hasPrefix(scripted.issuer + "/auth?tenant=a&response_type=code&"))
        #expect(asked["redirect_uri"] == "http://127.0.0.1:\(sign.listener.port)/callback")
        #expect(asked["scope"] == "openid profile")
        #expect(asked["code_challenge"] == BrowserSignIn.challenge(of: sign.verifier))
        #expect(asked["code_challenge_method"] == "S256")
        async let finished = provider.finish(sign)
        for query in ["code=stolen&state=guess<b>", "code=stolen", "code=a&state=\(sign.state)&state=\(sign.state)"] {
            let answer = try await bring(query, to: sign)
            #expect(answer.status == 404)
            #expect(!String(decoding: answer.body, as: UTF8.self).contains("guess"))
        }
        #expect(try await bring("code=c&state=\(sign.state)", to: sign, path: "/other").status == 404)
        let page = try await bring("code=c%2B1&state=\(sign.state)", to: sign)
        #expect(page.status == 200)
        #expect(String(decoding: page.body, as: UTF8.self).contains("You can close this window"))
        let tokens = try await finished
        #expect(tokens.bearers.map(\.kind) == [.idToken])
        #expect(tokens.refreshToken == "r1")
        let form = try #require(scripted.calls.first).fields
        #expect(form["code"] == "c+1")
        #expect(form["code_verifier"] == sign.verifier)
        #expect(form["redirect_uri"] == asked["redirect_uri"])
        #expect(form["client_id"] == "draft")
        #expect(scripted.calls.count == 1)
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        let query: String
        var metadata = ""
        let says: String
        var testDescription: String { query }
    }

    @Test(arguments: [
        Wrong(query: "error=access_denied&error_description=Not%20today", says: "Not today"),
        Wrong(query: "error=server_error", says: "server_error"),
        Wrong(query: "code=c&iss=https://other.example", says: "another provider"),
        Wrong(
            query: "code=c", metadata: #","authorization_response_iss_parameter_supported":true"#, says: "does not say"),
        Wrong(query: "code=", says: "no code"),
        Wrong(query: "code=c", says: "nonce"),
    ]) func `an answer that is a no, or another's, signs nobody in`(wrong: Wrong) async throws {
        let scripted = ScriptedProvider(metadata: Self.endpoint + wrong.metadata) { call, _ in
            .init(body: SampleToken.answer(id: SampleToken.idToken(issuer: call.issuer, nonce: "another")))
        }
        let provider = try await scripted.discovered()
        let sign = try provider.beginBrowser()
        async let page = bring(wrong.query + "&state=\(sign.state)", to: sign)
        let error = try #require(await failure { () throws(SignInError) in try await provider.finish(sign) })
        #expect(error.message.contains(wrong.says), "\(error.message)")
        #expect(try await page.status == 200)
        if wrong.says != "nonce" { #expect(scripted.calls.isEmpty, "no code leaves for the token endpoint") }
    }

    @Test func `giving up frees the port`() async throws {
        let provider = try await ScriptedProvider(metadata: Self.endpoint).discovered()
        let sign = try provider.beginBrowser()
        let task = Task { await failure { () throws(SignInError) in try await provider.finish(sign) } }
        task.cancel()
        #expect(await task.value?.reason == .cancelled)
    }

    @Test func `a port that others call again and again still hears the browser`() async throws {
        let nonce = Locked("")
        let scripted = ScriptedProvider(metadata: Self.endpoint) { call, _ in
            .init(
                body: SampleToken.answer(
                    id: SampleToken.idToken(issuer: call.issuer, nonce: nonce.withLock { $0 }), refresh: "r1"))
        }
        let provider = try await scripted.discovered()
        let sign = try provider.beginBrowser()
        nonce.withLock { $0 = sign.nonce }
        async let finished = provider.finish(sign)
        for _ in 0..<100 { #expect(try await bring("state=no", to: sign).status == 404) }
        #expect(try await bring("code=c&state=\(sign.state)", to: sign).status == 200)
        #expect(try await finished.refreshToken == "r1")
    }

    @Test func `what a started program is told leads to the provider once, and shows nothing of the sign-in`()
        async throws
    {
        let provider = try await ScriptedProvider(metadata: Self.endpoint).discovered()
        let sign = try provider.beginBrowser()
        let task = Task { await failure { () throws(SignInError) in try await provider.finish(sign) } }
        #expect(sign.startAddress == "http://127.0.0.1:\(sign.listener.port)/start")
        let http = CurlHTTPTransport(network: NetworkThread())
        let first = try await http.send(HTTPRequest(method: .get, url: sign.startAddress))
        #expect(first.status == 302)
        #expect(first.headers["Location"] == sign.address)
        let second = try await http.send(HTTPRequest(method: .get, url: sign.startAddress))
        #expect(second.status == 404)
        #expect(second.headers["Location"] == nil)
        task.cancel()
        #expect(await task.value?.reason == .cancelled)
    }
}
