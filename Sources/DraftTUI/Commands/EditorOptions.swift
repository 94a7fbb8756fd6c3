import ArgumentParser

/// Options about the screen, for the commands that open one.
struct EditorOptions: ParsableArguments {
    @Option(help: ArgumentHelp("auto, dark, light, high-contrast or none.", valueName: "name"))
    var theme: String?

    @Option(help: ArgumentHelp("How many colours the terminal has: auto, none, 16, 256 or true.", valueName: "count"))
    var colours: String?

    @Option(help: ArgumentHelp("plain, emacs or vi.", valueName: "name"))
    var keymap: String?

    @Option(help: ArgumentHelp("How many columns a line of text takes at most, 20 to 200.", valueName: "columns"))
    var measure: String?

    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: ArgumentHelp("Any setting for this run; `draft config` lists them.", valueName: "name=value"))
    var assignments: [String] = []

    /// What they say, the more particular last. `parent` holds what stands before the subcommand.
    func flags(after parent: EditorOptions? = nil) throws(CommandFailure) -> [Settings.Flag] {
        var flags = try parent?.flags() ?? []
        for assignment in assignments {
            let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let name = SettingName(rawValue: String(parts[0])) else {
                throw .input("--set \(assignment): a setting and its value are wanted, as in --set measure=72.")
            }
            flags.append(Settings.Flag(name: name, text: String(parts[1]), option: "--set"))
        }
        let named: [(SettingName, String?)] = [
            (.theme, theme), (.colours, colours), (.keymap, keymap), (.measure, measure),
        ]
        for (name, text) in named {
            if let text, let option = name.flag { flags.append(Settings.Flag(name: name, text: text, option: option)) }
        }
        return flags
    }
}

extension GlobalOptions {
    /// What they say about settings.
    var flags: [Settings.Flag] {
        [(SettingName.server, server), (.user, user), (.cacert, cacert)].compactMap { name, text in
            text.flatMap { text in name.flag.map { Settings.Flag(name: name, text: text, option: $0) } }
        }
    }
}
