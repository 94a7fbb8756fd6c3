import Testing

@testable import collab_server

@Suite struct ServerConfigurationTests {
    private func configuration(
        _ options: [Setting: String], _ variables: [String: String] = [:]
    ) throws(ConfigurationError) -> ServerConfiguration {
        try ServerConfiguration(SettingTexts(options: options, variables: variables))
    }

    @Test func `a database is all that has to be said`() throws {
        let configuration = try configuration([.database: "sqlite:a.db"])
        #expect(configuration.database == .sqlite(path: "a.db"))
        #expect(configuration.host == "127.0.0.1")
        #expect(configuration.port == 8000)
        #expect(configuration.environment == .local)
        #expect(configuration.idleExit == nil)
        #expect(configuration.limits == Limits())
    }

    @Test func `an option wins over its variable`() throws {
        let configuration = try configuration(
            [.port: "1"],
            ["COLLAB_PORT": "2", "COLLAB_DATABASE": "sqlite:/x/y.db", "COLLAB_IDLE_EXIT": "600", "COLLAB_HOST": "::1"])
        #expect(configuration.port == 1)
        #expect(configuration.database == .sqlite(path: "/x/y.db"))
        #expect(configuration.idleExit == .seconds(600))
        #expect(configuration.host == "::1")
    }

    @Test func `every problem is told at once, with its place`() {
        let expected = [
            "COLLAB_DATABASE: \"mysql:x\" is not a database URL of the form sqlite:PATH or postgres://HOST/NAME.",
            "--port: \"70000\" is not a port number from 0 to 65535.",
            "--environment: \"home\" is not one of local, staging, production.",
            "--idle-exit: \"0\" is not a number of seconds from 1.",
            "COLLAB_LIMIT_BODY_BYTES: \"big\" is not a number from 1024 to 67108864.",
        ]
        #expect(throws: ConfigurationError(problems: expected)) {
            try configuration(
                [.port: "70000", .environment: "home", .idleExit: "0"],
                ["COLLAB_DATABASE": "mysql:x", "COLLAB_LIMIT_BODY_BYTES": "big"])
        }
    }

    @Test(
        arguments: [
            ("sqlite:a.db", "a.db"), ("sqlite:/a/b.db", "/a/b.db"), ("sqlite:///a/b.db", "/a/b.db"),
            ("sqlite:/a@b/c.db", "/a@b/c.db"),
            ("sqlite:", nil), ("sqlite:/a/", nil), ("a.db", nil), ("mysql://x", nil),
        ] as [(String, String?)])
    func `a database URL names a file`(text: String, path: String?) {
        #expect(DatabaseURL(text) == path.map { .sqlite(path: $0) })
    }

    @Test func `a database URL names a PostgreSQL database, whose password is never repeated`() throws {
        let right = try configuration([.database: "postgres://ada:geheim@db.example/drafts"], [:])
        #expect(right.database.kind == "postgresql")
        #expect(!String(reflecting: right).contains("geheim"))
        #expect {
            _ = try configuration([.database: "postgres://ada:geheim%zz@db.example/drafts"], [:])
        } throws: { error in
            let words = "\(error)"
            return words.contains("--database: is not a database URL") && !words.contains("geheim")
        }
    }

    @Test(
        arguments: [
            ("local", nil, "127.0.0.1", .loopback), ("local", "off", "127.0.0.1", .off),
            ("local", "on", "0.0.0.0", .loopback), ("local", "loopback", "0.0.0.0", .loopback),
            ("staging", nil, "127.0.0.1", .off), ("staging", "on", "0.0.0.0", .on),
            ("staging", "loopback", "0.0.0.0", .loopback), ("production", nil, "127.0.0.1", .off),
            ("production", "off", "::1", .off), ("production", "on", "127.0.0.1", nil),
            ("production", "loopback", "localhost", nil),
        ] as [(String, String?, String, HeaderIdentity?)])
    func `the header is believed as far as environment and address allow`(
        environment: String, wish: String?, host: String, identity: HeaderIdentity?
    ) {
        let options: [Setting: String?] = [
            .database: "sqlite:a.db", .environment: environment, .headerIdentity: wish, .host: host,
        ]
        let configured = try? configuration(options.compactMapValues(\.self), Self.ownIssuer)
        #expect(configured?.headerIdentity == identity)
    }

    @Test(arguments: ["local", "staging"])
    func `behind a proxy the header is never believed`(environment: String) throws {
        let configured = try configuration(
            [
                .database: "sqlite:a.db", .environment: environment, .headerIdentity: "loopback",
                .behindProxy: "on",
            ])
        #expect(configured.headerIdentity == .off)
    }

    /// Says that the server's own tokens are to do.
    private static let ownIssuer = ["COLLAB_SIGNING_KEY_FILE": "/etc/draft.key"]

    @Test func `a production server refuses all that would let in or show too much, at once`() {
        let expected = [
            "COLLAB_HEADER_IDENTITY: in production nobody is believed by X-User-Id; it has to be off.",
            "COLLAB_OIDC_ISSUER: in production an issuer of tokens has to be named, here or by CLERK_ISSUER; where the"
                + " server's own tokens are to do, COLLAB_SIGNING_KEY_FILE has to say so.",
            "COLLAB_TLS_CERTIFICATE: in production 0.0.0.0 is served by TLS: name a certificate and its key, or say by"
                + " COLLAB_BEHIND_PROXY=on that a proxy does it.",
            "COLLAB_ORIGINS: in production the sites that may use this server have to be named.",
        ]
        #expect(throws: ConfigurationError(problems: expected)) {
            try configuration(
                [.database: "sqlite:a.db", .environment: "production", .host: "0.0.0.0", .origins: "*"],
                ["COLLAB_HEADER_IDENTITY": "on"])
        }
    }

    @Test(arguments: [
        ["COLLAB_SIGNING_KEY_FILE": "/etc/draft.key", "COLLAB_BEHIND_PROXY": "on", "COLLAB_HOST": "0.0.0.0"],
        ["CLERK_ISSUER": "https://a.example", "COLLAB_ORIGINS": "https://b.example", "COLLAB_HOST": "::1"],
        [
            "COLLAB_OIDC_ISSUER": "https://a.example", "COLLAB_OIDC_CLIENT_ID": "draft", "COLLAB_HOST": "example.org",
            "COLLAB_TLS_CERTIFICATE": "/dev/null", "COLLAB_TLS_KEY": "/dev/null",
        ],
    ])
    func `a production server starts with an issuer and TLS, or on this machine alone`(variables: [String: String]) {
        #expect(throws: Never.self) {
            try configuration([.database: "sqlite:a.db", .environment: "production"], variables)
        }
    }

    @Test func `a certificate needs its key, and both have to be there`() {
        #expect(
            throws: ConfigurationError(problems: ["--tls-key: missing; a certificate needs its key."])
        ) { try configuration([.database: "sqlite:a.db", .tlsCertificate: "/dev/null"]) }
        let problems = [
            "--tls-certificate: the file \"/nowhere/a\" cannot be read: No such file or directory.",
            "COLLAB_TLS_KEY: the file \"\" cannot be read: no name.",
        ]
        #expect(throws: ConfigurationError(problems: problems)) {
            try configuration([.database: "sqlite:a.db", .tlsCertificate: "/nowhere/a"], ["COLLAB_TLS_KEY": ""])
        }
    }

    @Test func `the chain of proxies is read only where there is one`() throws {
        let chain = try configuration([.database: "sqlite:a.db", .behindProxy: "on", .proxyHops: "2"]).proxies
        #expect(chain == ProxyChain(hops: 2, header: .xForwardedFor))
        let problems = [
            "--proxy-hops: means nothing without --behind-proxy on.",
            "COLLAB_PROXY_HEADER: means nothing without --behind-proxy on.",
        ]
        #expect(throws: ConfigurationError(problems: problems)) {
            try configuration(
                [.database: "sqlite:a.db", .proxyHops: "2"], ["COLLAB_PROXY_HEADER": "forwarded"])
        }
    }

    @Test func `a password in a database URL is not repeated`() throws {
        let error = #expect(throws: ConfigurationError.self) {
            try configuration([.database: "mysql://ada:secret@db.example/x?sslpassword=secret"])
        }
        let words = try #require(error).description
        #expect(!words.contains("secret"))
        #expect(words.contains("--database: is not a database URL"))
    }

    @Test(
        arguments: [
            ("local", nil, false), ("staging", nil, true), ("production", nil, true), ("local", "on", true),
            ("production", "off", false),
        ] as [(String, String?, Bool)])
    func `users are limited in earnest, and wherever it is said`(environment: String, wish: String?, isOn: Bool) throws
    {
        let options: [Setting: String?] = [.database: "sqlite:a.db", .environment: environment, .rateLimits: wish]
        #expect(try configuration(options.compactMapValues(\.self), Self.ownIssuer).limitsUsers == isOn)
    }

    @Test(
        arguments: [
            ("local", nil, 100_000, []), ("staging", nil, 100_000, ["No issuer"]),
            ("staging", "on", 100_000, ["Everybody"]), ("staging", "loopback", 100_000, ["Every program"]),
            ("local", nil, 1024, ["1024 files"]), ("staging", "on", 1024, ["Everybody", "1024 files"]),
        ] as [(String, String?, Int, [String])])
    func `operators are warned of what they may not mean`(
        environment: String, wish: String?, openFiles: Int, words: [String]
    ) throws {
        let options: [Setting: String?] = [
            .database: "sqlite:a.db", .environment: environment, .headerIdentity: wish,
        ]
        let warnings = try configuration(options.compactMapValues(\.self)).warnings(openFiles: openFiles)
        #expect(warnings.count == words.count)
        for (warning, word) in zip(warnings, words) { #expect(warning.contains(word)) }
    }

    @Test(arguments: [
        ("local", "127.0.0.1", true), ("local", "localhost", true), ("local", "::1", true), ("local", "0.0.0.0", false),
        ("staging", "127.0.0.1", false),
    ])
    func `only a local server on loopback is particular about its name`(
        environment: String, host: String, isParticular: Bool
    ) throws {
        let names = try configuration([.database: "sqlite:a.db", .environment: environment, .host: host])
            .namesOnLoopback
        #expect((names != nil) == isParticular)
        #expect(names?.isSuperset(of: ["localhost", "127.0.0.1", "[::1]"]) ?? true)
    }

    @Test func `every limit can be set, by a name of its own`() throws {
        let variables = Dictionary(
            uniqueKeysWithValues: Limits.Bound.all.map { ($0.variable, String($0.range.upperBound)) })
        let limits = try configuration([.database: "sqlite:a.db"], variables).limits
        for bound in Limits.Bound.all { #expect(limits[keyPath: bound.value] == bound.range.upperBound) }
        #expect(Limits.Bound.all.count == Mirror(reflecting: Limits()).children.count)
        for bound in Limits.Bound.all { #expect(bound.range.contains(Limits()[keyPath: bound.value])) }
    }

    @Test func `a misspelt variable is noticed`() {
        let texts = SettingTexts(options: [:], variables: ["COLLAB_PROT": "1", "COLLAB_PORT": "1", "HOME": "/"])
        #expect(texts.unknownVariables == ["COLLAB_PROT"])
    }
}
