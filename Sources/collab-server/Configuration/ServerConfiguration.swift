import DraftCore
import DraftStorage
import Logging

/// Everything the server is told at its start, judged as a whole: it is made complete or not at all.
struct ServerConfiguration: Sendable, Equatable {
    /// Where the server runs; it decides which credentials may be believed.
    enum Environment: String, CaseIterable, Sendable {
        case local
        case staging
        case production
    }

    var host: String
    /// 0 lets the system choose a free port.
    var port: Int
    var database: DatabaseURL
    var environment: Environment
    /// Ends the server after this long without a connection; nil never does.
    var idleExit: Duration?
    var logLevel: Logger.Level
    /// The certificate and its key; nil serves plain HTTP.
    var tls: TLSFiles?
    var origins = AllowedOrigins()
    var headerIdentity: HeaderIdentity
    /// The proxies before the server; nil where there is none.
    var proxies: ProxyChain?
    /// Whether what one user may do is limited; what the whole server may is in any case.
    var limitsUsers: Bool
    var limits: Limits
    var logFormat = LogFormat.text
    /// Who may read metrics.
    var metricsReaders = MetricsReaders()
    /// How long the audit keeps a line; nil for ever.
    var auditDays: Int? = 365
    /// Whose tokens are accepted.
    var issuers = IssuerSettings()
}

/// Why no configuration could be made: every problem at once, so that nobody mends them one start at a time.
struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    /// Each in one line that any terminal may show, whatever was written in the place of a value.
    let problems: [String]

    init(problems: [String]) {
        self.problems = problems.map { SafeText.escaped($0, for: .line) }
    }

    var description: String {
        guard problems.count > 1 else { return problems.joined() }
        return "The configuration has \(problems.count) problems:\n"
            + problems.map { "  - \($0)" }.joined(separator: "\n")
    }
}

/// Which database to use.
enum DatabaseURL: Equatable, Sendable {
    case sqlite(path: String)
    case postgres(PostgresSettings)

    /// Nil where `text` is neither `sqlite:PATH` nor a URL of PostgreSQL.
    init?(_ text: String) {
        if text.hasPrefix("postgres") {
            guard let settings = try? PostgresSettings(url: text) else { return nil }
            self = .postgres(settings)
            return
        }
        let scheme = "sqlite:"
        guard text.hasPrefix(scheme) else { return nil }
        var path = text.dropFirst(scheme.count)
        // Both `sqlite:/a/b` and the URL form `sqlite:///a/b` name the file /a/b.
        if path.hasPrefix("//") { path = path.dropFirst(2) }
        guard !path.isEmpty, !path.hasSuffix("/"), !path.utf8.contains(0) else { return nil }
        self = .sqlite(path: String(path))
    }

    /// The kind of store, for operators.
    var kind: String {
        switch self {
        case .sqlite: "sqlite"
        case .postgres: "postgresql"
        }
    }

    /// Whether `text`, which names no file, may hold a password and must not be repeated anywhere.
    static func mayHoldPassword(_ text: String) -> Bool {
        !text.hasPrefix("sqlite:") && (text.hasPrefix("postgres") || text.contains("@"))
    }
}
