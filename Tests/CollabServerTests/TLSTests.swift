import CollabTesting
import Foundation
import NIOSSL
import Testing

@testable import collab_server

/// The server's own TLS, with certificates that `openssl` has made.
@Suite struct TLSTests {
    private static func install(_ pair: TestAuthority.Pair, in directory: TemporaryDirectory) throws {
        try install(pair.certificate, pair.key, in: directory)
    }

    private static func install(_ certificate: String, _ key: String, in directory: TemporaryDirectory) throws {
        for (source, name) in [(certificate, "server.pem"), (key, "server.key")] {
            try Data(contentsOf: URL(fileURLWithPath: source))
                .write(to: URL(fileURLWithPath: directory.file(name)), options: .atomic)
        }
    }

    private static func variables(_ directory: TemporaryDirectory) -> [String: String] {
        ["TLS_CERTIFICATE": directory.file("server.pem"), "TLS_KEY": directory.file("server.key")]
    }

    private static let hello = HTTPProbe("GET", "/healthz")

    @Test func `requests and sockets are served by TLS 1.2 and 1.3`() async throws {
        let directory = try TemporaryDirectory()
        let authority = try TestAuthority(in: directory)
        try Self.install(try authority.issue(), in: directory)
        try await InProcessServer.run(variables: Self.variables(directory)) { server in
            #expect(server.url.hasPrefix("https://127.0.0.1:"))
            for version in [TLSVersion.tlsv12, .tlsv13] {
                let connection = try await RawConnection.open(
                    port: server.port, trusting: authority.certificate, speaking: version)
                for _ in 0..<2 {
                    try await connection.send(Self.hello.text)
                    let answer = try #require(try await connection.nextAnswer(within: .seconds(20)))
                    #expect(answer.status == 200)
                    #expect(answer.headers["strict-transport-security"] == "max-age=31536000")
                }
            }
            let begun = try await server.send(
                HTTPProbe("POST", "/v1/collab/drafts", as: "ada", json: #"{"title":"T"}"#),
                trusting: authority.certificate)
            let draft: String = try #require(try begun.value("data.draft_id"))
            let socket = try await SocketProbe.open(server, draft: draft, as: "ada", trusting: authority.certificate)
            #expect(socket.handshake.status == 101)
            try await socket.send(#"{"type":"ping"}"#)
            _ = try await socket.next(type: "pong", within: .seconds(20))
        }
    }

    @Test func `an older version of TLS is not spoken, and plain HTTP is not either`() async throws {
        let directory = try TemporaryDirectory()
        let authority = try TestAuthority(in: directory)
        try Self.install(try authority.issue(), in: directory)
        try await InProcessServer.run(variables: Self.variables(directory)) { server in
            await #expect(throws: (any Error).self) {
                let connection = try await RawConnection.open(
                    port: server.port, trusting: authority.certificate, speaking: .tlsv11)
                try await connection.send(Self.hello.text)
                _ = try #require(try await connection.nextAnswer(within: .seconds(20)))
            }
            let plain = try await RawConnection.open(port: server.port)
            try await plain.send(Self.hello.text)
            #expect(try await plain.nextAnswer(within: .seconds(20)) == nil)
            #expect(try await server.send(Self.hello, trusting: authority.certificate).status == 200)
        }
    }

    @Test func `a handshake that does not come to its end is cut off`() async throws {
        let directory = try TemporaryDirectory()
        let authority = try TestAuthority(in: directory)
        try Self.install(try authority.issue(), in: directory)
        try await InProcessServer.run(
            variables: Self.variables(directory), configure: { $0["HEADER_SECONDS"] = 1 }
        ) { server in
            let silent = try await RawConnection.open(port: server.port)
            // The beginning of a record that never comes.
            try await silent.send([0x16, 0x03, 0x01])
            #expect(try await silent.end(within: .seconds(20)) == "")
        }
    }

    @Test func `a new pair serves new connections, a bad one changes nothing`() async throws {
        let directory = try TemporaryDirectory()
        let (old, new) = (try TestAuthority(in: directory), try TestAuthority(in: directory))
        let first = try old.issue()
        try Self.install(first, in: directory)
        try await InProcessServer.run(variables: Self.variables(directory)) { server in
            let kept = try await RawConnection.open(port: server.port, trusting: old.certificate)
            try await kept.send(Self.hello.text)
            #expect(try await kept.nextAnswer(within: .seconds(20))?.status == 200)
            try Self.install(try new.issue(), in: directory)
            try await eventually(within: .seconds(30)) {
                // A client that trusts the new authority alone fails as long as the old certificate is served.
                (try? await server.send(Self.hello, trusting: new.certificate))?.status == 200
            }
            await #expect(throws: (any Error).self) { try await server.send(Self.hello, trusting: old.certificate) }
            try await kept.send(Self.hello.text)
            #expect(try await kept.nextAnswer(within: .seconds(20))?.status == 200)
        }
    }

    @Test func `what the files hold is judged once they rest, and told`() throws {
        let directory = try TemporaryDirectory()
        let authority = try TestAuthority(in: directory)
        let (first, second) = (try authority.issue(), try authority.issue())
        try Self.install(first, in: directory)
        let files = TLSFiles(certificate: directory.file("server.pem"), key: directory.file("server.key"))
        let certificate = try ServerCertificate(files)
        #expect(certificate.look() == nil)
        let before = certificate.context
        // The new certificate beside the old key is no pair, and the look in between does not judge it.
        try Self.install(second.certificate, first.key, in: directory)
        #expect(certificate.look() == nil)
        #expect(certificate.look() == .kept(.notItsKey(files)))
        #expect(certificate.look() == nil)
        #expect(certificate.context === before)
        try Data("nothing".utf8).write(to: URL(fileURLWithPath: files.certificate))
        #expect(certificate.look() == nil)
        #expect(certificate.look() == .kept(.noCertificate(files.certificate)))
        try Self.install(try authority.issue(hasExpired: true), in: directory)
        #expect(certificate.look() == nil)
        #expect(certificate.look() == .kept(.expired(files.certificate)))
        #expect(certificate.context === before)
        try Self.install(second, in: directory)
        #expect(certificate.look() == nil)
        #expect(certificate.look() == .replaced)
        #expect(certificate.context !== before)
    }

    @Test func `a server whose pair is none does not start and says why`() async throws {
        let directory = try TemporaryDirectory()
        let authority = try TestAuthority(in: directory)
        let (one, other) = (try authority.issue(), try authority.issue())
        let server = try ServerProcess(
            [
                "serve", "--port", "0", "--database", "sqlite:" + directory.file("a.db"), "--tls-certificate",
                one.certificate, "--tls-key", other.key,
            ], in: directory)
        #expect(try await server.exitCode() == 1)
        #expect(server.complained.contains("is not that of the certificate"))
    }
}
