/// One thing that can be configured: by an option, else by an environment variable, else it has its default.
enum Setting: String, CaseIterable, Sendable {
    case host
    case port
    case database
    case environment
    case idleExit = "idle-exit"
    case logLevel = "log-level"
    case headerIdentity = "header-identity"
    case behindProxy = "behind-proxy"
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

    init(options: [Setting: String], variables: [String: String]) {
        self.options = options
        self.variables = variables
    }

    /// The text given for `setting` and where it came from, for messages that name the culprit.
    subscript(setting: Setting) -> (text: String, source: String)? {
        if let text = options[setting] { return (text, setting.option) }
        if let text = variables[setting.variable] { return (text, setting.variable) }
        return nil
    }

    /// The text of a variable that has no option of its own.
    func variable(_ name: String) -> String? { variables[name] }

    /// Variables that look as if they were meant for this program but that it does not know.
    var unknownVariables: [String] {
        let known = Set(
            Setting.allCases.map(\.variable) + Limits.Bound.all.map(\.variable)
                + IssuerVariable.allCases.map(\.rawValue))
        return variables.keys.filter { $0.hasPrefix(Setting.prefix) && !known.contains($0) }.sorted()
    }
}
