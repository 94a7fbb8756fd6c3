import Glibc
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
        let logLevel = reader.logLevel()
        let tls = reader.tls()
        let origins = reader.origins()
        let proxies = reader.proxies()
        let headerIdentity = reader.headerIdentity(in: environment, isBehindProxy: proxies != nil)
        let limitsUsers = reader.isOn(.rateLimits, default: environment != .local)
        let logFormat = reader.logFormat()
        let metricsReaders = reader.metricsReaders(isBehindProxy: proxies != nil)
        let auditDays = reader.auditDays()
        let limits = reader.limits()
        let issuers = reader.issuers(beside: database)
        if environment == .production {
            let rules = ProductionRules(
                host: host, isEncrypted: tls != nil || proxies != nil, origins: origins,
                headerIdentity: headerIdentity, issuers: issuers)
            reader.problems += rules.problems
        }
        guard reader.problems.isEmpty, let database else { throw ConfigurationError(problems: reader.problems) }
        self.init(
            host: host, port: port, database: database, environment: environment, idleExit: idleExit,
            logLevel: logLevel, tls: tls, origins: origins, headerIdentity: headerIdentity, proxies: proxies,
            limitsUsers: limitsUsers, limits: limits, logFormat: logFormat, metricsReaders: metricsReaders,
            auditDays: auditDays, issuers: issuers)
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
    var problems: [String]

    init(_ texts: SettingTexts) {
        self.texts = texts
        problems = texts.problems
    }

    mutating func isOn(_ setting: Setting, default fallback: Bool) -> Bool {
        value(of: setting, default: fallback, expected: "one of on, off") { ["on": true, "off": false][$0] }
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
            guard !texts.hasUnreadFile else { return nil }
            problems.append(
                "\(Setting.database.option): missing; name the file with \(Setting.database.option) sqlite:PATH"
                    + " or \(Setting.database.variable), or a PostgreSQL database with postgres://HOST/NAME.")
            return nil
        }
        if let database = DatabaseURL(text) { return database }
        problems.append(
            DatabaseURL.mayHoldPassword(text)
                ? "\(source): is not a database URL of the form postgres://USER:PASSWORD@HOST:PORT/NAME; special"
                    + " characters in it are written as %XX."
                : "\(source): \"\(Secrecy.withoutPassword(text))\" is not a database URL of the form sqlite:PATH or postgres://HOST/NAME."
        )
        return nil
    }

    mutating func host() -> String {
        value(of: .host, default: "127.0.0.1", expected: "a host name or an IP address") { text in
            let isPlain = !text.isEmpty && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
            return isPlain && !text.contains("/") ? text : nil
        }
    }

    mutating func headerIdentity(
        in environment: ServerConfiguration.Environment, isBehindProxy: Bool
    ) -> HeaderIdentity {
        let identity = value(
            of: .headerIdentity, default: environment == .local ? .loopback : .off,
            expected: "one of \(HeaderIdentity.allCases.map(\.rawValue).joined(separator: ", "))",
            parse: HeaderIdentity.init(rawValue:))
        if environment == .production { return identity }
        // A proxy on this machine makes the whole world a peer on loopback.
        guard !isBehindProxy else { return .off }
        // Whoever tries the program out on a laptop means that laptop, not the network it happens to be in.
        return environment == .local && identity == .on ? .loopback : identity
    }

    mutating func proxies() -> ProxyChain? {
        let isBehindProxy = isOn(.behindProxy, default: false)
        let hops = value(of: .proxyHops, default: 1, expected: "a number from 1 to 10") {
            Int($0).flatMap { (1...10).contains($0) ? $0 : nil }
        }
        let header = value(
            of: .proxyHeader, default: .xForwardedFor,
            expected: "one of \(ProxyChain.Header.allCases.map(\.rawValue).joined(separator: ", "))",
            parse: ProxyChain.Header.init(rawValue:))
        guard !isBehindProxy else { return ProxyChain(hops: hops, header: header) }
        for setting in [Setting.proxyHops, .proxyHeader] {
            guard let (_, source) = texts[setting] else { continue }
            problems.append("\(source): means nothing without \(Setting.behindProxy.option) on.")
        }
        return nil
    }

    mutating func tls() -> TLSFiles? {
        let (certificate, key) = (file(.tlsCertificate), file(.tlsKey))
        switch (texts[.tlsCertificate], texts[.tlsKey]) {
        case (nil, nil): return nil
        case (_?, nil): problems.append("\(Setting.tlsKey.option): missing; a certificate needs its key.")
        case (nil, _?): problems.append("\(Setting.tlsCertificate.option): missing; a key needs its certificate.")
        case (_?, _?): break
        }
        guard let certificate, let key else { return nil }
        return TLSFiles(certificate: certificate, key: key)
    }

    /// The path of a file that can be read; nil where there is none, which is a problem where one is named.
    private mutating func file(_ setting: Setting) -> String? {
        guard let (path, source) = texts[setting] else { return nil }
        guard !path.isEmpty, access(path, R_OK) == 0 else {
            let reason = path.isEmpty ? "no name" : String(cString: strerror(errno))
            problems.append("\(source): the file \"\(path)\" cannot be read: \(reason).")
            return nil
        }
        return path
    }

    mutating func origins() -> AllowedOrigins {
        value(
            of: .origins, default: AllowedOrigins(),
            expected: "a list of origins such as https://draft.example.org with commas between them, or *",
            parse: AllowedOrigins.init)
    }

    mutating func logLevel() -> Logger.Level {
        value(
            of: .logLevel, default: .info,
            expected: "one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))",
            parse: Logger.Level.init(rawValue:))
    }

    mutating func logFormat() -> LogFormat {
        value(
            of: .logFormat, default: .text,
            expected: "one of \(LogFormat.allCases.map(\.rawValue).joined(separator: ", "))",
            parse: LogFormat.init(rawValue:))
    }

    mutating func metricsReaders(isBehindProxy: Bool) -> MetricsReaders {
        let token: String? = value(of: .metricsTokenFile, default: nil, expected: MetricsReaders.expectation) {
            MetricsReaders.token(inFile: $0)
        }
        return MetricsReaders(token: token, believesLoopback: !isBehindProxy)
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
                    "\(texts.source(of: bound.variable)): \"\(text)\" is not a number from \(bound.range.lowerBound)"
                        + " to \(bound.range.upperBound).")
            }
        }
        return limits
    }
}
