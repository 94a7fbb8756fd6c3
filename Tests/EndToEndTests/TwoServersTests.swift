import CollabAPI
import CollabClient
import CollabTesting
import DraftCore
import Glibc
import Synchronization
import Testing

/// Two servers, as processes of their own, that have one PostgreSQL database.
@Suite(.timeLimit(.minutes(3))) struct TwoServersTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private struct Scene: Sendable {
        let servers: [ServerProcess]
        let urls: [String]

        func client(_ user: UserID, at place: Int) -> CollabClient {
            CollabClient(baseURL: urls[place], credential: .user(user))
        }
    }

    private func withServers(_ body: @Sendable (Scene) async throws -> Void) async throws {
        try await TestDatabase.with { database in
            let servers = try (0..<2).map { _ in
                try ServerProcess(
                    ["serve", "--port", "0"], environment: ["COLLAB_DATABASE": database.url], in: directory)
            }
            do {
                var urls: [String] = []
                for server in servers { urls.append("http://127.0.0.1:\(try await server.port())") }
                try await body(Scene(servers: servers, urls: urls))
            } catch {
                for server in servers { server.signal(SIGKILL) }
                throw error
            }
            for server in servers {
                server.signal(SIGTERM)
                _ = try await server.exitCode()
            }
        }
    }

    @Test func `who writes at one server is read at the other, and seen while they write`() async throws {
        try await withServers { scene in
            let writer = scene.client(ana, at: 0)
            let draft = try await writer.createDraft(title: "The Lighthouse").draftID
            try await writer.add(ben, to: draft)
            try await Follower.run(scene.client(ben, at: 1).session(for: draft, as: ben)) { reader in
                try await eventually("Ben is live at the second server") { reader.isLive }
                let seq = try await writer.append("The lamp had been dark.", to: draft).seq
                try await eventually("Ben has the segment") { reader.arrival(of: seq) != nil }
                try await Follower.run(writer.session(for: draft, as: ana)) { holder in
                    try await eventually("Ana is live at the first") { holder.isLive }
                    holder.session.share(presence: .writing)
                    holder.session.share(words: "Nobody had")
                    try await eventually("Ben sees Ana's words") { reader.words == "Nobody had" }
                    try await eventually("Ben sees Ana") { await reader.session.presence.contains { $0.userID == ana } }
                }
            }
        }
    }

    @Test func `a server that is killed while many write takes nothing along`() async throws {
        try await withServers { scene in
            let draft = try await scene.client(ana, at: 0).createDraft(title: "The Lighthouse").draftID
            let acknowledged = Tally()
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for writer in 0..<6 {
                    tasks.addTask {
                        for number in 0..<15 {
                            let text = "\(writer)-\(number)"
                            try await Self.append(text, to: draft, at: scene, first: writer % 2)
                            acknowledged.add()
                        }
                    }
                }
                try await eventually("some is acknowledged") { acknowledged.count >= 20 }
                scene.servers[0].signal(SIGKILL)
                try await tasks.waitForAll()
            }
            let texts = try await scene.client(ana, at: 1).draft(draft, DraftQuery(from: 0, limit: 1000)).manuscript
                .segments.compactMap(\.content)
            let expected = (0..<6).flatMap { writer in (0..<15).map { "\(writer)-\($0)" } }
            #expect(texts.sorted() == expected.sorted(), "each once")
        }
    }

    @Test func `a file is moved to a database, once, and the server there has what it had`() async throws {
        let file = "sqlite:" + directory.file("drafts.db")
        let former = try ServerProcess(["serve", "--port", "0", "--database", file], in: directory)
        let writer = CollabClient(baseURL: "http://127.0.0.1:\(try await former.port())", credential: .user(ana))
        let draft = try await writer.createDraft(title: "The Lighthouse").draftID
        try await writer.append("The lamp had been dark.", to: draft)
        former.signal(SIGTERM)
        #expect(try await former.exitCode() == 0)
        try await TestDatabase.with { database in
            let environment = ["COLLAB_DATABASE": database.url]
            let move = try ServerProcess(["migrate-store", file], environment: environment, in: directory)
            #expect(try await move.exitCode() == 0, "\(move.complained)")
            #expect(move.printed.hasPrefix("1 draft and 2 events moved to "))
            let again = try ServerProcess(["migrate-store", file], environment: environment, in: directory)
            #expect(try await again.exitCode() != 0, "the target is not empty any more")
            let server = try ServerProcess(["serve", "--port", "0"], environment: environment, in: directory)
            let reader = CollabClient(baseURL: "http://127.0.0.1:\(try await server.port())", credential: .user(ana))
            let moved = try await reader.draft(draft)
            server.signal(SIGTERM)
            _ = try await server.exitCode()
            #expect(moved.manuscript.segments.map(\.content) == ["The lamp had been dark."])
        }
    }

    /// Asks until somebody says yes: at the server that the writer has, and at the other one when that is gone.
    private static func append(_ text: String, to draft: DraftID, at scene: Scene, first: Int) async throws {
        let key = IdempotencyKey.random()
        var place = first
        try await eventually("\(text) is acknowledged") {
            do {
                _ = try await scene.client(ana, at: place).append(text, to: draft, key: key)
                return true
            } catch let error as ClientError where !error.isVerdict {
                place = 1
                return false
            }
        }
    }
}

/// How many things have happened.
private final class Tally: Sendable {
    private let state = Mutex(0)

    var count: Int { state.withLock(\.self) }

    func add() {
        state.withLock { $0 += 1 }
    }
}
