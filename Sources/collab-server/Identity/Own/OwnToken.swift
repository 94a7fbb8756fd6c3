import Crypto
import DraftCore
import FoundationEssentials

/// A token that the server's own issuer signs.
struct OwnToken: Sendable {
    let serverID: String
    let userID: UserID
    let username: String?
    let issuedAt: Timestamp
    let expiresAt: Timestamp
    /// Tells the token from every other.
    let id: String

    /// The token as it is sent: a JWT signed with EdDSA.
    func signed(with keys: SigningKeys) throws -> String {
        let claims = Claims(
            iss: OwnIssuer.name(serverID: serverID), aud: serverID, sub: userID.description, username: username,
            iat: issuedAt.milliseconds / 1000, exp: expiresAt.milliseconds / 1000, jti: id)
        let header = Header(alg: "EdDSA", kid: keys.kid, typ: "JWT")
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let parts = [try encoder.encode(header), try encoder.encode(claims)].map { Base64URL.encoded($0) }
        let content = parts.joined(separator: ".")
        let signature = try keys.signing.signature(for: Data(content.utf8))
        return content + "." + Base64URL.encoded(signature)
    }

    private struct Header: Encodable {
        let alg: String
        let kid: String
        let typ: String
    }

    private struct Claims: Encodable {
        let iss: String
        let aud: String
        let sub: String
        let username: String?
        let iat: Int64
        let exp: Int64
        let jti: String
    }
}
