import CollabTesting
import Testing

@testable import collab_server

@Suite struct IssuerSettingsTests {
    private func configuration(
        _ variables: [String: String], _ options: [Setting: String] = [:]
    ) throws(ConfigurationError) -> ServerConfiguration {
        try ServerConfiguration(
            SettingTexts(options: options.merging([.database: "sqlite:a.db"]) { $1 }, variables: variables))
    }

    @Test func `no issuer need be named`() throws {
        let issuers = try configuration([:]).issuers
        #expect(issuers == IssuerSettings(signingKeyFile: "a.db.key"))
        #expect(!issuers.hasOthers)
    }

    @Test func `several issuers may be named`() throws {
        let key = TestKey(.p256)
        let issuers = try configuration([
            "CLERK_ISSUER": "https://clerk.example", "CLERK_JWT_KEY": key.pem, "CLERK_AUDIENCE": "draft, api,",
            "CLERK_AUTHORIZED_PARTIES": "https://draft.example", "CLERK_OAUTH_CLIENTS": "cli",
            "COLLAB_OIDC_ISSUER": "http://127.0.0.1:8080/realm", "COLLAB_OIDC_CLIENT_ID": "draft",
            "COLLAB_OIDC_AUDIENCE": "api", "COLLAB_SIGNING_KEY_FILE": "/var/lib/draft/key",
        ]).issuers
        #expect(
            issuers
                == IssuerSettings(
                    clerk: .init(
                        issuer: try #require(WebAddress("https://clerk.example")),
                        keys: .key(try #require(PublicKey(pem: key.pem))), audience: ["draft", "api"],
                        authorizedParties: ["https://draft.example"], oauthClients: ["cli"]),
                    openID: .init(
                        issuer: try #require(WebAddress("http://127.0.0.1:8080/realm")), clientID: "draft",
                        audience: "api"),
                    signingKeyFile: "/var/lib/draft/key", namesSigningKey: true))
    }

    @Test(
        arguments: [
            (
                ["CLERK_JWT_KEY": "nonsense", "CLERK_AUDIENCE": " , "],
                [
                    "CLERK_JWT_KEY: means nothing without CLERK_ISSUER.",
                    "CLERK_AUDIENCE: means nothing without CLERK_ISSUER.",
                    "CLERK_JWT_KEY: holds no public key in PEM form (RSA of 2048 bits at least, P-256 or Ed25519).",
                    "CLERK_AUDIENCE: is an empty list.",
                ]
            ),
            (
                ["CLERK_ISSUER": "http://clerk.example", "CLERK_JWKS_URL": "file:///etc/passwd"],
                [
                    "CLERK_ISSUER: \"http://clerk.example\" is no https URL without user, query and fragment"
                        + " (http is for loopback addresses only).",
                    "CLERK_JWKS_URL: \"file:///etc/passwd\" is no https URL without user, query and fragment"
                        + " (http is for loopback addresses only).",
                ]
            ),
            (
                [
                    "CLERK_ISSUER": "https://a.example", "CLERK_JWKS_URL": "https://a.example/keys",
                    "CLERK_JWT_KEY": TestKey(.ed25519).pem,
                ],
                ["CLERK_JWKS_URL: contradicts CLERK_JWT_KEY, which needs no address."]
            ),
            (
                ["COLLAB_OIDC_ISSUER": "https://a.example"],
                ["COLLAB_OIDC_CLIENT_ID: missing; the issuer's tokens are accepted for this client only."]
            ),
            (
                ["COLLAB_OIDC_CLIENT_ID": " ", "COLLAB_SIGNING_KEY_FILE": "/var/"],
                [
                    "COLLAB_OIDC_CLIENT_ID: means nothing without COLLAB_OIDC_ISSUER.",
                    "COLLAB_OIDC_CLIENT_ID: is empty.", "COLLAB_SIGNING_KEY_FILE: \"/var/\" names no file.",
                ]
            ),
            (
                [
                    "CLERK_ISSUER": "https://a.example", "COLLAB_OIDC_ISSUER": "https://a.example",
                    "COLLAB_OIDC_CLIENT_ID": "draft",
                ],
                ["COLLAB_OIDC_ISSUER: is the issuer of CLERK_ISSUER too; name it once."]
            ),
            (
                [
                    "CLERK_ISSUER": "https://a.example", "COLLAB_OIDC_ISSUER": "https://a.example/",
                    "COLLAB_OIDC_CLIENT_ID": "draft", "CLERK_AUDIENCE": ",",
                ],
                [
                    "CLERK_AUDIENCE: is an empty list.",
                    "COLLAB_OIDC_ISSUER: is the issuer of CLERK_ISSUER too; name it once.",
                ]
            ),
        ] as [([String: String], [String])])
    func `every problem with issuers is told at once`(variables: [String: String], problems: [String]) {
        #expect(throws: ConfigurationError(problems: problems)) { _ = try configuration(variables) }
    }

    @Test func `a private key by mistake is refused and not repeated`() throws {
        let pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIIu\n-----END PRIVATE KEY-----"
        let error = #expect(throws: ConfigurationError.self) {
            _ = try configuration(["CLERK_ISSUER": "https://a.example", "CLERK_JWT_KEY": pem])
        }
        #expect(try #require(error).description.contains("MC4C") == false)
    }

    @Test(
        arguments: [
            ("https://a.example", true), ("https://a.example:8443/x/", true), ("https://[2001:db8::1]/", true),
            ("http://localhost:1", true), ("http://127.0.0.1", true), ("http://127.8.9.1:80/x", true),
            ("http://[::1]:8080", true), ("http://127.example.org", false), ("http://127.0.0.1.example.org", false),
            ("http://localhost.example.org", false), ("http://127.0.0.1@example.org", false), ("http://[::2]", false),
            ("https://a.example?x", false), ("https://a.example#x", false), ("https://u@a.example", false),
            ("https://", false), ("https:///x", false), ("HTTPS://a.example", false), ("ftp://a.example", false),
            ("https://a.example\\x", false), ("https://a b", false), ("https://ä.example", false),
            ("https://a.example:99999", false), ("https://a.example:x", false), ("https://[::1", false),
        ] as [(String, Bool)])
    func `keys come from https, or from this machine`(text: String, isAccepted: Bool) {
        #expect((WebAddress(text) != nil) == isAccepted)
    }

    @Test func `the missing issuer is mentioned only where it is missing`() throws {
        let staging: [Setting: String] = [.environment: "staging"]
        let openID = ["COLLAB_OIDC_ISSUER": "https://a.example", "COLLAB_OIDC_CLIENT_ID": "draft"]
        let clerk = ["CLERK_ISSUER": "https://a.example"]
        let parties = clerk.merging(["CLERK_AUTHORIZED_PARTIES": "https://b.example"]) { $1 }
        #expect(try configuration([:], staging).warnings(openFiles: 100_000).count == 1)
        #expect(try configuration(openID, staging).warnings(openFiles: 100_000) == [])
        #expect(try configuration(parties, staging).warnings(openFiles: 100_000) == [])
        let warnings = try configuration(clerk, staging).warnings(openFiles: 100_000)
        #expect(warnings.count == 1)
        #expect(warnings.first?.contains("CLERK_AUTHORIZED_PARTIES") == true)
    }

    @Test func `the variables of issuers are known`() {
        let variables = Dictionary(uniqueKeysWithValues: IssuerVariable.allCases.map { ($0.rawValue, "x") })
        #expect(SettingTexts(options: [:], variables: variables).unknownVariables == [])
    }
}
