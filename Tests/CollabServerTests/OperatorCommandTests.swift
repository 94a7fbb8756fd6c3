import CollabTesting
import Foundation
import Glibc
import Testing

/// What operators do beside a running server.
@Suite final class OperatorCommandTests {
    private static let clerk = "https://clerk.example.com"

    private let directory: TemporaryDirectory
    /// They run until the test is over.
    private var servers: [ServerProcess] = []
    private var database: String { directory.file("drafts.db") }

    private struct Outcome {
        let code: Int32
        let printed: String
        let complained: String
    }

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func serve(_ environment: [String: String] = [:]) async throws -> (server: ServerProcess, port: Int) {
        let server = try ServerProcess(
            ["serve", "--port", "0", "--database", "sqlite:" + database],
            environment: ["COLLAB_LIMIT_CONNECTIONS": "100"].merging(environment) { _, new in new }, in: directory)
        servers.append(server)
        return (server, try await server.port())
    }

    private func command(_ words: [String], database: String? = nil) async throws -> Outcome {
        let process = try ServerProcess(
            words + ["--database", database ?? "sqlite:" + self.database], in: directory)
        let code = try await process.exitCode()
        return Outcome(code: code, printed: process.printed, complained: process.complained)
    }

    private func succeed(_ words: String...) async throws -> String {
        let outcome = try await command(words)
        #expect(outcome.code == 0, "\(outcome.complained)")
        #expect(outcome.complained == "")
        return outcome.printed
    }

    private func me(_ port: Int, bearer token: String) async throws -> HTTPAnswer? {
        try await ask(port, "authorization: Bearer \(token)")
    }

    private func ask(_ port: Int, _ header: String) async throws -> HTTPAnswer? {
        let connection = try await RawConnection.open(port: port)
        try await connection.send("GET /v1/me HTTP/1.1\r\nhost: 127.0.0.1\r\n\(header)\r\n\r\n")
        let answer = try await connection.nextAnswer()
        await connection.close()
        return answer
    }

    private func line(_ text: String) -> String { text.trimmingCharacters(in: .newlines) }

    @Test func `a user is added, gets a token, and is who the server believes them to be`() async throws {
        let (_, port) = try await serve()
        #expect(try await succeed("user", "add", "ana", "--email", "ana@example.com") == "added ana\n")
        #expect(try await succeed("user", "add", "ana") == "ana was there already\n")
        let printed = try await succeed("token", "ana", "--expires", "12h")
        #expect(printed.hasSuffix("\n") && printed.split(separator: ".").count == 3)
        let answer = try #require(try await me(port, bearer: line(printed)))
        #expect(answer.status == 200, "\(answer.text)")
        #expect(try answer.value("data.id", as: String.self) == "ana")
        #expect(try answer.value("data.email", as: String.self) == "ana@example.com")
        var status = stat()
        #expect(stat(database + ".key", &status) == 0 && status.st_mode & 0o777 == 0o600)
    }

    @Test func `revoking ends the tokens made before, not those made after, within one second too`() async throws {
        let (_, port) = try await serve()
        _ = try await succeed("user", "add", "ana")
        _ = try await succeed("user", "add", "ben")
        let bens = line(try await succeed("token", "ben"))
        var token = line(try await succeed("token", "ana"))
        for _ in 0..<3 {
            #expect(try await me(port, bearer: token)?.status == 200)
            #expect(try await succeed("revoke", "ana") == "revoked the tokens of ana\n")
            let next = line(try await succeed("token", "ana"))
            // A running server looks for news of this kind, and finds them within two seconds.
            let deadline = ContinuousClock.now + .seconds(10)
            while try await me(port, bearer: token)?.status == 200, ContinuousClock.now < deadline {}
            #expect(try await me(port, bearer: token)?.status == 401)
            token = next
        }
        #expect(try await me(port, bearer: token)?.status == 200)
        #expect(try await me(port, bearer: bens)?.status == 200)
    }

    @Test func `after a rotation old tokens are good until their key is retired`() async throws {
        let (_, port) = try await serve()
        _ = try await succeed("user", "add", "ana")
        let old = line(try await succeed("token", "ana"))
        // What a token proved is remembered for a minute; this one has proved nothing yet when its key goes.
        let unused = line(try await succeed("token", "ana"))
        let shown = try await succeed("key", "show")
        #expect(shown.hasSuffix(" signs\n"))
        let rotated = try await succeed("key", "rotate")
        #expect(rotated.hasSuffix(" signs from now on\n"))
        let new = line(try await succeed("token", "ana"))
        #expect(try await me(port, bearer: old)?.status == 200)
        #expect(try await me(port, bearer: new)?.status == 200)
        let kids = try await succeed("key", "show").split(separator: "\n")
        #expect(kids == [rotated.split(separator: " ")[0] + " signs", shown.split(separator: " ")[0] + " verifies"])
        _ = try await succeed("key", "retire", "--all")
        #expect(try await me(port, bearer: new)?.status == 200)
        #expect(try await me(port, bearer: unused)?.status == 401)
        #expect(try await succeed("key", "show").split(separator: "\n").count == 1)
    }

    @Test func `a user of the header becomes one of another issuer by a link`() async throws {
        let (_, port) = try await serve()
        #expect(try await ask(port, "x-user-id: ana")?.status == 200)
        let refused = try await command(["user", "add", "ana"])
        #expect(refused.code == 1)
        #expect(
            refused.complained == "Error: The user ana belongs to the issuer header; "
                + "\"collab-server user link ana --issuer own\" hands them to this server.\n")
        #expect(try await command(["token", "ana"]).complained.contains("belongs to the issuer header"))
        #expect(
            try await succeed("user", "link", "ana", "--issuer", "own") == "linked 1 user, 0 of them new\n")
        let token = line(try await succeed("token", "ana"))
        #expect(try await me(port, bearer: token)?.status == 200)
        _ = try await succeed("user", "link", "ana", "--issuer", Self.clerk)
        #expect(try await command(["token", "ana"]).complained.contains("belongs to the issuer \(Self.clerk)"))
    }

    @Test func `many users are linked by a file, or none of them`() async throws {
        let (server, port) = try await serve()
        #expect(try await ask(port, "x-user-id: user_2")?.status == 200)
        server.signal(SIGTERM)
        let csv = directory.file("users.csv")
        try "id,issuer\nuser_2,\(Self.clerk)\nuser_3,clerk.example.com\n\nuser 4,own\n".write(
            toFile: csv, atomically: true, encoding: .utf8)
        let refused = try await command(["user", "link", "--csv", csv])
        #expect(refused.code == 1)
        #expect(refused.complained.contains("\nline 3: \"clerk.example.com\" is not an issuer"))
        #expect(refused.complained.contains("\nline 5: \"user 4\" is no user id"))
        #expect(try await succeed("user", "list") == "user_2\theader\t\t\n")
        try "id,issuer\nuser_2,\(Self.clerk)\nuser_3,\(Self.clerk)\n".write(
            toFile: csv, atomically: true, encoding: .utf8)
        #expect(try await succeed("user", "link", "--csv", csv) == "linked 2 users, 1 of them new\n")
        #expect(
            try await succeed("user", "list") == "user_2\t\(Self.clerk)\t\t\nuser_3\t\(Self.clerk)\t\t\n")
    }

    @Test func `the list is JSON where it is asked for`() async throws {
        _ = try await serve()
        #expect(try await succeed("user", "list", "--json") == "[]\n")
        for name in ["ben", "ana"] { _ = try await succeed("user", "add", name, "--email", name + "@example.com") }
        let text = try await succeed("user", "list", "--json")
        let users = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
        #expect(users.map { $0["id"] as? String } == ["ana", "ben"])
        #expect(users.map { $0["username"] as? String } == ["ana", "ben"])
        #expect(users.map { $0["email"] as? String } == ["ana@example.com", "ben@example.com"])
        #expect(users.allSatisfy { ($0["issuer"] as? String)?.hasPrefix("urn:uuid:") == true })
        #expect(users.allSatisfy { ($0["created_at"] as? String)?.hasSuffix("Z") == true })
    }

    @Test(
        arguments: [
            ("\u{430}na", "with U+0430"), ("ANA", "The id ANA looks like ana"), ("an\u{200B}a", "with U+200B"),
            ("\u{FF41}na", "looks like ana"),
        ])
    func `an id that looks like another's is added only by force`(id: String, sentence: String) async throws {
        _ = try await serve()
        _ = try await succeed("user", "add", "ana")
        let refused = try await command(["user", "add", id])
        #expect(refused.code == 1 && refused.printed == "")
        #expect(refused.complained.contains(sentence) && refused.complained.contains("--force"), "\(refused)")
        #expect(try await succeed("user", "add", "anna") == "added anna\n")
        #expect(try await succeed("user", "add", id, "--force") == "added \(id)\n")
        #expect(try await succeed("user", "add", id) == "\(id) was there already\n")
    }

    @Test(
        arguments: [
            (["user", "add", "a b"], "\"a b\" is no user id"),
            (["user", "add", "\u{1B}[2J"], "\"<U+001B>[2J\" is no user id"),
            (["user", "add", "ben", "--email", "ben"], "\"ben\" is no email address"),
            (["user", "link", "ana"], "either an id and --issuer, or --csv"),
            (["user", "link", "ana", "--issuer", "clerk.example.com"], "is not an issuer"),
            (["user", "link", "--csv", "/nowhere/at/all.csv"], "cannot be read"),
            (["token", "nobody"], "There is no user nobody"),
            (["token", "ana", "--expires", "366d"], "from 1m to 365d"),
            (["token", "ana", "--expires", "0h"], "from 1m to 365d"),
            (["revoke", "nobody"], "user list\" shows who there is"),
            (["key", "rotate"], "is not there yet"), (["key", "show"], "is not there yet"),
            (["key", "retire"], "either a key or --all"),
        ] as [([String], String)])
    func `what cannot be done is told in a sentence and changes nothing`(
        words: [String], sentence: String
    ) async throws {
        _ = try await serve()
        _ = try await succeed("user", "add", "ana")
        let before = try await succeed("user", "list")
        let outcome = try await command(words)
        #expect(outcome.code == 1)
        #expect(outcome.printed == "")
        #expect(
            outcome.complained.hasPrefix("Error: ") && outcome.complained.contains(sentence), "\(outcome.complained)")
        #expect(try await succeed("user", "list") == before)
        #expect(!FileManager.default.fileExists(atPath: database + ".key"))
    }

    @Test(
        arguments: [
            ["user", "add", "ana"], ["user", "list"], ["user", "link", "ana", "--issuer", "own"], ["token", "ana"],
            ["revoke", "ana"],
        ])
    func `a database that is not there is not made`(words: [String]) async throws {
        let outcome = try await command(words)
        #expect(outcome.code == 1)
        #expect(outcome.complained.contains("No such file or directory"), "\(outcome.complained)")
        #expect(outcome.complained.contains("start that first"))
        let missing = try await command(words, database: "postgres:x")
        #expect(missing.code == 1 && missing.complained.contains("is not a database URL"))
        let empty = directory.file("empty.db")
        try Data().write(to: URL(fileURLWithPath: empty))
        #expect(try await command(words, database: "sqlite:" + empty).code == 1)
        #expect(try Data(contentsOf: URL(fileURLWithPath: empty)).isEmpty)
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        #expect(names.allSatisfy { !$0.hasPrefix("drafts.db") && !$0.hasPrefix("empty.db-") }, "\(names)")
    }

    @Test func `a key file that others may read stops the token and the server`() async throws {
        let (server, _) = try await serve()
        _ = try await succeed("user", "add", "ana")
        _ = try await succeed("token", "ana")
        #expect(chmod(database + ".key", 0o644) == 0)
        let outcome = try await command(["token", "ana"])
        #expect(outcome.code == 1)
        #expect(
            outcome.complained == "Error: The signing key file \(database).key may be used by others than its owner; "
                + "allow its owner alone (chmod 600).\n")
        server.signal(SIGTERM)
        #expect(try await server.exitCode() == 0)
        let again = try ServerProcess(
            ["serve", "--port", "0", "--database", "sqlite:" + database], in: directory)
        #expect(try await again.exitCode() == 1)
        #expect(again.complained.contains("(chmod 600)"))
    }
}
