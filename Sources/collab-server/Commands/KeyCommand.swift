import ArgumentParser

/// `collab-server key`
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Look at, rotate and retire the keys by which this server signs its own tokens.",
        discussion: """
            They are in the file that COLLAB_SIGNING_KEY_FILE names, else in DATABASE.key. Running servers follow the file.
            """,
        subcommands: [KeyShowCommand.self, KeyRotateCommand.self, KeyRetireCommand.self])

    /// The sentence for whatever is wrong with the file.
    static func with<Value>(
        _ texts: SettingTexts, _ body: (SigningKeyFile) throws(SigningKeyError) -> Value
    ) throws -> Value {
        let file = try SigningKeyFile(texts)
        do throws(SigningKeyError) {
            return try body(file)
        } catch {
            throw error.about(file.path)
        }
    }
}

/// `collab-server key show`
struct KeyShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print the names of the keys; nothing of them is secret.")

    @OptionGroup var database: DatabaseOption

    func run() async throws {
        let keys = try KeyCommand.with(database.texts) { file throws(SigningKeyError) in
            guard let keys = try file.read() else { throw SigningKeyError.missing }
            return keys
        }
        for key in keys.verifying { print("\(key.id) \(key.id == keys.kid ? "signs" : "verifies")") }
    }
}

/// `collab-server key rotate`
struct KeyRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Sign with a new key; tokens of the earlier ones stay good.")

    @OptionGroup var database: DatabaseOption

    func run() async throws {
        let keys = try KeyCommand.with(database.texts) { file throws(SigningKeyError) in
            try file.replace { keys in keys.rotated() }
        }
        try await Administration.note("key_rotate", subject: keys.kid, in: database.texts)
        print("\(keys.kid) signs from now on")
    }
}

/// `collab-server key retire`
struct KeyRetireCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retire", abstract: "Refuse the tokens of earlier keys.",
        discussion: "Put -- before a name that begins with a hyphen.")

    @Argument(help: ArgumentHelp("The name of the key.", valueName: "kid"))
    var kid: String?

    @Flag(help: "Retire every key but the one that signs.")
    var all = false

    @OptionGroup var database: DatabaseOption

    func run() async throws {
        guard (kid == nil) == all else { throw CommandFailure("Name either a key or --all.") }
        let keys = try KeyCommand.with(database.texts) { file throws(SigningKeyError) in
            try file.replace { keys throws(SigningKeyError) in
                guard let kid else { return SigningKeys(signing: keys.signing) }
                return try keys.retiring(kid)
            }
        }
        try await Administration.note("key_retire", subject: kid ?? "all", in: database.texts)
        print("\(keys.kid) signs, \(keys.verifying.count - 1) earlier keys verify")
    }
}
