import CollabTesting
import DraftCore
import Foundation
import Logging

@testable import collab_server

/// Tokens with any header and claims. Without the issuer's key none is believed; with it only what names a user, the issuer,
/// and whom it was made for, and is good at this moment. Sets of keys are read as well.
///
/// An input is a byte for the kind: a whole token, a line of header and one of claims that get a good signature, or a set of
/// keys. It is taken where the token is believed, or a key can be used.
final class Tokens: FuzzTarget {
    private static let clerk = "https://clerk.example"
    private static let openID = "https://issuer.example"
    private static let client = "draft-terminal"
    private static let audience = "https://api.draft.example"
    private static let now: Int64 = 1_790_000_000

    private let key = TestKey(.ed25519, id: "k")
    private let verifier: IssuerTokenVerifier

    init() throws {
        guard let clerk = WebAddress(Self.clerk), let openID = WebAddress(Self.openID),
            let publicKey = PublicKey(pem: key.pem)
        else { fatalError("the settings are not sound") }
        var settings = IssuerSettings()
        settings.clerk = .init(
            issuer: clerk, keys: .key(publicKey), audience: [Self.audience],
            authorizedParties: ["https://draft.example"], oauthClients: [Self.client])
        settings.openID = .init(issuer: openID, clientID: Self.client, audience: Self.audience)
        let (known, logger) = (settings, Logger(label: "fuzz") { _ in SwiftLogNoOpLogHandler() })
        let documents = PublishedDocuments(issuer: Self.openID, keys: #"{"keys":[\#(key.jwk.text)]}"#)
        verifier = try waiting {
            await IssuerTokenVerifier(
                known, clock: WallClock { Timestamp(milliseconds: Self.now * 1000) }, logger: logger,
                documents: documents)
        }
    }

    func run(_ input: FuzzInput) -> Bool {
        var input = input
        switch input.choice(of: 3) {
        case 0: return judgeForged(Array(input.rest))
        case 1: return judgeSigned(header: input.line(), claims: Array(input.rest))
        default:
            let document = Array(input.rest)
            return (try? waiting { await KeySet(document: document)?.isEmpty }) == false
        }
    }

    private func judgeForged(_ bytes: [UInt8]) -> Bool {
        guard let text = String(validating: bytes, as: UTF8.self) else { return false }
        claim(proof(of: text) == nil, "a token that the issuer has not signed is believed: \(text)")
        return false
    }

    private func judgeSigned(header: ArraySlice<UInt8>, claims: [UInt8]) -> Bool {
        let signed = header.base64URLText + "." + claims.base64URLText
        let token = signed + "." + key.signature(of: Array(signed.utf8)).base64URLText
        guard let proof = proof(of: token) else { return false }
        // Read by another decoder than the one that is asked.
        guard let told = try? JSONSerialization.jsonObject(with: Data(claims)) as? [String: Any] else {
            fatalError("FINDING: claims that are no object are believed")
        }
        let issuer = told["iss"] as? String ?? ""
        claim(
            issuer.isSame(proof.issuer) && [Self.clerk, Self.openID].contains(issuer), "of another issuer: \(issuer)")
        claim((told["sub"] as? String)?.isSame(proof.userID.description) == true, "of another user: \(proof.userID)")
        checkTimes(told)
        checkAudience(told, isOpenID: issuer == Self.openID)
        for text in [proof.username, proof.email].compactMap(\.self) {
            claim(SafeText.cleaned(text, for: .line).text.isSame(text), "a name that no terminal may show: \(text)")
        }
        return true
    }

    private func checkTimes(_ told: [String: Any]) {
        func seconds(_ name: String) -> Double? { (told[name] as? NSNumber)?.doubleValue }
        let now = Double(Self.now)
        claim(seconds("exp").map { $0 + 5 > now } == true, "expired: \(told)")
        claim(seconds("iat").map { $0 <= now + 5.001 } == true, "issued in the future: \(told)")
        claim(seconds("nbf").map { $0 <= now + 5.001 } != false, "not valid yet: \(told)")
    }

    private func checkAudience(_ told: [String: Any], isOpenID: Bool) {
        let audience = (told["aud"] as? [String]) ?? [told["aud"] as? String].compactMap(\.self)
        let allowed = isOpenID ? [Self.client, Self.audience] : [Self.audience]
        claim(!Set(allowed).isDisjoint(with: audience), "made for somebody else: \(told)")
        if !isOpenID, let party = told["azp"] as? String, told["sid"] != nil, told["client_id"] == nil {
            claim(party == "https://draft.example", "for a party that is not allowed: \(told)")
        }
    }

    private func proof(of token: String) -> TokenProof? {
        try? waiting { [verifier] in try await verifier.proof(of: token) }
    }
}

/// What an issuer publishes, without a network.
private struct PublishedDocuments: DocumentSource {
    let issuer: String
    let keys: String

    func document(at address: WebAddress) async throws(KeyLoadingError) -> [UInt8] {
        let isDiscovery = address.description.hasSuffix("openid-configuration")
        return Array((isDiscovery ? #"{"issuer":"\#(issuer)","jwks_uri":"\#(issuer)/keys"}"# : keys).utf8)
    }
}
