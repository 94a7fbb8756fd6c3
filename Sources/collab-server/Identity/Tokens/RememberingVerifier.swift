import DraftCore
import DraftStorage
import NIOConcurrencyHelpers

/// Remembers for a short while what a token proved, so that not every request pays for its signature. Refusals are not
/// remembered: whoever repeats a bad token is welcome to wait.
final class RememberingVerifier: TokenVerifier {
    private static let seconds: Int64 = 60

    private let verifier: any TokenVerifier
    private let clock: WallClock
    private let proofs = NIOLockedValueBox(RecentMemory<SecretHash, TokenProof>(capacity: 10_000))

    init(_ verifier: any TokenVerifier, clock: WallClock) {
        self.verifier = verifier
        self.clock = clock
    }

    func proof(of token: String) async throws(TokenRefusal) -> TokenProof {
        // By its hash, so that no token lies in memory longer than its request.
        let key = SecretHash(of: token)
        let now = clock.now()
        if let proof = proofs.withLockedValue({ $0.value(of: key, at: now) }) { return proof }
        let proof = try await verifier.proof(of: token)
        proofs.withLockedValue {
            $0.keep(proof, as: key, until: min(proof.expiresAt, now.after(seconds: Self.seconds)))
        }
        return proof
    }
}
