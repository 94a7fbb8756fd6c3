import CollabTesting
import DraftCore
import Logging

@testable import collab_server

/// Tokens with any header and claims. Without the issuer's key none is believed; with it only what names a user, the
/// issuer, the audience, and a time that is not over. Sets of keys are read as well.
///
/// An input is a byte for the kind: a whole token, a line of header and one of claims that get a good signature, or a set of
/// keys.
final class Tokens: FuzzTarget {
    private static let issuer = "https://issuer.example"
    private static let client = "draft-terminal"
    private static let now = Timestamp(milliseconds: 1_790_000_000_000)

    private let key = TestKey(.ed25519, id: "k")
    private let verifier: IssuerTokenVerifier

    init() throws {
        guard let issuer = WebAddress(Self.issuer), let publicKey = PublicKey(pem: key.pem) else {
            fatalError("the settings are not sound")
        }
        var settings = IssuerSettings()
        settings.clerk = .init(
            issuer: issuer, keys: .key(publicKey), authorizedParties: ["https://draft.example"],
            oauthClients: [Self.client])
        let logger = Logger(label: "fuzz") { _ in SwiftLogNoOpLogHandler() }
        let known = settings
        verifier = try waiting {
            await IssuerTokenVerifier(known, clock: WallClock { Self.now }, logger: logger)
        }
    }

    func run(_ input: FuzzInput) {
        var input = input
        switch input.choice(of: 3) {
        case 0: judgeForged(input)
        case 1: judgeSigned(header: input.line(), claims: input.rest)
        default: readKeys(Array(input.rest))
        }
    }

    private func judgeForged(_ input: FuzzInput) {
        guard let text = input.text else { return }
        claim(proof(of: text) == nil, "a token that the issuer has not signed is believed: \(text)")
    }

    private func judgeSigned(header: ArraySlice<UInt8>, claims: ArraySlice<UInt8>) {
        let signed = header.base64URLText + "." + claims.base64URLText
        let token = signed + "." + key.signature(of: Array(signed.utf8)).base64URLText
        guard let proof = proof(of: token) else { return }
        claim(proof.issuer == Self.issuer, "of another issuer")
        claim(UserID(proof.userID.description) == proof.userID, "of no user: \(proof.userID)")
        claim(proof.expiresAt.milliseconds > Self.now.milliseconds - 5001, "expired at \(proof.expiresAt)")
        claim(proof.issuedAt <= proof.expiresAt, "expired before it was issued")
        for text in [proof.username, proof.email].compactMap(\.self) {
            claim(SafeText.cleaned(text, for: .line).text == text, "a name that no terminal may see: \(text)")
        }
    }

    private func readKeys(_ document: [UInt8]) {
        _ = try? waiting { await KeySet(document: document)?.isEmpty }
    }

    private func proof(of token: String) -> TokenProof? {
        try? waiting { [verifier] in try await verifier.proof(of: token) }
    }
}
