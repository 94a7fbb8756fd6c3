import CollabTesting
import DraftCore
import Testing

@testable import collab_server

@Suite struct KeySetTests {
    /// Entries that are for something else, or for nobody.
    private static let odd: [String] = [
        #"{"kty":"oct","k":"c2VjcmV0","kid":"a","alg":"HS256"}"#,
        #"{"kty":"EC","crv":"secp256k1","x":"AA","y":"AA","kid":"b"}"#,
        #"{"kty":"EC","crv":"P-256","x":"AA","y":"AA","kid":"c"}"#,
        #"{"kty":"OKP","crv":"X25519","x":"AA","kid":"d"}"#,
        #"{"kty":"OKP","crv":"Ed25519","kid":"d"}"#,
        #"{"kty":"RSA","n":"","e":"AQAB"}"#,
        #"{"kty":7}"#, "7", "null", "[]", "{}",
        changed(.rsa) { $0["alg"] = "RSA-OAEP" }, changed(.rsa) { $0["alg"] = "PS256" },
        changed(.rsa) { $0["use"] = "enc" }, changed(.p256) { $0["use"] = "enc" },
        changed(.p256) { $0["key_ops"] = ["sign"] }, changed(.ed25519) { $0["alg"] = "ES256" },
        changed(.ed25519) { $0["d"] = "AA" },
        // 1024 bits, and 16384
        changed(.rsa) { $0["n"] = .string(Array(repeating: 0xC3, count: 128).base64URLText) },
        changed(.rsa) { $0["n"] = .string(Array(repeating: 0xC3, count: 2048).base64URLText) },
        changed(.rsa) { $0["e"] = .string(Array(repeating: 0xC3, count: 256).base64URLText) },
    ]

    private static func changed(_ kind: TestKey.Kind, _ change: (inout TestMembers) -> Void) -> String {
        var members = TestKey(kind).jwk
        change(&members)
        return members.text
    }

    @Test(arguments: odd)
    func `an odd key is skipped, and the others are used`(entry: String) async throws {
        try await VerifierStage.run { stage in
            stage.issuer.publishedText = #"{"keys":[\#(entry),\#(stage.issuer.key.jwk.text)]}"#
            #expect(await stage.believes(stage.issuer.token(for: "ada")))
            // Without a name: the odd one does not count.
            #expect(await stage.believes(stage.issuer.token(for: "ada") { $0.header["kid"] = nil }))
        }
    }

    @Test(arguments: TestKey.Kind.allCases, [["use"], ["alg"], ["use", "alg"]])
    func `a key need not say what it is for`(kind: TestKey.Kind, left: [String]) async throws {
        try await VerifierStage.run(signingWith: kind) { stage in
            var members = stage.issuer.key.jwk
            for name in left { members[name] = nil }
            stage.issuer.publishedText = #"{"keys":[\#(members.text)]}"#
            if kind == .rsa {
                let forged = stage.issuer.token(for: "ada") { $0.header["alg"] = "PS256" }
                #expect(await !stage.believes(forged))
            }
            #expect(await stage.believes(stage.issuer.token(for: "ada")))
        }
    }

    @Test func `a token without a name of a key is refused as soon as there are two`() async throws {
        try await VerifierStage.run { stage in
            stage.issuer.rotate(keepingOld: true)
            let token = stage.issuer.token(for: "ada") { $0.header["kid"] = nil }
            #expect(await stage.refusal(of: token) == .invalid(reason: "signed by an unknown key"))
            #expect(await stage.believes(stage.issuer.token(for: "ada")))
        }
    }

    @Test func `a token is judged by the key that it names, not by another of the set`() async throws {
        try await VerifierStage.run { stage in
            let old = stage.issuer.key
            stage.issuer.rotate(keepingOld: true)
            let token = stage.issuer.token(for: "ada") { $0.header["kid"] = .string(old.id!) }
            #expect(await stage.refusal(of: token) == .invalid(reason: "not signed by its issuer"))
            #expect(
                await stage.believes(
                    stage.issuer.token(for: "ada") {
                        $0.key = old; $0.header["kid"] = .string(old.id!)
                    }))
        }
    }

    @Test func `a name that two keys have is nobody's`() async throws {
        try await VerifierStage.run { stage in
            let old = stage.issuer.key
            stage.issuer.rotate(keepingOld: true, id: old.id)
            #expect(await !stage.believes(stage.issuer.token(for: "ada")))
            #expect(await !stage.believes(stage.issuer.token(for: "ada") { $0.key = old }))
        }
    }

    @Test(arguments: TestKey.Kind.allCases)
    func `a key in PEM needs no network`(kind: TestKey.Kind) async throws {
        try await VerifierStage.run(.clerk, signingWith: kind) { stage in
            var settings = stage.settings
            for pem in [stage.issuer.key.pem, stage.issuer.key.pem.replacing("\n", with: "\\n"), stage.bareKey] {
                settings.clerk?.keys = .key(try #require(PublicKey(pem: pem)))
                let verifier = await IssuerTokenVerifier.quiet(settings, clock: stage.clock)
                _ = try await verifier.proof(of: stage.issuer.token(for: "ada") { $0.becomeClerkSession() })
                let forged = stage.issuer.token(for: "ada") {
                    $0.becomeClerkSession()
                    $0.signWithSecret(stage.issuer.key.pem)
                }
                await #expect(throws: TokenRefusal.self) { _ = try await verifier.proof(of: forged) }
            }
            #expect(stage.issuer.keyRequests == 0)
        }
    }

    @Test func `keys are fetched from the address that is given`() async throws {
        try await VerifierStage.run(.clerk) { stage in
            stage.issuer.describedIssuer = "https://other.example"
            var settings = stage.settings
            settings.clerk?.keys = .published(WebAddress(stage.issuer.jwksURL))
            let verifier = await IssuerTokenVerifier.quiet(settings, clock: stage.clock)
            _ = try await verifier.proof(of: stage.issuer.token(for: "ada") { $0.becomeClerkSession() })
        }
    }

    @Test(arguments: [([], true), (["draft-api"], true), (["other", "draft-api"], true), (["other"], false)])
    func `a token of Clerk names one of the audiences that are asked for`(
        audience: [String], isBelieved: Bool
    ) async throws {
        try await VerifierStage.run(.clerk, change: { $0.clerk?.audience = audience }) { stage in
            let token = stage.issuer.token(for: "ada") {
                $0.becomeClerkSession()
                $0.claims["aud"] = ["draft-api", "more"]
            }
            #expect(await stage.believes(token) == isBelieved)
            let none = stage.issuer.token(for: "ada") { $0.becomeClerkSession() }
            #expect(await stage.believes(none) == audience.isEmpty)
        }
    }
}

extension VerifierStage {
    fileprivate var bareKey: String {
        issuer.key.pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
    }
}
