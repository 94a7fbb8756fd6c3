import CollabTesting
import DraftCore
import Testing

@testable import collab_server

/// Every way to lie with a token that anybody has thought of, and what becomes of it.
@Suite struct AttackTests {
    @Test(arguments: signatures + headers)
    func `a token with a forged header or signature is refused`(attack: Attack) async throws {
        try await refuse(attack)
    }

    @Test(arguments: claims + clerk + accessTokens)
    func `a token that claims what it may not is refused`(attack: Attack) async throws {
        try await refuse(attack)
    }

    @Test(arguments: shapes)
    func `a token that is not of one spelling is refused`(attack: Attack) async throws {
        try await refuse(attack)
    }

    private func refuse(_ attack: Attack) async throws {
        try await VerifierStage.run(attack.profile, signingWith: attack.kind) { stage in
            #expect(await stage.refusal(of: attack.token(of: stage.issuer)) == .invalid(reason: attack.reason))
            #expect(await stage.believes(attack.harmless(of: stage.issuer)))
        }
    }

    private static let algorithm = "not signed by one of the allowed algorithms"

    private static let signatures = [
        Attack("alg none", algorithm) { $1.header["alg"] = "none" },
        Attack("alg None without a signature", algorithm) { _, token in
            token.header["alg"] = "None"
            token.signature = { _ in [] }
        },
        Attack("no alg", algorithm) { $1.header["alg"] = nil },
        Attack("HS256 with the public key", signedWith: .rsa, algorithm) { $1.signWithSecret($0.key.pem) },
        Attack("HMAC with the public key, called RS256", signedWith: .rsa, "not signed by its issuer") {
            $1.signWithSecret($0.key.pem)
            $1.header["alg"] = "RS256"
        },
        Attack("PS256", signedWith: .rsa, algorithm) { $1.header["alg"] = "PS256" },
        Attack("RS512", signedWith: .rsa, algorithm) { $1.header["alg"] = "RS512" },
        Attack("the algorithm of another type of key", "not signed by its issuer") { $1.header["alg"] = "RS256" },
        Attack("signed by somebody else", "not signed by its issuer") { $1.key = TestKey(.p256) },
        Attack("signed by somebody else with another type of key", "not signed by its issuer") {
            $1.key = TestKey(.ed25519)
            $1.header["alg"] = "EdDSA"
        },
        Attack("a signature of zeros", "not signed by its issuer") {
            $1.signature = { _ in Array(repeating: 0, count: 64) }
        },
        Attack("no signature", "not signed by its issuer") { $1.signature = { _ in [] } },
        Attack(
            "half a signature", "not signed by its issuer", damage: { $0.replacingPart(2) { String($0.prefix(40)) } }),
        Attack(
            "half an RSA signature", signedWith: .rsa, "not signed by its issuer", damage: { String($0.dropLast(2)) }),
        Attack(
            "claims that were exchanged", "not signed by its issuer",
            damage: { token in
                token.replacingPart(1) { _ in
                    let now = TestClock().now
                    return
                        #"{"iss":"\#(issuerOf(token))","sub":"eve","aud":"draft-terminal","iat":\#(now.milliseconds / 1000),"exp":\#(now.milliseconds / 1000 + 60)}"#
                        .utf8.base64URLText
                }
            }),
    ]

    private static let headers = [
        Attack("an unknown kid", "signed by an unknown key") { $1.header["kid"] = "other" },
        Attack("a kid that is a path", "signed by an unknown key") { $1.header["kid"] = "../../../dev/null" },
        Attack("a kid that is SQL", "signed by an unknown key") { $1.header["kid"] = "' OR 1=1; --" },
        Attack("an empty kid", "signed by an unknown key") { $1.header["kid"] = "" },
        Attack("a kid that is a number", "kid is no string") { $1.header["kid"] = 7 },
        Attack("no kid, and another key", "signed by an unknown key") {
            $1.header["kid"] = nil
            $1.key = TestKey(.p256)
        },
        Attack("jku", "the header brings a key of its own") { $1.header["jku"] = "https://evil.example/keys" },
        Attack("x5u", "the header brings a key of its own") { $1.header["x5u"] = "https://evil.example/cert" },
        Attack("x5c", "the header brings a key of its own") { $1.header["x5c"] = ["MIIB"] },
        Attack("jwk", "the header brings a key of its own") { issuer, token in
            let key = TestKey(.p256)
            token.key = key
            token.header["jwk"] = .raw(key.jwk.text)
        },
        Attack("crit", "the header has crit") { $1.header["crit"] = ["exp"] },
        Attack("an empty crit", "the header has crit") { $1.header["crit"] = [] },
        Attack("a number that traps a decoder", "signed by an unknown key") {
            $1.header["x"] = .raw("1e300")
            $1.header["kid"] = "other"
        },
        Attack("alg twice", "the header is no object") { $1.header.append("alg", "none") },
        Attack("the type of another kind of token", "of an unknown type") { $1.header["typ"] = "logout+jwt" },
        Attack("a type that is no string", "of an unknown type") { $1.header["typ"] = [] },
        Attack(
            "a header that is a list", "the header is no object",
            damage: { $0.replacingPart(0) { _ in "[]".utf8.base64URLText } }),
    ]

    private static let claims = [
        Attack("expired", "expired") {
            $1.expiresAt = $0.now.after(seconds: -5); $1.issuedAt = $0.now.after(seconds: -60)
        },
        Attack("without exp", "exp is no time") { $1.claims["exp"] = nil },
        Attack("exp as a string", "exp is no time") { $1.claims["exp"] = "4000000000" },
        Attack("exp as 1e300", "exp is no time") { $1.claims["exp"] = .raw("1e300") },
        Attack("exp as 1e400", "the claims are no object") { $1.claims["exp"] = .raw("1e400") },
        Attack("exp as NaN", "the claims are no object") { $1.claims["exp"] = .raw("NaN") },
        Attack("exp below zero", "exp is no time") { $1.claims["exp"] = -1 },
        Attack("not valid yet", "not valid yet") { $1.claims["nbf"] = .seconds($0.now.after(seconds: 6)) },
        Attack("nbf as 1e300", "nbf is no time") { $1.claims["nbf"] = .raw("1e300") },
        Attack("nbf as null", "nbf is no time") { $1.claims["nbf"] = .raw("null") },
        Attack("without iat", "iat is no time") { $1.claims["iat"] = nil },
        Attack("from the future", "issued in the future") { $1.issuedAt = $0.now.after(seconds: 6) },
        Attack("expired before it was issued", "issued in the future") {
            $1.issuedAt = $0.now.after(seconds: 4)
            $1.expiresAt = $0.now.after(seconds: 2)
        },
        Attack("another issuer", "of an unknown issuer") { $1.claims["iss"] = "https://evil.example" },
        Attack("an issuer with a slash more", "of an unknown issuer") { $1.claims["iss"] = .string($0.url + "/") },
        Attack("without iss", "without iss") { $1.claims["iss"] = nil },
        Attack("another audience", "made for another client") { $1.claims["aud"] = "other" },
        Attack("an audience that begins like it", "made for another client") {
            $1.claims["aud"] = .string($0.clientID + "2")
        },
        Attack("without aud", "made for another client") { $1.claims["aud"] = nil },
        Attack("an empty list as aud", "aud is no list of strings") { $1.claims["aud"] = [] },
        Attack("a list of numbers as aud", "aud is no list of strings") {
            $1.claims["aud"] = [.string($0.clientID), 1]
        },
        Attack("an object as aud", "aud is neither a string nor a list") { $1.claims["aud"] = .raw("{}") },
        Attack("several audiences without azp", "without azp") { $1.claims["aud"] = [.string($0.clientID), "other"] },
        Attack("made for another party", "azp is another client") { $1.claims["azp"] = "other" },
        Attack("azp as a list", "azp is no string") { $1.claims["azp"] = [.string($0.clientID)] },
        Attack("without sub", "sub is no user id") { $1.claims["sub"] = nil },
        Attack("an empty sub", "sub is no user id") { $1.claims["sub"] = "" },
        Attack("sub with a space", "sub is no user id") { $1.claims["sub"] = "a da" },
        Attack("sub as a number", "sub is no user id") { $1.claims["sub"] = 7 },
        Attack("sub of 129 bytes", "sub is no user id") {
            $1.claims["sub"] = .string(String(repeating: "a", count: 129))
        },
        Attack("sub twice", "the claims are no object") { $1.claims.append("sub", "eve") },
        Attack("sub twice, once with an escape", "the claims are no object") {
            $1.claims.append(spelling: #"s\u0075b"#, "eve")
        },
        Attack("a member twice deep inside", "the claims are no object") {
            $1.claims["x"] = .raw(#"{"y":[{"z":1,"z":2}]}"#)
        },
        Attack("a notice that somebody has left", "a notice of events") { $1.claims["events"] = .raw("{}") },
        Attack("a token that is bound to a key", "bound to a key of its bearer") { $1.claims["cnf"] = .raw("{}") },
        Attack("nested too deep", "the claims are no object") {
            $1.claims["x"] = .raw(String(repeating: "[", count: 2000) + String(repeating: "]", count: 2000))
        },
    ]

    private static let clerk = [
        Attack("a session without sid", on: .clerk, "without sid") { $1.claims["sid"] = nil },
        Attack("a session with an empty sid", on: .clerk, "without sid") { $1.claims["sid"] = "" },
        Attack("a pending session", on: .clerk, "the session is not active yet") { $1.claims["sts"] = "pending" },
        Attack("a session of a foreign party", on: .clerk, "azp is no authorized party") {
            $1.claims["azp"] = "https://evil.example"
        },
        Attack("azp as a number", on: .clerk, "azp is no string") { $1.claims["azp"] = 1 },
    ]

    private static let accessTokens = [
        Attack("an access token of a foreign client", on: .clerk, "client_id is no allowed client") {
            $1.becomeAccessToken(client: "evil")
        },
        Attack("an access token without a client", on: .clerk, "client_id is no allowed client") {
            $1.becomeAccessToken(client: "x")
            $1.claims["client_id"] = nil
        },
        Attack("an access token of another scope", on: .clerk, "scope lacks openid") {
            $1.becomeAccessToken(client: VerifierStage.oauthClient, scope: "profile openid2")
        },
        Attack("an access token for another audience", "made for another audience") {
            $1.becomeAccessToken(client: $0.clientID, audience: "other")
        },
        Attack("an access token of another client", "client_id is no allowed client") {
            $1.becomeAccessToken(client: "evil", audience: $0.audience)
        },
        Attack("an ID token as an access token", "made for another audience") { $1.header["typ"] = "at+jwt" },
    ]

    private static let shapes = [
        Attack("two parts", "not of three parts", damage: { String($0[..<$0.lastIndex(of: ".")!]) }),
        Attack("four parts", "not of three parts", damage: { $0 + "." }),
        Attack("empty", "not of three parts", damage: { _ in "" }),
        Attack("three empty parts", "the header is no object", damage: { _ in ".." }),
        Attack("padding", "not in base64url", damage: { $0 + "=" }),
        Attack("padding in the header", "not in base64url", damage: { $0.replacingPart(0) { $0 + "==" } }),
        Attack("the alphabet of base64", "not in base64url", damage: { $0.replacingPart(2) { "+" + $0.dropFirst() } }),
        Attack("a slash", "not in base64url", damage: { $0.replacingPart(2) { "/" + $0.dropFirst() } }),
        Attack("white space", "not in base64url", damage: { $0 + "\n" }),
        Attack("a character too many", "not in base64url", damage: { $0.replacingPart(2) { String($0.dropLast(85)) } }),
        // 64 bytes leave four bits over in the last character, which have to be zero.
        Attack("another spelling of the same bytes", "not in base64url", damage: { $0.dropLast() + "B" }),
        Attack(
            "not UTF-8", "the claims are no object",
            damage: { $0.replacingPart(1) { _ in [0x22, 0xFF, 0x22].base64URLText } }),
        Attack("longer than any token", "longer than 8192 bytes") {
            $1.claims["x"] = .string(String(repeating: "a", count: 8192))
        },
        Attack("ten megabytes", "longer than 8192 bytes", damage: { String(repeating: "a.", count: 5_000_000) + $0 }),
    ]

    private static func issuerOf(_ token: String) -> String {
        let claims = Base64URL.decoded(token.split(separator: ".")[1].utf8)!
        return StrictJSON(claims)!.object!["iss"]!.string!
    }
}
