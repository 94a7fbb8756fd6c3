import Logging

extension ServerConfiguration {
    /// Judges all texts and reports every problem among them.
    init(_ texts: SettingTexts) throws(ConfigurationError) {
        var reader = SettingReader(texts)
        let database = reader.database()
        let host = reader.host()
        let port = reader.value(of: .port, default: 8000, expected: "a port number from 0 to 65535") {
            Int($0).flatMap { (0...65_535).contains($0) ? $0 : nil }
        }
        let environment = reader.value(
            of: .environment, default: .local,
            expected: "one of \(Environment.allCases.map(\.rawValue).joined(separator: ", "))",
            parse: Environment.init(rawValue:))
        let idleExit: Duration? = reader.value(of: .idleExit, default: nil, expected: "a number of seconds from 1") {
            Int($0).flatMap { $0 >= 1 ? .some(.some(.seconds($0))) : nil }
        }
        let logLevel = reader.value(
            of: .logLevel, default: .info,
            expected: "one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))",
            parse: Logger.Level.init(rawValue:))
        let headerIdentity = reader.headerIdentity(in: environment, listeningOn: host)
        let limitsUsers = reader.value(
            of: .rateLimits, default: environment != .local, expected: "one of on, off"
        ) { ["on": true, "off": false][$0] }
        let logFormat = reader.logFormat()
        let metricsReaders = reader.metricsReaders()
        let auditDays = reader.auditDays()
        let limits = reader.limits()
        let issuers = reader.issuers(beside: database)
        guard reader.problems.isEmpty, let database else { throw ConfigurationError(problems: reader.problems) }
        self.init(
            host: host, port: port, database: database, environment: environment, idleExit: idleExit,
            logLevel: logLevel, headerIdentity: headerIdentity, limitsUsers: limitsUsers, limits: limits,
            logFormat: logFormat, metricsReaders: metricsReaders, auditDays: auditDays, issuers: issuers)
    }
}

extension DatabaseURL {
    /// The database alone, for commands that serve nobody.
    init(_ texts: SettingTexts) throws(ConfigurationError) {
        var reader = SettingReader(texts)
        guard let database = reader.database() else { throw ConfigurationError(problems: reader.problems) }
        self = database
    }
}

/// Reads settings one by one and remembers what was wrong with each.
private struct SettingReader {
    let texts: SettingTexts
    private(set) var problems: [String] = []

    init(_ texts: SettingTexts) {
        self.texts = texts
    }

    mutating func value<Value>(
        of setting: Setting, default fallback: Value, expected: String, parse: (String) -> Value?
    ) -> Value {
        guard let (text, source) = texts[setting] else { return fallback }
        if let value = parse(text) { return value }
        problems.append("\(source): \"\(text)\" is not \(expected).")
        return fallback
    }

    mutating func database() -> DatabaseURL? {
        guard let (text, source) = texts[.database] else {
            problems.append(
                "\(Setting.database.option): missing; name the file with \(Setting.database.option) sqlite:PATH"
                    + " or \(Setting.database.variable).")
            return nil
        }
        if let database = DatabaseURL(text) { return database }
        problems.append("\(source): \"\(text)\" is not a database URL of the form sqlite:PATH.")
        return nil
    }

    mutating func host() -> String {
        value(of: .host, default: "127.0.0.1", expected: "a host name or an IP address") { text in
            let isPlain = !text.isEmpty && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            return isPlain && !text.contains("/") ? text : nil
        }
    }

    mutating func headerIdentity(
        in environment: ServerConfiguration.Environment, listeningOn host: String
    ) -> HeaderIdentity {
        let identity = value(
            of: .headerIdentity, default: environment == .local ? .loopback : .off,
            expected: "one of \(HeaderIdentity.allCases.map(\.rawValue).joined(separator: ", "))",
            parse: HeaderIdentity.init(rawValue:))
        let isBehindProxy = value(of: .behindProxy, default: false, expected: "one of on, off") {
            ["on": true, "off": false][$0]
        }
        // A proxy on this machine makes the whole world a peer on loopback.
        guard !isBehindProxy else { return .off }
        switch environment {
        case .local:
            // Whoever tries the program out on a laptop means that laptop, not the network it happens to be in.
            return identity == .on ? .loopback : identity
        case .production where identity != .off && !ServerConfiguration.isLoopback(host):
            problems.append(
                "\(Setting.headerIdentity.variable): in production X-User-Id can be believed only where the server"
                    + " listens on a loopback address, and \(host) is none.")
            return identity
        case .staging, .production:
            return identity
        }
    }

    mutating func logFormat() -> LogFormat {
        value(
            of: .logFormat, default: .text,
            expected: "one of \(LogFormat.allCases.map(\.rawValue).joined(separator: ", "))",
            parse: LogFormat.init(rawValue:))
    }

    mutating func metricsReaders() -> MetricsReaders {
        let token: String? = value(of: .metricsTokenFile, default: nil, expected: MetricsReaders.expectation) {
            MetricsReaders.token(inFile: $0)
        }
        return MetricsReaders(token: token, believesLoopback: texts[.behindProxy]?.text != "on")
    }

    mutating func auditDays() -> Int? {
        value(of: .auditDays, default: 365, expected: "a number of days from 1 to 36500, or forever") { text in
            text == "forever" ? .some(nil) : Int(text).flatMap { (1...36_500).contains($0) ? .some($0) : nil }
        }
    }

    mutating func issuers(beside database: DatabaseURL?) -> IssuerSettings {
        IssuerSettings(texts, database: database, problems: &problems)
    }

    mutating func limits() -> Limits {
        var limits = Limits()
        for bound in Limits.Bound.all {
            guard let text = texts.variable(bound.variable) else { continue }
            if let number = Int(text), bound.range.contains(number) {
                limits[keyPath: bound.value] = number
            } else {
                problems.append(
                    "\(bound.variable): \"\(text)\" is not a number from \(bound.range.lowerBound)"
                        + " to \(bound.range.upperBound).")
            }
        }
        return limits
    }
}
