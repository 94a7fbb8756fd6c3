import CollabTesting
import DraftCore
import Logging
import Testing

@testable import collab_server

/// A verifier beside the issuer whose tokens it judges, and a clock that both go by.
struct VerifierStage: Sendable {
    /// Whose tokens the verifier takes the issuer's to be.
    enum Profile: Sendable {
        case openID
        case clerk
    }

    static let oauthClient = "draft-cli"
    static let clerkAudience = "draft-api"

    let clock: TestClock
    let issuer: TestIssuer
    let settings: IssuerSettings
    let verifier: IssuerTokenVerifier

    static func run(
        _ profile: Profile = .openID, signingWith kind: TestKey.Kind = .p256, timeLimit: Duration = .seconds(5),
        change: (inout IssuerSettings) -> Void = { _ in }, _ body: (VerifierStage) async throws -> Void
    ) async throws {
        let clock = TestClock()
        let issuer = try await TestIssuer.start(signingWith: kind, clock: clock)
        var settings = IssuerSettings()
        let address = try #require(WebAddress(issuer.url))
        switch profile {
        case .openID:
            settings.openID = .init(issuer: address, clientID: issuer.clientID, audience: issuer.audience)
        case .clerk:
            settings.clerk = .init(
                issuer: address, authorizedParties: ["https://draft.example"], oauthClients: [oauthClient])
        }
        change(&settings)
        let stage = VerifierStage(
            issuer: issuer, clock: clock, settings: settings,
            verifier: await .quiet(settings, clock: clock, timeLimit: timeLimit))
        do {
            try await body(stage)
        } catch {
            try await issuer.stop()
            throw error
        }
        try await issuer.stop()
    }

    private init(issuer: TestIssuer, clock: TestClock, settings: IssuerSettings, verifier: IssuerTokenVerifier) {
        self.settings = settings
        self.issuer = issuer
        self.clock = clock
        self.verifier = verifier
    }

    /// Why the token is refused; nil where it is believed.
    func refusal(of token: String) async -> TokenRefusal? {
        do throws(TokenRefusal) {
            _ = try await verifier.proof(of: token)
            return nil
        } catch {
            return error
        }
    }

    /// A cache of keys that goes by the stage's clock.
    func cache(load: @escaping @Sendable () async throws(KeyLoadingError) -> KeySet) -> KeyCache {
        let clock = clock
        return KeyCache(clock: WallClock { clock.now }, logger: .silent, load: load)
    }

    /// Whether the token is believed.
    func believes(_ token: String) async -> Bool { await refusal(of: token) == nil }
}

extension IssuerTokenVerifier {
    /// One that logs nothing.
    static func quiet(
        _ settings: IssuerSettings, ownKeys: OwnKeys? = nil, clock: TestClock, timeLimit: Duration = .seconds(5)
    ) async -> IssuerTokenVerifier {
        await IssuerTokenVerifier(
            settings, ownKeys: ownKeys, clock: WallClock { clock.now }, logger: .silent,
            documents: HTTPDocuments.shared.within(timeLimit))
    }
}

extension Logger {
    /// One that says nothing.
    fileprivate static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
