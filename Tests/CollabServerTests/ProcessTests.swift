import CollabTesting
import Foundation
import Glibc
import Testing

/// The program as operators and editors meet it.
@Suite struct ProcessTests {
    private func send(_ port: Int, _ probe: HTTPProbe) async throws -> HTTPAnswer? {
        let connection = try await RawConnection.open(port: port)
        try await connection.send(probe.text)
        let answer = try await connection.nextAnswer()
        await connection.close()
        return answer
    }

    private func serve(_ directory: TemporaryDirectory, _ more: [String] = []) throws -> ServerProcess {
        // A machine that lets few files be open is no matter of these tests.
        try ServerProcess(
            ["serve", "--port", "0", "--database", "sqlite:" + directory.file("drafts.db")] + more,
            environment: ["COLLAB_LIMIT_CONNECTIONS": "100"], in: directory)
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `it prints one line, and a signal ends it in order`(signal: Int32) async throws {
        let directory = try TemporaryDirectory()
        let server = try serve(directory)
        let port = try await server.port()
        #expect(try await send(port, HTTPProbe("GET", "/healthz"))?.status == 200)
        server.signal(signal)
        #expect(try await server.exitCode() == 0)
        #expect(server.printed == "listening on http://127.0.0.1:\(port)\n")
        #expect(!server.complained.contains("listening"))
    }

    @Test func `peers that stop in the middle of a request do not keep it from ending`() async throws {
        let directory = try TemporaryDirectory()
        let server = try serve(directory)
        let port = try await server.port()
        let starts = [
            "", "GET /healthz HT",
            "POST /v1/collab/drafts HTTP/1.1\r\nhost: 127.0.0.1\r\nx-user-id: ada\r\ncontent-length: 200\r\n\r\n{",
        ]
        var peers: [RawConnection] = []
        for start in starts {
            let peer = try await RawConnection.open(port: port)
            if !start.isEmpty { try await peer.send(start) }
            peers.append(peer)
        }
        #expect(try await send(port, HTTPProbe("GET", "/healthz"))?.status == 200)
        server.signal(SIGTERM)
        #expect(try await server.exitCode(within: .seconds(10)) == 0)
        #expect(server.complained == "")
    }

    @Test func `a port that is in use is told in a sentence`() async throws {
        let directory = try TemporaryDirectory()
        let first = try serve(directory)
        let port = try await first.port()
        let second = try ServerProcess(
            ["serve", "--port", "\(port)", "--database", "sqlite:" + directory.file("other.db")], in: directory)
        #expect(try await second.exitCode() == 1)
        #expect(second.complained == "Error: Cannot listen: port \(port) of 127.0.0.1 is in use by another program.\n")
        #expect(second.printed == "")
        first.signal(SIGTERM)
    }

    @Test func `a database that another server has is left alone`() async throws {
        let directory = try TemporaryDirectory()
        let first = try serve(directory)
        _ = try await first.port()
        let second = try serve(directory)
        #expect(try await second.exitCode() == 1)
        #expect(second.complained.contains("process id \(first.processIdentifier)"))
    }

    @Test(
        arguments: [
            (["--database", "mysql:x"], "not a database URL"),
            (["--database", "sqlite:/nowhere/at/all.db"], "No such file"),
            (["--host", "not a host", "--database", "sqlite:a"], "not a host name"),
            (["--host", "203.0.113.7"], "no address of this machine"), (["--host", "nobody.invalid"], "is not known"),
        ] as [([String], String)])
    func `a start that cannot be is refused with a sentence`(arguments: [String], sentence: String) async throws {
        let directory = try TemporaryDirectory()
        let database = arguments.contains("--database") ? [] : ["--database", "sqlite:" + directory.file("a.db")]
        let server = try ServerProcess(["serve", "--port", "0"] + arguments + database, in: directory)
        #expect(try await server.exitCode() == 1)
        #expect(server.complained.contains(sentence), "\(server.complained)")
        #expect(server.complained.hasPrefix("Error: "))
    }

    @Test func `everything can be said by variables`() async throws {
        let directory = try TemporaryDirectory()
        let server = try ServerProcess(
            ["serve"],
            environment: [
                "COLLAB_PORT": "0", "COLLAB_HOST": "localhost", "COLLAB_DATABASE": "sqlite:" + directory.file("a.db"),
                "COLLAB_ENVIRONMENT": "local",
            ], in: directory)
        _ = try await server.port()
        #expect(server.printed.hasPrefix("listening on http://localhost:"))
    }

    @Test func `it ends by itself when nobody comes`() async throws {
        let directory = try TemporaryDirectory()
        let server = try serve(directory, ["--idle-exit", "1"])
        #expect(try await server.exitCode() == 0)
        #expect(server.printed.hasPrefix("listening on "))
    }

    @Test func `a server that believes everybody says so, and in production it does not start`() async throws {
        let directory = try TemporaryDirectory()
        let open = try serve(directory, ["--environment", "staging", "--header-identity", "on"])
        let port = try await open.port()
        #expect(open.complained.contains("is believed to be whoever"))
        let ready = try await send(port, HTTPProbe("GET", "/readyz"))
        #expect(try ready?.value("warnings.0", as: String.self)?.contains("is believed to be whoever") == true)
        #expect(try await send(port, HTTPProbe("GET", "/v1/collab/drafts", as: "ada"))?.status == 200)
        let refused = try serve(
            directory, ["--environment", "production", "--header-identity", "on"])
        #expect(try await refused.exitCode() == 1)
        #expect(refused.complained.contains("COLLAB_HEADER_IDENTITY"))
    }

    @Test func `what was acknowledged is there once after kill -9`() async throws {
        let directory = try TemporaryDirectory()
        var server = try serve(directory)
        var port = try await server.port()
        let created = try await send(port, HTTPProbe("POST", "/v1/collab/drafts", as: "ada", json: #"{"title":"T"}"#))
        let draft: String = try #require(try created?.value("data.draft_id"))
        var acknowledged = 0
        for round in 1...4 {
            while true {
                let connection = try await RawConnection.open(port: port)
                let append = HTTPProbe(
                    "POST", "/v1/collab/drafts/\(draft)/segments", as: "ada",
                    json: #"{"content":"\#(acknowledged)","idempotency_key":"k\#(acknowledged)"}"#)
                try await connection.send(append.text)
                // The last command of a round is cut down on its way; without an answer it is sent again, key and all.
                let isLast = acknowledged >= round * 5
                if isLast { server.signal(SIGKILL) }
                let answer = try await connection.nextAnswer()
                if let answer {
                    #expect(answer.status == 200, "\(answer.text)")
                    acknowledged += 1
                }
                if isLast { break }
            }
            _ = try await server.exitCode()
            server = try serve(directory)
            port = try await server.port()
        }
        let export = try await send(port, HTTPProbe("GET", "/v1/collab/drafts/\(draft)/export?format=txt", as: "ada"))
        let texts = try #require(export?.text.components(separatedBy: "\n\n"))
        // One more than was answered may be there: written, and killed before the answer.
        #expect(texts == (0..<texts.count).map(String.init))
        #expect(texts.count == acknowledged || texts.count == acknowledged + 1)
        #expect(acknowledged >= 20)
    }

    @Test func `a copy made beside a server is sound`() async throws {
        let directory = try TemporaryDirectory()
        let server = try serve(directory)
        let port = try await server.port()
        _ = try await send(
            port, HTTPProbe("POST", "/v1/collab/drafts", as: "ada", json: #"{"title":"T","initial_segment":"One."}"#))
        let copy = directory.file("copy.db")
        let backup = try ServerProcess(
            ["backup", copy, "--database", "sqlite:" + directory.file("drafts.db")], in: directory)
        #expect(try await backup.exitCode() == 0, "\(backup.complained)")
        let check = try ServerProcess(["check", "--database", "sqlite:" + copy], in: directory)
        #expect(try await check.exitCode() == 0, "\(check.complained)")
        #expect(check.printed == "1 draft and 2 events checked, 0 findings.\n")
    }

    @Test func `a check finds what was changed behind the server's back`() async throws {
        let directory = try TemporaryDirectory()
        let server = try serve(directory)
        _ = try await send(
            try await server.port(), HTTPProbe("POST", "/v1/collab/drafts", as: "ada", json: #"{"title":"Tampered"}"#))
        let copy = directory.file("copy.db")
        let backup = try ServerProcess(
            ["backup", copy, "--database", "sqlite:" + directory.file("drafts.db")], in: directory)
        #expect(try await backup.exitCode() == 0)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: copy))
        let place = try #require(bytes.range(of: Data("Tampered".utf8)))
        bytes.replaceSubrange(place, with: Data("tampered".utf8))
        try bytes.write(to: URL(fileURLWithPath: copy))
        let check = try ServerProcess(["check", "--database", "sqlite:" + copy], in: directory)
        #expect(try await check.exitCode() == 1)
        #expect(!check.printed.contains(" 0 findings"))
    }

    @Test func `a check of a database that is not there makes none`() async throws {
        let directory = try TemporaryDirectory()
        let check = try ServerProcess(["check", "--database", "sqlite:" + directory.file("no.db")], in: directory)
        #expect(try await check.exitCode() == 1)
        #expect(check.complained.contains("cannot be read"))
        #expect(!FileManager.default.fileExists(atPath: directory.file("no.db")))
    }
}
