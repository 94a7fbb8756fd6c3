import CollabAPI
import CollabClient
import CollabTesting
import DraftCore
import Foundation
import Glibc
import Testing

/// Signing in from a terminal at a provider that knows nothing of this program: Python's `oidc-provider-mock`.
@Suite(.serialized, .enabled(if: Python.isThere, "python3 is missing"), .timeLimit(.minutes(3))) struct SignInTests {
    private static let program = """
        import os, socket, sys, warnings
        warnings.simplefilter("ignore")
        os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
        import oidc_provider_mock, uvicorn

        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", int(sys.argv[1])))
        listener.listen()
        print(listener.getsockname()[1])
        app = oidc_provider_mock.app()
        uvicorn.Server(uvicorn.Config(app, interface="wsgi", log_level="error")).run(sockets=[listener])
        """

    /// A provider and a server that believes it and nobody else.
    private func withProvider(_ body: @Sendable (InProcessServer, Python) async throws -> Void) async throws {
        let python = try Python(Self.program, ["0"])
        let port = try #require(try await python.lines(1).first)
        let settings = [
            "OIDC_ISSUER": "http://127.0.0.1:\(port)", "OIDC_CLIENT_ID": "draft", "HEADER_IDENTITY": "off",
        ]
        try await InProcessServer.run(variables: settings) { try await body($0, python) }
    }

    /// Signs in as `subject`, in a terminal and a browser that is played by curl.
    private func signIn(_ subject: String, at server: String, in home: Home) async throws -> Screen {
        // Wide, so that the address stands on one line.
        let screen = try Screen(
            "DRAFT_OIDC_CLIENT_SECRET=any \(Programs.draft) login --server \(server); echo \"ended with $?\"; cat",
            in: home, columns: 1000)
        try await screen.shows("/oauth2/authorize?")
        let address = try #require(
            try screen.text.split(separator: "\n").first { $0.contains("/oauth2/authorize?") }
        ).trimmingCharacters(in: .whitespaces)
        let page = home.directory.file("page")
        let status = try ChildProcess(
            "curl", ["--silent", "--location", "--data-urlencode", "sub=\(subject)", address],
            environment: ProcessInfo.processInfo.environment, output: page
        ).wait()
        #expect(status == 0)
        #expect(try String(contentsOfFile: page, encoding: .utf8).contains("You can close this window"))
        return screen
    }

    @Test func `whoever signs in with a browser writes under that name, in scripts and in the editor`() async throws {
        try await withProvider { server, _ in
            let home = try Home()
            let login = try await signIn("ana@example.com", at: server.url, in: home)
            try await login.shows("signed in as", "(ana@example.com) at 127.0.0.1:\(server.port)", "ended with 0")
            let store = CredentialStore(folder: home.directory.file("state/draft"))
            #expect(try store.credential(for: server.url)?.userID == UserID("ana@example.com"))
            let rights = try FileManager.default.attributesOfItem(atPath: store.path)[.posixPermissions] as? Int
            #expect(rights == 0o600)

            let place = ["--server", server.url]
            let me = try await home.draft(place + ["whoami", "--json"])
            #expect(me.output.contains(#""id":"ana@example.com""#), "\(me.complaints)")
            let draft = try await home.draft(place + ["new", "Signed"]).line
            #expect(try await home.draft(place + ["append", draft], input: "By name.").code == 0)
            let editor = try Screen("\(Programs.draft) open \(draft) --server \(server.url)", in: home)
            try await editor.shows("By name.", "you hold the ring", "live")
            try editor.type("With the same sign-in.")
            try editor.press("C-s")
            try await editor.shows("With the same sign-in.", "saved 3")
        }
    }

    @Test func `a provider that comes back with other keys is believed again, and the writing goes on`() async throws {
        try await withProvider { server, python in
            let home = try Home()
            _ = try await signIn("ana", at: server.url, in: home).shows("ended with 0")
            let draft = try await home.draft(["--server", server.url, "new", "Rotated"]).line
            let editor = try Screen("\(Programs.draft) open \(draft) --server \(server.url)", in: home)
            try await editor.shows("you hold the ring", "● live")
            try editor.type("By the old key.")
            try editor.press("C-s")
            try await editor.shows("   By the old key.", "saved 2")

            // No token that could not be judged has come until now: the server may ask for newer keys at once.
            let before = try await Self.publishedKeys(of: python)
            let port = try #require(try await python.lines(1).first)
            try await python.end()
            let successor = try Python(Self.program, [port])
            _ = try await successor.lines(1)
            let after = try await Self.publishedKeys(of: successor)
            #expect(before.isDisjoint(with: after))

            _ = try await signIn("ana", at: server.url, in: home).shows("signed in as", "ended with 0")
            try editor.type("By the new one.")
            try editor.press("C-s")
            try await editor.shows("   By the new one.", "saved 3", "● live")
            let script = try await home.draft(["--server", server.url, "append", draft], input: "And by a script.")
            #expect(script.code == 0, "\(script.complaints)")
            try await editor.shows("   And by a script.")
        }
    }

    /// The moduli that a provider publishes: a name can be given to another key.
    private static func publishedKeys(of python: Python) async throws -> Set<String> {
        let port = try #require(try await python.lines(1).first)
        let directory = try TemporaryDirectory()
        let status = try ChildProcess(
            "curl", ["--silent", "http://127.0.0.1:\(port)/jwks"],
            environment: ProcessInfo.processInfo.environment, output: directory.file("keys")
        ).wait()
        #expect(status == 0)
        let keys = try Data(contentsOf: URL(fileURLWithPath: directory.file("keys")))
        let document = try JSONSerialization.jsonObject(with: keys) as? [String: Any]
        let moduli = (document?["keys"] as? [[String: Any]])?.compactMap { $0["n"] as? String } ?? []
        try #require(!moduli.isEmpty)
        return Set(moduli)
    }

    @Test func `signing out forgets, and a server that wants a sign-in says how to get one`() async throws {
        try await withProvider { server, _ in
            let home = try Home()
            let place = ["--server", server.url]
            let before = try await home.draft(place + ["whoami"])
            #expect(before.code == 77)
            #expect(before.complaints.contains("`draft login --server \(server.url)`"))
            _ = try await signIn("ana", at: server.url, in: home).shows("ended with 0")
            #expect(try await home.draft(place + ["whoami"]).code == 0)
            let out = try await home.draft(place + ["logout"])
            #expect(out.line == "signed out at 127.0.0.1:\(server.port)")
            #expect(try await home.draft(place + ["whoami"]).code == 77)
            #expect(try await home.draft(place + ["logout"]).line.hasPrefix("not signed in"))
        }
    }

    @Test func `a token that was come by elsewhere is checked before it is kept, or stays in the environment`()
        async throws
    {
        try await withProvider { server, _ in
            let ana = try Home()
            _ = try await signIn("ana", at: server.url, in: ana).shows("ended with 0")
            let file = ana.directory.file("state/draft/credentials.json")
            let object = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: file)))
            let servers = try #require((object as? [String: Any])?["servers"] as? [String: [String: Any]])
            let token = try #require(servers[server.url]?["token"] as? String)

            let other = try Home()
            let wrong = try await other.draft(["login", "--server", server.url, "--token-stdin"], input: token + "x")
            #expect(wrong.code == 77)
            #expect(!wrong.complaints.contains(token))
            #expect(try CredentialStore(folder: other.directory.file("state/draft")).credential(for: server.url) == nil)
            let right = try await other.draft(["login", "--server", server.url, "--token-stdin"], input: token + "\n")
            #expect(right.line.hasPrefix("signed in as"), "\(right.complaints)")
            #expect(right.line.contains("(ana)"))

            let script = try Screen(
                "DRAFT_TOKEN=\(token) \(Programs.draft) whoami --server \(server.url); cat", in: try Home())
            try await script.shows("(ana) at")
            let junk = try Screen(
                "DRAFT_TOKEN=junk \(Programs.draft) list --server \(server.url); echo \"ended with $?\"; cat",
                in: try Home())
            try await junk.shows("does not take the token in DRAFT_TOKEN", "ended with 77")
        }
    }

    @Test func `a pasted token is not shown`() async throws {
        let home = try Home()
        let settings = ["HEADER_IDENTITY": "off", "CLERK_ISSUER": "https://issuer.invalid"]
        try await InProcessServer.run(variables: settings) { server in
            let screen = try Screen(
                "\(Programs.draft) login --server \(server.url); echo \"ended with $?\"; cat", in: home)
            try await screen.shows("Token:")
            try screen.type("not-a-real-token")
            try screen.press("Enter")
            try await screen.shows("does not take this token", "ended with 77")
            #expect(try !screen.text.contains("not-a-real"))
            try screen.type("echoed again")
            try await screen.shows("echoed again")
        }
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func `a program that is ended while it asks for a token leaves the terminal as it was`(signal: Int32) async throws {
        let settings = ["HEADER_IDENTITY": "off", "CLERK_ISSUER": "https://issuer.invalid"]
        try await InProcessServer.run(variables: settings) { server in
            let login = "echo process $$ asks; exec \(Programs.draft) login --server \(server.url)"
            let screen = try Screen(
                "sh -c '\(login)'; echo \"ended with $?\"; stty -a; cat", in: try Home())
            try await screen.shows("Token:")
            let words = try screen.text.split(whereSeparator: \.isWhitespace)
            let process = try #require(words.firstIndex(of: "process").flatMap { pid_t(words[$0 + 1]) })
            #expect(kill(process, signal) == 0)
            try await screen.shows("ended with \(128 + signal)", "isig icanon iexten echo echoe")
        }
    }

    /// A provider that gives codes for other devices, and then says what the user said; `no` in its argument gives none.
    private static let deviceProvider = """
        import http.server, json, sys

        class Provider(http.server.BaseHTTPRequestHandler):
            def log_message(self, *words): pass
            def answer(self, status, body):
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
            def do_GET(self):
                self.answer(200, {"issuer": url, "token_endpoint": url + "/token",
                    "authorization_endpoint": url + "/authorize", "device_authorization_endpoint": url + "/device"})
            def do_POST(self):
                self.rfile.read(int(self.headers.get("Content-Length", "0")))
                if self.path != "/device": return self.answer(400, {"error": "access_denied"})
                if sys.argv[-1] == "no": return self.answer(400, {"error": "unauthorized_client"})
                self.answer(200, {"device_code": "d", "user_code": "AB-CD\\x1b[31m", "interval": 1, "expires_in": 60,
                    "verification_uri": url + "/enter"})

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Provider)
        url = "http://127.0.0.1:%d" % server.server_address[1]
        print(server.server_address[1], flush=True)
        server.serve_forever()
        """

    @Test(arguments: ["yes", "no"])
    func `a no of the user's is a no; a code that is not given leaves the browser`(code: String) async throws {
        let python = try Python(Self.deviceProvider, [code])
        let port = try #require(try await python.lines(1).first)
        let settings = ["OIDC_ISSUER": "http://127.0.0.1:\(port)", "OIDC_CLIENT_ID": "draft", "HEADER_IDENTITY": "off"]
        try await InProcessServer.run(variables: settings) { server in
            let screen = try Screen(
                "\(Programs.draft) login --server \(server.url); echo \"ended with $?\"; cat", in: try Home(),
                columns: 1000)
            if code == "yes" {
                try await screen.shows("open http://127.0.0.1:\(port)/enter on any device", "AB-CD", "[31m")
                try await screen.shows("The sign-in was refused.", "ended with 77")
                #expect(try !screen.text.contains("/authorize"))
            } else {
                try await screen.shows("unauthorized_client", "http://127.0.0.1:\(port)/authorize?")
            }
        }
    }
}
