import CollabAPI
import FoundationEssentials
import Testing

@testable import CollabClient

/// What is sent to the server, and what is believed of an ID token.
@Suite struct TokenTextTests {
    private static let issuer = "https://id.example"

    private func tokens(_ answer: String, nonce: String? = "n", subject: String? = nil) throws -> SignInTokens {
        let answer = try WireCoding.decode(TokenAnswer.self, from: Data(answer.utf8))
        return try SignInTokens(answer, issuer: Self.issuer, clientID: "draft", nonce: nonce, subject: subject)
    }

    @Test func `an access token goes to the server only if a server can read it, then comes the ID token`() throws {
        let id = SampleToken.idToken(issuer: Self.issuer, nonce: "n")
        let own = SampleToken.idToken(issuer: Self.issuer, audience: #""api""#, type: "at+jwt")
        let foreign = SampleToken.idToken(issuer: "https://other.example", type: "at+jwt")
        let untyped = SampleToken.idToken(issuer: Self.issuer)
        #expect(try tokens(SampleToken.answer(access: "opaque", id: id)).bearers.map(\.text) == [id])
        #expect(try tokens(SampleToken.answer(access: own, id: id)).bearers.map(\.text) == [own, id])
        #expect(try tokens(SampleToken.answer(access: foreign, id: id)).bearers.map(\.text) == [id])
        #expect(try tokens(SampleToken.answer(access: untyped, id: id)).bearers.map(\.text) == [id])
        #expect(try tokens(SampleToken.answer(access: own)).bearers.map(\.kind) == [.accessToken])
    }

    @Test(arguments: [
        SampleToken.idToken(issuer: "https://id.example/", nonce: "n"),
        SampleToken.idToken(issuer: issuer, audience: #""other""#, nonce: "n"),
        SampleToken.idToken(issuer: issuer, audience: "[]", nonce: "n"),
        SampleToken.idToken(issuer: issuer, audience: #"["draft","other"]"#, nonce: "n"),
        SampleToken.idToken(issuer: issuer, nonce: "n", extra: #","azp":"other""#),
        SampleToken.idToken(issuer: issuer, nonce: "m"),
        SampleToken.idToken(issuer: issuer),
        SampleToken.idToken(issuer: issuer, subject: "", nonce: "n"),
        SampleToken.signed(#"{"iss":"https://id.example","sub":"s","aud":"draft","nonce":"n"}"#),
        SampleToken.signed(#"["iss"]"#), SampleToken.signed(""),
        SampleToken.idToken(issuer: issuer, nonce: "n") + "=", "a.b", "..", "",
    ]) func `an ID token of another sign-in, or of none, is refused`(token: String) {
        #expect(throws: SignInError.self) { try tokens(SampleToken.answer(id: token)) }
    }

    @Test func `an ID token may name several audiences if it names this program as its party`() throws {
        let id = SampleToken.idToken(
            issuer: Self.issuer, audience: #"["api","draft"]"#, nonce: "n", extra: #","azp":"draft""#)
        #expect(try tokens(SampleToken.answer(id: id)).bearers.count == 1)
    }

    @Test func `a refreshed ID token is the same person's`() throws {
        let id = SampleToken.idToken(issuer: Self.issuer, subject: "eve")
        #expect(throws: SignInError.self) { try tokens(SampleToken.answer(id: id), nonce: nil, subject: "ana") }
        #expect(try tokens(SampleToken.answer(id: id), nonce: nil, subject: "eve").subject == "eve")
    }

    @Test func `a token of another kind than bearer is not used`() {
        #expect(throws: SignInError.self) { try tokens(#"{"access_token":"a","token_type":"DPoP"}"#) }
    }

    @Test(arguments: ["YQ", "-_-_", ""]) func `base64 of addresses is read as it is written`(text: String) {
        #expect(Base64URL.decode(text).map(Base64URL.encode) == text)
    }

    @Test(arguments: ["YQ==", "YR", "+/+/", "a", "Y Q", "YQ\n", "é"]) func `no other spelling is`(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test(arguments: ["a=1&a=2", "a=%", "a=%4", "a=%zz", "a=%ff"])
    func `a query that says a thing twice or badly is none`(
        query: String
    ) {
        #expect(Form.decode(query) == nil)
    }

    @Test func `forms survive every character`() {
        let text = "a b+c&d=e%f\u{E9}\n"
        #expect(Form.decode(Form.encode([("k&", text)])) == ["k&": text])
    }
}
