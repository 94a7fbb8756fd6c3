import CollabAPI
import DraftCore
import FoundationEssentials
import Testing

@testable import CollabClient

@Suite struct APICallerTests {
    private static let draft = DraftID("5f0c1d2e-0000-4000-8000-000000000001")!
    private static let segment = SegmentID("77ab1d2e-0000-4000-8000-000000000002")!
    private static let key = IdempotencyKey("k 1")!
    private static let ada = UserID("ada")!
    private static let health = #"{"status":"ok","program":"collab-server","version":"1","instance_id":"i"}"#

    private func caller(
        _ http: ScriptedHTTP, as credential: Credential = .user(ada), base: String = "http://host:1/"
    ) -> APICaller {
        APICaller(baseURL: base, credential: credential, http: http)
    }

    private func callHealth(_ caller: APICaller) async throws(ClientError) -> HealthBody {
        try await caller.call(Endpoints.health, query: NoQuery(), body: EmptyBody())
    }

    private func askWhoCalls(_ caller: APICaller) async throws(ClientError) {
        _ = try await caller.answer(to: Endpoints.me, query: NoQuery(), body: EmptyBody())
    }

    @Test func `a route that is open to all learns nothing of who calls, whatever has become of the sign-in`()
        async throws
    {
        let http = ScriptedHTTP(200, Self.health)
        _ = try await callHealth(caller(http, as: .bearer(NumberedTokens())))
        _ = try await callHealth(caller(http, as: .user(Self.ada)))
        #expect(http.requests.allSatisfy { $0.headers["Authorization"] == nil && $0.headers["X-User-Id"] == nil })
    }

    @Test(arguments: ["http://host:1", "http://host:1/", "http://host:1//", "http://host:1/base/"])
    func `the base may end with slashes and have a path`(base: String) async throws {
        let http = ScriptedHTTP(200, Self.health)
        #expect(try await callHealth(caller(http, base: base)).instanceID == "i")
        let expected = base.contains("base") ? "http://host:1/base/healthz" : "http://host:1/healthz"
        #expect(http.requests.map(\.url) == [expected])
        #expect(http.requests[0].body == nil)
    }

    @Test(
        arguments: [
            (Credential.user(ada), "X-User-Id", "ada"), (.bearer(FixedToken("abc")), "Authorization", "Bearer abc"),
        ])
    func `the credential goes along, also with an upgrade`(credential: Credential, name: String, value: String)
        async throws
    {
        let http = ScriptedHTTP(200, Self.health)
        let caller = caller(http, as: credential)
        try await askWhoCalls(caller)
        #expect(http.requests[0].headers[name] == value)
        let position = LogPosition(since: 3)
        let request = try await caller.socketRequest(
            to: Endpoints.socket, path: [.draftID: Self.draft.description], query: SocketQuery(position: position))
        #expect(request.url == "http://host:1/v1/ws/drafts/\(Self.draft)?since=3")
        #expect(request.headers[name] == value)
    }

    @Test func `a success that cannot be read is another server's and no verdict`() async {
        let http = ScriptedHTTP(200, "<html>Welcome to the Wi-Fi</html>")
        let error = await #expect(throws: ClientError.self) { try await callHealth(caller(http)) }
        #expect(error?.code == .notCollabServer)
        #expect(error?.isVerdict == false)
    }

    @Test(arguments: [301, 302, 404, 409, 500])
    func `what is no success is an error with its status`(status: Int) async {
        let http = ScriptedHTTP(status, "moved")
        let error = await #expect(throws: ClientError.self) { try await callHealth(caller(http)) }
        #expect(error?.status == status)
        #expect(http.requests.count == 1)
    }

    @Test func `a refused token is replaced once and the request sent again`() async throws {
        let tokens = NumberedTokens()
        let http = ScriptedHTTP { (request) throws(TransportError) in
            request.headers["Authorization"] == "Bearer t2" ? .text(200, Self.health) : .envelope(401, "unauthorized")
        }
        try await askWhoCalls(caller(http, as: .bearer(tokens)))
        #expect(http.requests.map { $0.headers["Authorization"] } == ["Bearer t1", "Bearer t2"])
        #expect(
            http.requests.allSatisfy { request in request.headers.fields.count { $0.name == "Authorization" } == 1 })
        #expect(tokens.refused == ["t1"])
    }

    @Test func `a second refusal is the answer`() async {
        let http = ScriptedHTTP { (_) throws(TransportError) in .envelope(401, "unauthorized") }
        let error = await #expect(throws: ClientError.self) {
            try await askWhoCalls(caller(http, as: .bearer(NumberedTokens())))
        }
        #expect(error?.code == .unauthorized)
        #expect(error?.isVerdict == false)
        #expect(http.requests.count == 2)
    }

    @Test(arguments: [Credential.user(ada), .bearer(FixedToken("abc"))])
    func `a credential that cannot be replaced is not sent twice`(credential: Credential) async {
        let http = ScriptedHTTP { (_) throws(TransportError) in .envelope(401, "unauthorized") }
        let caller = caller(http, as: credential)
        let error = await #expect(throws: ClientError.self) { try await askWhoCalls(caller) }
        #expect(error?.code == .unauthorized)
        #expect(http.requests.count == 1)
    }

    @Test func `renewing says whether there is another credential`() async throws {
        let http = ScriptedHTTP(200)
        #expect(try await caller(http, as: .user(Self.ada)).renewSignIn() == false)
        #expect(try await caller(http, as: .bearer(FixedToken("abc"))).renewSignIn() == false)
        #expect(try await caller(http, as: .bearer(NumberedTokens())).renewSignIn() == true)
        let expired = NumberedTokens(failure: .signInNeeded)
        #expect(try await caller(http, as: .bearer(expired)).renewSignIn() == false)
    }

    @Test func `renewing that fails on the way is not the end of the sign-in`() async {
        let tokens = NumberedTokens(failure: ClientError(code: .unreachable, message: "no network"))
        let error = await #expect(throws: ClientError.self) {
            try await caller(ScriptedHTTP(200), as: .bearer(tokens)).renewSignIn()
        }
        #expect(error?.code == .unreachable)
    }

    struct Sent: Sendable {
        let action: Command.Action
        let method: CollabAPI.Method
        let path: String
        let body: [String: String]

        init(_ action: Command.Action, _ method: CollabAPI.Method, _ path: String, _ body: [String: String]) {
            self.action = action
            self.method = method
            self.path = path
            self.body = body
        }
    }

    private static let own = "/v1/collab/drafts/\(draft)"

    private static let sent: [Sent] = [
        Sent(.append(segment, content: "a"), .post, "/segments", ["content": #""a""#, "tenure": "4"]),
        Sent(
            .revise(segment, content: "b", revision: 2), .patch, "/segments/\(segment)",
            ["content": #""b""#, "tenure": "4", "revision": "2"]),
        Sent(.strike(segment), .delete, "/segments/\(segment)?idempotency_key=k%201&tenure=4", [:]),
        Sent(.pass(to: UserID("b.en")!), .post, "/pass-ring", ["to_user_id": #""b.en""#, "tenure": "4"]),
        Sent(.reclaim, .post, "/ring/reclaim", [:]),
    ]

    @Test(arguments: sent)
    func `a command is a request with its key, and its answer a seq`(sent: Sent) async throws {
        let http = ScriptedHTTP(200, #"{"data":{"seq":31}}"#)
        let command = Command(actor: Self.ada, key: Self.key, tenure: 4, action: sent.action)
        #expect(try await caller(http).send(command, to: Self.draft, timeout: .seconds(6)) == 31)
        let request = http.requests[0]
        #expect(request.method == sent.method)
        #expect(request.url == "http://host:1" + Self.own + sent.path)
        #expect(request.timeout == .seconds(6))
        #expect(request.headers["Prefer"] == "return=minimal")
        let text = String(decoding: request.body ?? Data(), as: UTF8.self)
        #expect(text.isEmpty == (request.method == .delete))
        #expect(text.isEmpty || text.contains(#""idempotency_key":"k 1""#))
        for (name, value) in sent.body {
            #expect(text.contains("\"\(name)\":\(value)"), "\(text)")
        }
    }

    @Test func `a command without a key is not sent`() async {
        let http = ScriptedHTTP(200)
        let command = Command(actor: Self.ada, key: nil, tenure: 4, action: .reclaim)
        await #expect(throws: ClientError.self) {
            try await caller(http).send(command, to: Self.draft, timeout: .seconds(6))
        }
        #expect(http.requests.isEmpty)
    }

    @Test func `leaving is answered with nothing, and that is enough`() async throws {
        let http = ScriptedHTTP(204)
        let command = Command(actor: Self.ada, key: Self.key, tenure: nil, action: .removeMember(UserID("..")!))
        #expect(try await caller(http).send(command, to: Self.draft, timeout: .seconds(6)) == 0)
        #expect(http.requests[0].url == "http://host:1\(Self.own)/collaborators/..?idempotency_key=k%201")
    }
}
