import CollabTesting
import DraftCore
import DraftStorage
import Foundation
import Testing

@testable import collab_server

/// What operators look at, repair and put back.
@Suite struct OperationsCommandTests {
    private let directory: TemporaryDirectory
    private var database: String { directory.file("drafts.db") }

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func serve(_ more: [String] = []) async throws -> (server: ServerProcess, port: Int) {
        let server = try ServerProcess(
            ["serve", "--port", "0", "--database", "sqlite:" + database] + more,
            environment: ["COLLAB_LIMIT_CONNECTIONS": "100"], in: directory)
        return (server, try await server.port())
    }

    private func run(_ words: [String]) async throws -> (code: Int32, printed: String, complained: String) {
        let process = try ServerProcess(words, in: directory)
        let code = try await process.exitCode(within: .seconds(60))
        return (code, process.printed, process.complained)
    }

    private func command(
        _ words: String..., database: String? = nil
    ) async throws -> (code: Int32, printed: String, complained: String) {
        try await run(words + ["--database", "sqlite:" + (database ?? self.database)])
    }

    private func stop(_ server: ServerProcess) async throws {
        server.signal(SIGTERM)
        #expect(try await server.exitCode() == 0)
    }

    /// A database with a draft of ana's in it, and whatever `body` does besides.
    private func withDraft(_ body: (SQLiteLog, DraftID) async throws -> Void = { _, _ in }) async throws -> DraftID {
        let log = try await SQLiteLog.open(path: database)
        let founding = Founding(
            id: .random(), creator: ana, title: "T", initialSegment: .init(id: .random(), content: "secret words"))
        _ = try await log.commit(founding)
        try await body(log, founding.id)
        try await log.close()
        return founding.id
    }

    @Test func `the audit is told by who, what and when, for people and for programs`() async throws {
        let id = try await withDraft { log, id in
            let facts = AuditFacts(action: "POST /x", origin: "header", address: "192.0.2.7")
            try await log.record([
                AuditNote(.refusal, facts, outcome: "forbidden", by: ben, draft: id, at: WallClock.system.now())
            ])
        }
        #expect(try await command("user", "add", "dora").code == 0)
        let all = try await command("audit")
        #expect(all.code == 0 && all.complained == "")
        let lines = all.printed.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        #expect(lines.map { $0[1] } == ["administration", "refusal", "change"])
        #expect(lines.first?[3].hasPrefix("operator ") == true && lines.first?[5] == "dora")
        #expect(
            lines.dropFirst().first?.dropFirst(2).prefix(7) == [
                "forbidden", "ben", "POST /x", "-", id.description, "-", "192.0.2.7",
            ])
        #expect(!all.printed.contains("secret"))
        #expect(try await command("audit", "--user", "ben").printed.split(separator: "\n").count == 1)
        #expect(try await command("audit", "--draft", id.description).printed.split(separator: "\n").count == 2)
        #expect(try await command("audit", "--outcome", "forbidden", "--kind", "refusal").printed.contains("ben"))
        #expect(try await command("audit", "--until", "2020-01-01T00:00:00Z").printed == "")
        #expect(try await command("audit", "--limit", "1").printed.split(separator: "\n").count == 1)
        let json = try await command("audit", "--json", "--user", "ben").printed
        let entry = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(entry["outcome"] as? String == "forbidden" && entry["address"] as? String == "192.0.2.7")
        #expect((entry["hash"] as? String)?.count == 64)
    }

    @Test(
        arguments: [
            (["--kind", "gossip"], "is none of"), (["--since", "yesterday"], "is no moment"),
            (["--draft", "x"], "is no draft's id"), (["--user", "a b"], "is no user id"),
            (["--limit", "0"], "1 or more"),
        ] as [([String], String)])
    func `a filter that means nothing is told in a sentence`(words: [String], sentence: String) async throws {
        _ = try await withDraft()
        let outcome = try await run(["audit"] + words + ["--database", "sqlite:" + database])
        #expect(outcome.code == 1 && outcome.complained.contains(sentence), "\(outcome.complained)")
    }

    @Test func `an audit that was changed is found`() async throws {
        _ = try await withDraft()
        let sound = try await command("audit", "--verify")
        #expect(sound.code == 0 && sound.printed == "1 entry in 1 chain verified, 0 findings.\n")
        try tamper("UPDATE audit_trail SET actor_id = 'eve'")
        let changed = try await command("audit", "--verify")
        #expect(changed.code == 1 && changed.printed.contains("line 1 was changed"))
    }

    /// Changes the database behind everybody's back.
    private func tamper(_ sql: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", "-c",
            "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.executescript(sys.argv[2]); c.close()",
            database, sql,
        ]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    @Test func `a state that is not what the log says is found and repaired, but not under a server`() async throws {
        let id = try await withDraft()
        try tamper("UPDATE drafts SET title = 'Other'; DELETE FROM segments")
        let found = try await command("check")
        #expect(found.code == 1 && found.printed.contains("`collab-server check --repair`"), "\(found)")
        let (server, _) = try await serve()
        let refused = try await command("check", "--repair")
        #expect(refused.code == 1 && refused.complained.contains("process id \(server.processIdentifier)"))
        try await stop(server)
        let repaired = try await command("check", "--repair")
        #expect(repaired.code == 0, "\(repaired)")
        #expect(repaired.printed.contains("draft \(id): its state was written anew from its log\n1 draft repaired"))
        #expect(try await command("check").code == 0)
        #expect(try await command("audit", "--kind", "administration").printed.contains("\trepair\t"))
    }

    @Test func `a backup is restored with a history of its own name, beside what was there`() async throws {
        let id = try await withDraft()
        let backup = directory.file("backup.db")
        #expect(try await run(["backup", backup, "--database", "sqlite:" + database]).code == 0)
        let refused = try await run(["restore", backup, "--database", "sqlite:" + database])
        #expect(refused.code == 1 && refused.complained.contains("is there already"), "\(refused.complained)")
        let target = directory.file("new.db")
        let restored = try await run(["restore", backup, "--database", "sqlite:" + target])
        #expect(restored.code == 0, "\(restored.complained)")
        #expect(try await command("check", database: target).code == 0)
        #expect(try await command("audit", "--kind", "administration", database: target).printed.contains("restore"))
        let log = try await SQLiteLog.open(path: target)
        #expect(restored.printed == "restored; the history is \(log.logID) now\n")
        #expect(try await log.draft(id)?.draft.title == "T")
        try await log.close()
        let inPlace = try await command("restore", "--in-place", database: target)
        #expect(inPlace.code == 0 && inPlace.printed != restored.printed)
        #expect(try await command("restore", database: target).complained.contains("either a backup or --in-place"))
    }

    @Test func `a running server tells how it is`() async throws {
        let (server, port) = try await serve()
        let url = "http://127.0.0.1:\(port)"
        let status = try await run(["status", "--url", url])
        #expect(status.code == 0, "\(status)")
        #expect(status.printed.hasPrefix("collab-server \(ServerIdentity.version), ready\nup since 20"))
        for words in ["store sqlite, ", " MiB free", "\n0 drafts\n", "\n0 live connections\n"] {
            #expect(status.printed.contains(words), "\(status.printed)")
        }
        let json = try await run(["status", "--url", url + "/", "--json"]).printed
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(object["ready"] as? Bool == true && (object["numbers"] as? [String: Double])?["collab_drafts"] == 0)
        try await stop(server)
        // Nobody listens at port 1; that of the server may be another's by now.
        let gone = try await run(["status", "--url", "http://127.0.0.1:1"])
        #expect(gone.code == 1 && gone.complained.contains("No server answers"))
        #expect(gone.complained.contains("--url names another address"), "\(gone)")
        let bare = try await run(["status", "--url", "127.0.0.1:8000"])
        #expect(bare.code == 1 && bare.complained.contains("is no address of a server"))
    }

    @Test func `a server that speaks TLS is asked where somebody is believed who vouches for it`() async throws {
        let authority = try TestAuthority(in: directory)
        let pair = try authority.issue()
        let (server, port) = try await serve(["--tls-certificate", pair.certificate, "--tls-key", pair.key])
        let url = "https://127.0.0.1:\(port)"
        let asked = try await run(["status", "--url", url, "--cacert", authority.certificate])
        #expect(asked.code == 0 && asked.printed.contains(", ready\n"), "\(asked)")
        let unknown = try await run(["status", "--url", url])
        #expect(unknown.code == 1 && unknown.complained.contains("--cacert FILE names an authority"), "\(unknown)")
        let plain = try await run(["status", "--url", "http://127.0.0.1:\(port)"])
        #expect(plain.code == 1 && plain.complained.contains("https://"), "\(plain)")
        let none = try await run(["status", "--url", url, "--cacert", directory.file("none.pem")])
        #expect(none.code == 1 && none.complained.contains("--cacert"), "\(none)")
        try await stop(server)
    }

    @Test func `what serve would refuse at its start is refused by config`() async throws {
        let authority = try TestAuthority(in: directory)
        let (one, other) = (try authority.issue(), try authority.issue())
        for (key, code) in [(one.key, Int32(0)), (other.key, 1)] {
            let config = try await command("config", "--tls-certificate", one.certificate, "--tls-key", key)
            #expect(config.code == code, "\(config)")
        }
        let missing = try await run(["config", "--config", directory.file("none.conf")])
        #expect(missing.code == 1 && missing.complained.contains("No such file"), "\(missing)")
        #expect(!missing.complained.contains("--database"), "\(missing)")
    }

    @Test func `a file that was closed in order is whole without its companions`() async throws {
        let (server, port) = try await serve()
        let connection = try await RawConnection.open(port: port)
        for _ in 0..<3 {
            let probe = HTTPProbe(
                "POST", "/v1/collab/drafts", as: "ada", json: #"{"title":"T","initial_segment":"Once."}"#)
            try await connection.send(probe.text)
            #expect(try await connection.nextAnswer(within: .seconds(20))?.status == 200)
        }
        await connection.close()
        try await stop(server)
        let companions = ["-wal", "-shm"].map { directory.file("drafts.db" + $0) }
        #expect(companions.filter(FileManager.default.fileExists) == [])
        let alone = directory.file("alone.db")
        try FileManager.default.copyItem(atPath: directory.file("drafts.db"), toPath: alone)
        #expect(try await command("check", database: alone).printed.hasPrefix("3 drafts and 6 events checked"))
    }

    @Test func `behind a proxy the numbers are for whoever shows the token`() async throws {
        let token = directory.file("token")
        try Data("a-token-that-nobody-guesses\n".utf8).write(to: URL(filePath: token))
        let (server, port) = try await serve(["--behind-proxy", "on", "--metrics-token-file", token])
        let url = "http://127.0.0.1:\(port)"
        let without = try await run(["status", "--url", url])
        #expect(without.code == 0 && !without.printed.contains("drafts"), "\(without)")
        #expect(without.printed.contains("numbers are not told"), "\(without)")
        let with = try await run(["status", "--url", url, "--metrics-token-file", token])
        #expect(with.code == 0 && with.printed.contains("0 drafts"), "\(with)")
        try Data("short".utf8).write(to: URL(filePath: token))
        let bad = try await run(["status", "--url", url, "--metrics-token-file", token])
        #expect(bad.code == 1 && bad.complained.contains("16 characters"), "\(bad)")
        try await stop(server)
    }
}
