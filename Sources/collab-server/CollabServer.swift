import ArgumentParser

/// The program `collab-server`.
@main
struct CollabServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collab-server",
        abstract: "Keeps drafts, and carries what one author writes to all the others.",
        discussion: """
            Every option can also be given as an environment variable; an option wins over its variable, a variable over the file that \
            --config names.
            """,
        version: ServerIdentity.version,
        subcommands: [
            ServeCommand.self, StatusCommand.self, CheckCommand.self, BackupCommand.self, RestoreCommand.self,
            AuditCommand.self, UserCommand.self, TokenCommand.self, RevokeCommand.self, KeyCommand.self,
            ConfigCommand.self, MigrateStoreCommand.self,
        ])
}
