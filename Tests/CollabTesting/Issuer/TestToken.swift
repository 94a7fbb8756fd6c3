import Crypto
public import DraftCore

/// A token before it is signed: correct as it is made, and open to be made wrong.
public struct TestToken: Sendable {
    /// The header.
    public var header: TestMembers
    /// The claims.
    public var claims: TestMembers
    /// What signs it.
    public var key: TestKey
    /// Signs it in another way than with `key`.
    public var signature: (@Sendable (_ signedBytes: [UInt8]) -> [UInt8])?

    /// When it was made.
    public var issuedAt: Timestamp {
        get { moment("iat") }
        set { claims["iat"] = .seconds(newValue) }
    }

    /// Until when it is good.
    public var expiresAt: Timestamp {
        get { moment("exp") }
        set { claims["exp"] = .seconds(newValue) }
    }

    /// Makes it a token as Clerk gives to a web page.
    public mutating func becomeClerkSession() {
        claims["aud"] = nil
        claims["sid"] = "sess_2abc"
        claims["azp"] = "https://draft.example"
    }

    /// Makes it an access token (RFC 9068).
    public mutating func becomeAccessToken(client: String, audience: String? = nil, scope: String = "openid profile") {
        header["typ"] = "at+jwt"
        claims["aud"] = audience.map { .string($0) }
        claims["client_id"] = .string(client)
        claims["scope"] = .string(scope)
    }

    /// Signs it as HS256 with `secret`.
    public mutating func signWithSecret(_ secret: String) {
        header["alg"] = "HS256"
        signature = { bytes in
            let key = SymmetricKey(data: Array(secret.utf8))
            return Array(HMAC<Crypto.SHA256>.authenticationCode(for: bytes, using: key))
        }
    }

    /// The token in its compact form.
    public var text: String {
        let signed = header.text.utf8.base64URLText + "." + claims.text.utf8.base64URLText
        let bytes = Array(signed.utf8)
        return signed + "." + (signature?(bytes) ?? key.signature(of: bytes)).base64URLText
    }

    private func moment(_ name: String) -> Timestamp {
        guard case .raw(let text) = claims[name], let seconds = Int64(text) else { return Timestamp(milliseconds: 0) }
        return Timestamp(milliseconds: seconds * 1000)
    }
}

extension TestJSON {
    /// A time as claims have it.
    public static func seconds(_ moment: Timestamp) -> TestJSON { .raw(String(moment.milliseconds / 1000)) }
}
