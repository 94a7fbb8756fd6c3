import DraftCore
import DraftStorage

/// What opens one WebSocket: 32 random bytes, and what the proof behind it says of time. The store knows the hash of the
/// whole text, so that nobody can give themselves another time.
struct Ticket: Sendable {
    static let seconds: Int64 = 30

    let text: String

    /// A new ticket for `caller`.
    init(for caller: Caller) {
        var generator = SystemRandomNumberGenerator()
        let secret = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let times = [caller.proof.issuedAt, caller.proof.expiresAt].compactMap { $0.map { ".\($0.milliseconds)" } }
        text = Base64URL.encoded(secret) + times.joined()
    }

    /// A ticket as it came in.
    init(_ text: String) {
        self.text = text
    }

    var hash: SecretHash { SecretHash(of: text) }

    /// How its holder was proved, once the store has known it.
    func proof(from issuer: String) -> Caller.Proof {
        let times = text.split(separator: ".").dropFirst().compactMap { Int64($0) }.map(Timestamp.init(milliseconds:))
        return .ticket(
            issuer: issuer, issuedAt: times.first, expiresAt: times.count == 2 ? times.last : nil)
    }
}
