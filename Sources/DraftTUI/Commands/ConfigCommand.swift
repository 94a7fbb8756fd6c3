import ArgumentParser
import DraftCore
import FoundationEssentials

/// `draft config`
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "See what is set, and where it was set.",
        discussion:
            "An option wins over a variable, a variable over the configuration file, the file over the default.",
        subcommands: [Show.self, Path.self, Check.self], defaultSubcommand: Show.self)

    @OptionGroup var options: GlobalOptions
    @OptionGroup var editor: EditorOptions
    @ParentCommand var parent: DraftCommand

    /// `draft config show`
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Print every setting and where it comes from.")

        @OptionGroup var options: GlobalOptions
        @OptionGroup var editor: EditorOptions
        @ParentCommand var parent: ConfigCommand

        func run() async throws {
            let options = options.orElse(parent.options).orElse(parent.parent.options)
            let settings = try Settings.loaded(
                flags: parent.flags(after: parent.parent) + editor.flags() + options.flags)
            settings.complain()
            if options.json { return try Output.json(SettingsReport(settings)) }
            for line in SettingsReport(settings).lines { try Output.line(line) }
        }
    }

    /// `draft config path`
    struct Path: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "path", abstract: "Print where the configuration file is, or would be.")

        func run() async throws {
            try Output.line(SafeText.escaped(Settings.loaded().path, for: .line))
        }
    }

    /// `draft config check`
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Print what is not understood; exits with 1 if there is anything.")

        @OptionGroup var options: GlobalOptions
        @ParentCommand var parent: ConfigCommand

        func run() async throws {
            let settings = try Settings.loaded()
            let problems = settings.problems
            if options.orElse(parent.options).orElse(parent.parent.options).json {
                try Output.json(problems.map(SettingsReport.Problem.init))
            } else {
                for problem in problems { try Output.line(SafeText.escaped(problem.description, for: .line)) }
                if problems.isEmpty { try Output.line("nothing to complain about") }
            }
            if !problems.isEmpty { throw ExitCode.failure }
        }
    }

    private func flags(after command: DraftCommand) throws(CommandFailure) -> [Settings.Flag] {
        try editor.flags(after: command.editor)
    }
}
