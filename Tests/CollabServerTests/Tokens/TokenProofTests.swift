import CollabTesting
import Crypto
import DraftCore
import Testing

@testable import collab_server

@Suite struct TokenProofTests {
    @Test(arguments: TestKey.Kind.allCases)
    func `a token proves who calls, whatever it is signed with`(kind: TestKey.Kind) async throws {
        try await VerifierStage.run(signingWith: kind) { stage in
            let token = stage.issuer.token(for: "ada") {
                $0.claims["email"] = "ada@example.org"
                $0.claims["preferred_username"] = "Ada"
            }
            let user = try #require(UserID("ada"))
            let proof = try await stage.verifier.proof(of: token)
            #expect(
                proof
                    == TokenProof(
                        userID: user, issuer: stage.issuer.url, email: "ada@example.org", username: "Ada",
                        issuedAt: stage.clock.now, expiresAt: stage.clock.now.after(seconds: 600)))
        }
    }

    @Test(
        arguments: [
            [("username", "ada"), ("name", "Ada L.")], [("name", "Ada L."), ("preferred_username", "ada")],
            [("nickname", "ada"), ("name", "Ada L.")], [("username", " \u{1B}\u{202E} "), ("name", " a\u{0}d\u{7}a ")],
            [("username", nil), ("name", "ada")], [("username", 7), ("nickname", ["x"]), ("name", "ada")],
        ] as [[(String, TestJSON)]])
    func `the first name that is left after cleaning is the name`(claims: [(String, TestJSON)]) async throws {
        try await VerifierStage.run { stage in
            let token = stage.issuer.token(for: "u1") { token in
                for (name, value) in claims { token.claims[name] = value }
            }
            let proof = try await stage.verifier.proof(of: token)
            #expect(proof.username == "ada")
        }
    }

    @Test func `names and addresses are cut, never refused`() async throws {
        try await VerifierStage.run { stage in
            let token = stage.issuer.token(for: "u1") {
                $0.claims["name"] = .string(String(repeating: "e\u{301}", count: 100))
                $0.claims["email"] = .string(String(repeating: "a", count: 300))
            }
            let proof = try await stage.verifier.proof(of: token)
            #expect(proof.username?.unicodeScalars.count == 64)
            #expect(proof.email?.unicodeScalars.count == 254)
            let odd = try await stage.verifier.proof(of: stage.issuer.token(for: "u1") { $0.claims["email"] = [7] })
            #expect(odd.username == nil && odd.email == nil)
        }
    }

    @Test(arguments: [nil, "JWT", "jwt", "application/jwt"] as [TestJSON?])
    func `an ID token may say that it is a JWT`(type: TestJSON?) async throws {
        try await VerifierStage.run { stage in
            #expect(await stage.believes(stage.issuer.token(for: "ada") { $0.header["typ"] = type }))
        }
    }

    @Test(arguments: ["at+jwt", "AT+JWT", "application/at+jwt"])
    func `an access token of an allowed client is believed`(type: String) async throws {
        try await VerifierStage.run(.clerk) { stage in
            let token = stage.issuer.token(for: "ada") {
                $0.becomeAccessToken(client: VerifierStage.oauthClient)
                $0.header["typ"] = .string(type)
            }
            #expect(await stage.believes(token))
        }
        try await VerifierStage.run { stage in
            let token = stage.issuer.token(for: "ada") {
                $0.becomeAccessToken(client: stage.issuer.clientID, audience: stage.issuer.audience)
                $0.header["typ"] = .string(type)
            }
            #expect(await stage.believes(token))
        }
    }

    @Test func `a session of Clerk is believed, from a named party or from none`() async throws {
        try await VerifierStage.run(.clerk) { stage in
            #expect(await stage.believes(stage.issuer.token(for: "ada") { $0.becomeClerkSession() }))
            let token = stage.issuer.token(for: "ada") {
                $0.becomeClerkSession()
                $0.claims["azp"] = nil
                $0.claims["sts"] = "active"
            }
            #expect(await stage.believes(token))
        }
    }

    @Test func `one of several audiences is enough, with the client named as the party`() async throws {
        try await VerifierStage.run { stage in
            let token = stage.issuer.token(for: "ada") {
                $0.claims["aud"] = ["other", .string(stage.issuer.clientID)]
                $0.claims["azp"] = .string(stage.issuer.clientID)
            }
            #expect(await stage.believes(token))
        }
    }

    @Test func `clocks may be five seconds apart`() async throws {
        try await VerifierStage.run { stage in
            let now = stage.clock.now
            let tokens: [(exp: Int, nbf: Int, isBelieved: Bool)] = [
                (-4, -60, true), (-5, -60, false), (60, 5, true), (60, 6, false),
            ]
            for (exp, nbf, isBelieved) in tokens {
                let token = stage.issuer.token(for: "ada") {
                    $0.issuedAt = now.after(seconds: -60)
                    $0.expiresAt = now.after(seconds: exp)
                    $0.claims["nbf"] = .seconds(now.after(seconds: nbf))
                }
                #expect(await stage.believes(token) == isBelieved, "exp \(exp), nbf \(nbf)")
            }
        }
    }

    @Test func `a token may be issued five seconds ahead, and not six, so that none outlives its revocation`()
        async throws
    {
        try await VerifierStage.run { stage in
            for (ahead, isBelieved) in [(5, true), (6, false), (60, false)] {
                let token = stage.issuer.token(for: "ada") { $0.issuedAt = stage.clock.now.after(seconds: ahead) }
                #expect(await stage.believes(token) == isBelieved, "\(ahead) s ahead")
            }
        }
    }

    @Test func `a server believes its own tokens, and not those of another store`() async throws {
        let clock = TestClock()
        let directory = try TemporaryDirectory()
        let file = SigningKeyFile(path: directory.file("key"))
        let keys = try file.readOrMake()
        let own = try OwnKeys(serverID: "5f0c", file: file)
        let verifier = await IssuerTokenVerifier.quiet(IssuerSettings(), ownKeys: own, clock: clock)
        let token = { (serverID: String, key: Curve25519.Signing.PrivateKey) in
            let header = #"{"alg":"EdDSA","kid":"\#(keys.kid)","typ":"JWT"}"#
            let now = clock.now.milliseconds / 1000
            let claims =
                #"{"iss":"urn:uuid:5f0c","sub":"ada","aud":"\#(serverID)","iat":\#(now),"exp":\#(now + 60)}"#
            let signed = header.utf8.base64URLText + "." + claims.utf8.base64URLText
            return signed + "." + (try key.signature(for: Array(signed.utf8))).base64URLText
        }
        let proof = try await verifier.proof(of: token("5f0c", keys.signing))
        #expect(proof.userID.description == "ada")
        #expect(try proof.issuer == own.issuer.name)
        for forged in [try token("77ab", keys.signing), try token("5f0c", Curve25519.Signing.PrivateKey())] {
            await #expect(throws: TokenRefusal.self) { try await verifier.proof(of: forged) }
        }
    }
}
