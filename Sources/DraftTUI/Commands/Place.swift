import CollabClient
import DraftCore
import Glibc

/// Which server a command talks to, and as whom.
struct Place: Sendable {
    let client: CollabClient
    let user: UserID
    let folders: Folders
    /// The server, as a reader would name it.
    let serverName: String
    /// Whether the command prints JSON.
    let isJSON: Bool
    /// The server of this machine, where none was named: it can be started again.
    var localServer: LocalServer?
    /// Whether that server was found by what is written of it alone.
    var isUnasked = false
    /// Whether the user is anybody with a link: nobody whom the server knows.
    var isGuest = false
    /// Finds out again who the user is, after a sign-in.
    var again: (@Sendable () async throws(CommandFailure) -> Place)?
    /// The sign-in that the client speaks with, where it is one kept on this machine.
    var signIn: StoredSignIn?
    /// What the reader has set.
    var settings = Settings()

    /// What options and settings say; starts the local server where they name none and none runs.
    /// - Parameters:
    ///   - flags: the settings on the command line besides those of `options`.
    ///   - warns: whether settings that are not understood are told on standard error; a screen tells them itself.
    ///   - waits: whether the local server is asked first; a screen shows what is on disk meanwhile.
    static func resolved(
        _ options: GlobalOptions, with flags: [Settings.Flag] = [],
        in environment: [String: String] = Environment.variables, warns: Bool = true, waits: Bool = true
    ) async throws(CommandFailure) -> Place {
        let folders = Folders(environment: environment)
        let settings = try Settings.loaded(flags: flags + options.flags, in: environment)
        if warns { settings.complain() }
        if let url = settings.server {
            try ExposedServer(folders).check(url, settings)
            let identity = try await Identity.found(at: url, settings, folders, environment)
            // Whoever signs in goes on where they are, whatever the file says by then.
            var pinned = options.withoutUser
            pinned.server = url
            return Place(
                client: CollabClient(baseURL: url, credential: identity.credential, trust: settings.trust),
                user: identity.user, folders: folders, serverName: ServerAddress.name(of: url), isJSON: options.json,
                again: { [pinned] () throws(CommandFailure) in
                    try await resolved(
                        pinned, with: flags.filter { $0.name != .user && $0.name != .server },
                        in: Identity.withoutToken(environment), warns: false)
                }, signIn: identity.signIn, settings: settings)
        }
        let user = if let user = settings.user { user } else { try UserID(argument: loginName()) }
        let local = LocalServer(folders: folders, user: user)
        let likely = waits ? nil : local.likelyAddress()
        let url = if let likely { likely } else { try await local.address() }
        return Place(
            client: CollabClient(baseURL: url, credential: .user(user)), user: user, folders: folders,
            serverName: ServerAddress.name(of: url), isJSON: options.json, localServer: local, isUnasked: likely != nil,
            settings: settings)
    }

    /// Where words are kept that the server does not have yet.
    var journal: JournalFolder { JournalFolder(path: folders.state + "/journal") }

    /// Where drafts are kept, to begin with and to be read without a server.
    var copies: CopyFolder { CopyFolder(path: folders.state + "/copies") }

    /// The server's address, to be told to people.
    var shownAddress: String { ServerAddress.shown(client.baseURL) }

    /// The same place for somebody else, on a server that takes their word for it.
    func acting(as user: UserID) -> CollabClient {
        CollabClient(baseURL: client.baseURL, credential: .user(user), trust: client.trust)
    }

    static func loginName() -> String {
        guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else { return "user\(getuid())" }
        return String(cString: name)
    }
}

/// Calls the server on behalf of a command: what it says becomes the command's failure, unless it only asks to wait.
func asking<Answer>(
    pause: (Duration) async -> Void = Insistence.sleep, _ call: () async throws(ClientError) -> Answer
) async throws(CommandFailure) -> Answer {
    var attempt = 1
    while true {
        do throws(ClientError) {
            return try await call()
        } catch {
            guard error.asksToWait, attempt < Insistence.waits else { throw .client(error) }
            await Insistence.wait(after: error, attempt, pause)
            attempt += 1
        }
    }
}

/// Calls the server with a change: a call whose fate is unknown is made again with the same key, so that it cannot act twice.
func insisting<Answer>(
    with key: IdempotencyKey = .random(), pause: (Duration) async -> Void = Insistence.sleep,
    _ call: (IdempotencyKey) async throws(ClientError) -> Answer
) async throws(CommandFailure) -> Answer {
    var attempt = 1
    while true {
        do throws(ClientError) {
            return try await call(key)
        } catch {
            let limit = error.asksToWait ? Insistence.waits : Insistence.attempts
            guard !error.isVerdict, !error.isUnauthorized, attempt < limit else {
                throw .client(error)
            }
            await Insistence.wait(after: error, attempt, pause)
            attempt += 1
        }
    }
}

/// How long a command goes on asking.
enum Insistence {
    static let attempts = 4
    /// How often it lets itself be asked to wait: several of a user's programs may be at it at once.
    static let waits = 20
    /// No server makes a person wait longer than this without a word.
    static let longestPause = Duration.seconds(60)

    /// Waits as long as the server asks for, and tells so; where it asks for nothing, longer with each attempt.
    static func wait(after error: ClientError, _ attempt: Int, _ pause: (Duration) async -> Void) async {
        let duration = min(error.retryAfter ?? .milliseconds(200 << attempt), longestPause)
        if error.asksToWait { Output.complain("\(error.message) Waiting for that.") }
        await pause(duration)
    }

    static func sleep(_ duration: Duration) async {
        // Only a cancellation ends the sleep early, and the next call says so.
        try? await Task.sleep(for: duration)
    }
}
