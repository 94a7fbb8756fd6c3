import CollabAPI
import CollabClient
import CollabTesting
import DraftCore
import Testing

/// Ana, who holds the ring, and Ben, each in an editor, and a server that can be ended and started again at the same port.
final class TwoEditors {
    let directory: TemporaryDirectory
    let client: CollabClient
    let draft: DraftID
    let left: Screen
    let right: Screen
    private let port: Int
    private var server: ServerProcess

    /// Where the server keeps its drafts.
    var database: String { Self.database(in: directory) }

    static func start() async throws -> TwoEditors {
        let directory = try TemporaryDirectory()
        let server = try serve(in: directory, port: 0)
        let port = try await server.port()
        let url = "http://127.0.0.1:\(port)"
        let client = CollabClient(baseURL: url, credential: .user(ana))
        let draft = try await client.createDraft(title: "The Lighthouse").draftID
        try await client.add(ben, to: draft)
        let home = try Home()
        let left = try Screen(editorOf: "ana", draft: "\(draft)", at: url, in: home)
        let right = try Screen(editorOf: "ben", draft: "\(draft)", at: url, in: home)
        try await left.shows("● live")
        try await right.shows("● live")
        return TwoEditors(directory, client, draft, left, right, port, server)
    }

    private init(
        _ directory: TemporaryDirectory, _ client: CollabClient, _ draft: DraftID, _ left: Screen, _ right: Screen,
        _ port: Int, _ server: ServerProcess
    ) {
        self.directory = directory
        self.client = client
        self.draft = draft
        self.left = left
        self.right = right
        self.port = port
        self.server = server
    }

    private static func database(in directory: TemporaryDirectory) -> String { directory.file("drafts.db") }

    private static func serve(in directory: TemporaryDirectory, port: Int) throws -> ServerProcess {
        try ServerProcess(
            ["serve", "--port", "\(port)", "--database", "sqlite:" + database(in: directory)], in: directory)
    }

    /// Ends the server and waits until it is gone.
    /// - Returns: its exit code.
    @discardableResult
    func end(by signal: Int32) async throws -> Int32 {
        server.signal(signal)
        return try await server.exitCode()
    }

    /// Starts the server that was ended.
    func serveAgain() async throws {
        server = try Self.serve(in: directory, port: port)
        _ = try await server.port()
    }

    /// Runs a command of the server on its database, and returns its exit code.
    func run(_ arguments: String...) async throws -> Int32 {
        try await ServerProcess(arguments + ["--database", "sqlite:" + database], in: directory).exitCode()
    }
}
