extension SigningKeyFile {
    /// The file that is configured, else the one beside the database.
    init(_ texts: SettingTexts) throws(ConfigurationError) {
        if let text = texts.variable(Self.variable) {
            guard !text.isEmpty, !text.hasSuffix("/"), !text.utf8.contains(0) else {
                throw ConfigurationError(problems: ["\(Self.variable): \"\(text)\" is no path of a file."])
            }
            self.init(path: text)
        } else {
            self.init(besides: try DatabaseURL(texts))
        }
    }

    /// The file where none is configured.
    init(besides database: DatabaseURL) {
        switch database {
        case .sqlite(let path): self.init(path: path + ".key")
        }
    }
}
