import ArgumentParser
import CollabAPI
import Glibc

/// `collab-server config`
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Print the configuration that serve would run with, and where each part of it came from.",
        discussion: """
            Takes the options of serve. A line a setting: its variable, its value, and the option, the variable or the line of \
            the file that says so. Passwords are masked. A configuration with which serve would not start is refused with \
            every problem.
            """)

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: ServeOptions

    func run() throws {
        let texts = options.texts
        let configuration = try ServerConfiguration(texts)
        // What serve would find out at its start.
        _ = try RunnableServer.certificate(configuration)
        _ = try OwnKeys(serverID: "", file: SigningKeyFile(path: configuration.issuers.signingKeyFile))
        let report = ConfigurationReport(configuration, texts)
        for variable in texts.unknownVariables {
            let line = Array("\(variable): not known; it changes nothing.\n".utf8)
            // Whoever closed standard error does not want to know.
            _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        }
        if json {
            print(String(decoding: try WireCoding.encode(report), as: UTF8.self))
        } else {
            for line in report.lines { print(line) }
        }
    }
}
