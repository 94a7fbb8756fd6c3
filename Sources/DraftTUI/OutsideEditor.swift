import FoundationEssentials
import Glibc

/// The writer's own editor, and the file through which a text goes there and back.
struct OutsideEditor: Sendable {
    /// Where the file lies, for this user alone. One that is found there belongs to a program that was killed.
    let folder: String
    let variables: [String: String]

    /// No text that is written by hand is longer.
    private static let limit = 16 << 20

    /// What is started, as a shell reads it; nil where there is nothing.
    var command: String? {
        for variable in ["VISUAL", "EDITOR"] {
            if let command = variables[variable], !command.allSatisfy(\.isWhitespace) { return command }
        }
        let folders = (variables["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        return ["editor", "nano", "vi"].first { name in folders.contains { access($0 + "/" + name, X_OK) == 0 } }
    }

    /// What an editor has left, and the file that holds it until somebody has taken it in.
    struct Outcome {
        let text: String
        let path: String
    }

    /// Returns when the editor has ended: the text as it left it. The file stays until whoever asked has the text safe.
    ///
    /// An editor that ends in another way may have saved before: what differs from the text that it was given stays too.
    func edit(_ text: String) throws(CommandFailure) -> Outcome {
        guard let command else { throw .input("There is no editor: VISUAL names none, and nano and vi are not there.") }
        try Folders.make(folder)
        let path = try write(text)
        let ending: Int32
        do throws(CommandFailure) {
            ending = try Self.run(command, path)
        } catch {
            unlink(path)
            throw error
        }
        let edited = try read(path, insteadOf: text)
        guard ending != 0 else { return Outcome(text: edited, path: path) }
        guard edited != text else {
            unlink(path)
            throw .input("The editor ended with \(ending).")
        }
        throw .input("The editor ended with \(ending). What it saved before is in \(path).")
    }

    /// Texts of programs that are gone, which ended before they could take them back.
    static func leftovers(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().filter { name in
            guard name.hasSuffix(".md"), let owner = pid_t(name.prefix { $0 != "-" }) else { return false }
            return kill(owner, 0) != 0 && errno == ESRCH
        }.map { folder + "/" + $0 }
    }

    private func write(_ text: String) throws(CommandFailure) -> String {
        let path = folder + "/\(getpid())-\(UInt64.random(in: 0...(.max))).md"
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .files("The text cannot be written to \(path): \(describe(errno)).") }
        defer { close(file) }
        do throws(CommandFailure) {
            // Editors take a file without a last line feed for an accident.
            try Output.deliver(Array(text.utf8) + (text.isEmpty || text.hasSuffix("\n") ? [] : [10]), to: file)
        } catch {
            unlink(path)
            throw error
        }
        return path
    }

    private func read(_ path: String, insteadOf text: String) throws(CommandFailure) -> String {
        var facts = stat()
        guard stat(path, &facts) == 0 else { throw .files("The file is gone.") }
        guard facts.st_mode & S_IFMT == S_IFREG else {
            unlink(path)
            throw .files("What the editor has left is no file.")
        }
        guard facts.st_size <= Self.limit, let bytes = try? Data(contentsOf: URL(filePath: path)) else {
            throw .files("What the editor has left cannot be read; it is in \(path).")
        }
        var edited = String(decoding: bytes, as: UTF8.self)
        if edited.hasSuffix("\r\n") || edited.hasSuffix("\n"), !text.hasSuffix("\n") { edited.removeLast() }
        return edited
    }

    /// In the program's own group of processes, which has the terminal; the shell understands options in the command.
    private static func run(_ command: String, _ path: String) throws(CommandFailure) -> Int32 {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for number in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, setSignalDefaults | setSignalMask)
        let line = command + " \"$1\""
        let words = ["/bin/sh", "-c", line, "draft", path].map { (word: String) in strdup(word) }
        defer { for word in words { free(word) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, "/bin/sh", nil, &attributes, words + [nil], environ)
        guard code == 0 else { throw .files("\(command) cannot be started: \(describe(code)).") }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { throw .files("Nobody knows how \(command) ended: \(describe(errno)).") }
        }
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }

    // Of glibc's <spawn.h>, macros that are not visible here.
    private static let setSignalDefaults: Int16 = 0x04
    private static let setSignalMask: Int16 = 0x08
}
