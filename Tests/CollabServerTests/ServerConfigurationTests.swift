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
            ("staging", "loopback", "0.0.0.0", .loopback), ("production", nil, "0.0.0.0", .off),
            ("production", "on", "127.0.0.1", .on), ("production", "on", "localhost", .on),
            ("production", "on", "::1", .on), ("production", "off", "0.0.0.0", .off),
            ("production", "on", "0.0.0.0", nil), ("production", "loopback", "example.org", nil),
            ("production", "on", "127.example.org", nil), ("production", "on", "127.0.0.2", .on),
        ] as [(String, String?, String, HeaderIdentity?)])
    func `the header is believed as far as environment and address allow`(
        environment: String, wish: String?, host: String, identity: HeaderIdentity?
    ) {
        let options: [Setting: String?] = [
            .database: "sqlite:a.db", .environment: environment, .headerIdentity: wish, .host: host,
        ]
        let configured = try? configuration(options.compactMapValues(\.self))
        #expect(configured?.headerIdentity == identity)
    }

    @Test(arguments: ["local", "staging", "production"])
    func `behind a proxy the header is never believed`(environment: String) throws {
        let configured = try configuration(
            [
                .database: "sqlite:a.db", .environment: environment, .headerIdentity: "loopback",
                .behindProxy: "on",
            ])
        #expect(configured.headerIdentity == .off)
    }

    @Test func `a production server that would believe everybody does not start`() {
        let problem =
            "COLLAB_HEADER_IDENTITY: in production X-User-Id can be believed only where the server listens on a"
            + " loopback address, and 0.0.0.0 is none."
        #expect(throws: ConfigurationError(problems: [problem])) {
            try configuration(
                [.database: "sqlite:a.db", .environment: "production", .host: "0.0.0.0"],
                ["COLLAB_HEADER_IDENTITY": "on"])
        }
    }

    @Test(
        arguments: [
            ("local", nil, false), ("staging", nil, true), ("production", nil, true), ("local", "on", true),
            ("production", "off", false),
        ] as [(String, String?, Bool)])
    func `users are limited in earnest, and wherever it is said`(environment: String, wish: String?, isOn: Bool) throws
    {
        let options: [Setting: String?] = [.database: "sqlite:a.db", .environment: environment, .rateLimits: wish]
        #expect(try configuration(options.compactMapValues(\.self)).limitsUsers == isOn)
    }

    @Test(
        arguments: [
            ("local", nil, 100_000, []), ("production", nil, 100_000, ["No issuer"]),
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
