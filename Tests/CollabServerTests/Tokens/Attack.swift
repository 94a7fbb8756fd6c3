import CollabTesting
import Testing

/// A token that is wrong in one way, made from one that would be believed.
struct Attack: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// What the log says of it.
    let reason: String
    let profile: VerifierStage.Profile
    let kind: TestKey.Kind
    private let change: @Sendable (TestIssuer, inout TestToken) -> Void
    private let damage: @Sendable (String) -> String

    init(
        _ description: String, on profile: VerifierStage.Profile = .openID, signedWith kind: TestKey.Kind = .p256,
        _ reason: String, change: @escaping @Sendable (TestIssuer, inout TestToken) -> Void
    ) {
        testDescription = description
        self.reason = reason
        self.profile = profile
        self.kind = kind
        self.change = change
        damage = { $0 }
    }

    /// - Parameter damage: what is done to the token once it is signed.
    init(
        _ description: String, signedWith kind: TestKey.Kind = .p256, _ reason: String,
        damage: @escaping @Sendable (String) -> String
    ) {
        testDescription = description
        self.reason = reason
        profile = .openID
        self.kind = kind
        change = { _, _ in }
        self.damage = damage
    }

    /// The token before anything is wrong with it.
    func harmless(of issuer: TestIssuer) -> String { issuer.token(for: "ada", prepare) }

    func token(of issuer: TestIssuer) -> String {
        damage(
            issuer.token(for: "ada") { token in
                prepare(&token)
                change(issuer, &token)
            })
    }

    private func prepare(_ token: inout TestToken) {
        if profile == .clerk { token.becomeClerkSession() }
    }
}

extension String {
    /// The token with one of its three parts replaced.
    func replacingPart(_ index: Int, _ change: (String) -> String) -> String {
        var parts = split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        parts[index] = change(parts[index])
        return parts.joined(separator: ".")
    }
}
