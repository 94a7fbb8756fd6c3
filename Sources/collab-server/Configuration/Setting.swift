/// One thing that can be configured: by an option, else by a variable of the environment, else by a line of the file, else
/// it has its default.
enum Setting: String, CaseIterable, Sendable {
    case config
    case host
    case port
    case database
    case environment
    case idleExit = "idle-exit"
    case logLevel = "log-level"
    case tlsCertificate = "tls-certificate"
    case tlsKey = "tls-key"
    case origins
    case headerIdentity = "header-identity"
    case behindProxy = "behind-proxy"
    case proxyHops = "proxy-hops"
    case proxyHeader = "proxy-header"
    case rateLimits = "rate-limits"
    case auditDays = "audit-days"
    case logFormat = "log-format"
    case metricsTokenFile = "metrics-token-file"

    /// The option of the command line.
    var option: String { "--" + rawValue }

    /// The environment variable.
    var variable: String {
        Self.prefix + rawValue.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
    }

    /// What every variable of this program begins with.
    static let prefix = "COLLAB_"
}

/// The raw texts of a configuration before anything has been judged.
struct SettingTexts: Sendable {
    private let options: [Setting: String]
    private let variables: [String: String]
    private let file: VariableFile?

    init(options: [Setting: String], variables: [String: String], file: VariableFile? = nil) {
        self.options = options
        self.variables = variables
        self.file = file
    }

    /// The text given for `setting` and where it came from, for messages that name the culprit.
    subscript(setting: Setting) -> (text: String, source: String)? {
        if let text = options[setting] { return (text, setting.option) }
        return self[variable: setting.variable]
    }

    /// The text of a variable, also of one that has no option of its own, and where it came from.
    subscript(variable name: String) -> (text: String, source: String)? {
        if let text = variables[name] { return (text, name) }
        return file?.entries[name].map { ($0.text, "\(name) (\(file?.path ?? ""):\($0.line))") }
    }

    /// The text of a variable that has no option of its own.
    func variable(_ name: String) -> String? { self[variable: name]?.text }

    /// Where a variable was set; its name alone where it was not.
    func source(of name: String) -> String { self[variable: name]?.source ?? name }

    /// Whether what is missing may stand in a file that could not be read.
    var hasUnreadFile: Bool { file?.isUnread ?? false }

    /// What is wrong with the file.
    var problems: [String] { file?.problems ?? [] }

    /// Variables that look as if they were meant for this program but that it does not know.
    var unknownVariables: [String] {
        let known = Set(
            Setting.allCases.map(\.variable) + Limits.Bound.all.map(\.variable)
                + IssuerVariable.allCases.map(\.rawValue))
        return Set(variables.keys).union(file?.entries.keys.map(\.self) ?? [])
            .filter { $0.hasPrefix(Setting.prefix) && !known.contains($0) }.sorted()
    }
}
