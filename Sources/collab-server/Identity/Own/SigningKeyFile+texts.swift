import DraftCore

extension SigningKeyFile {
    /// The file that is configured, else the one beside the database.
    init(_ texts: SettingTexts) throws(ConfigurationError) {
        if let named = try Self(texts, beside: nil) {
            self = named
        } else if let beside = Self(besides: try DatabaseURL(texts)) {
            self = beside
        } else {
            let variable = IssuerVariable.signingKeyFile.rawValue
            throw ConfigurationError(
                problems: ["\(variable): missing; beside a PostgreSQL database there is no place for the file."])
        }
    }

    /// The file that is configured, else the one beside `database`; nil where neither is named.
    init?(_ texts: SettingTexts, beside database: DatabaseURL?) throws(ConfigurationError) {
        let variable = IssuerVariable.signingKeyFile.rawValue
        if let text = texts.variable(variable) {
            guard !text.isEmpty, !text.hasSuffix("/"), !text.utf8.contains(0) else {
                let shown = SafeText.escaped(text, for: .line)
                throw ConfigurationError(problems: ["\(variable): \"\(shown)\" names no file."])
            }
            self.init(path: text)
        } else if let database {
            self.init(besides: database)
        } else {
            return nil
        }
    }

    /// Nil where the database is no file.
    private init?(besides database: DatabaseURL) {
        switch database {
        case .sqlite(let path): self.init(path: path + ".key")
        case .postgres: return nil
        }
    }
}
