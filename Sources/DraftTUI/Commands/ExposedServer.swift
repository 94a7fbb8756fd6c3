import CollabClient
import Glibc

/// A server on another machine that is reached without encryption: used only where somebody has said so, once.
struct ExposedServer {
    /// Asks a yes or no; nil where there is nobody to ask.
    typealias Question = (String) -> Bool?

    private let file: StateFile<[String]>
    private let folders: Folders

    init(_ folders: Folders) {
        self.folders = folders
        file = StateFile("plain-servers.json", in: folders)
    }

    /// Lets `url` be used, or throws: asks where there is a terminal, and remembers a yes.
    func check(_ url: String, _ settings: Settings, ask: Question = Self.askTerminal) throws(CommandFailure) {
        guard ServerTrust.isExposed(url), !settings.allowsPlainHTTP else { return }
        let server = RecentServers.bare(url)
        let allowed = file.load() ?? []
        if let server, allowed.contains(server) { return }
        let name = ServerAddress.name(of: server ?? "http://…")
        let answer = ask(
            "\(name) is used without encryption: whoever listens on the way can read what you write and take your "
                + "sign-in. Use it all the same? [y/N] ")
        guard let answer else {
            throw .input(
                "\(name) would be used without encryption, and there is nobody to ask whether that is meant. Take an "
                    + "address with https://, or allow it: DRAFT_PLAIN_HTTP=on for once, plain-http = true in "
                    + "config.toml for good.")
        }
        guard answer else { throw .input("\(name) was not used.") }
        guard let server else { return }
        try Folders.make(folders.state)
        file.update { kept in (kept ?? []) + [server] }
    }

    private static func askTerminal(_ question: String) -> Bool? {
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return nil }
        // Nobody is left to be asked where standard error is gone.
        guard (try? Output.write(Array("draft: \(question)".utf8), to: STDERR_FILENO)) != nil else { return nil }
        let answer = readLine()?.lowercased() ?? ""
        return answer == "y" || answer == "yes"
    }
}
