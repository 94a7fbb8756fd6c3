import CollabAPI
import DraftCore
import FoundationEssentials
import Testing

@testable import CollabClient

/// Reading by the token of a share.
@Suite(.timeLimit(.minutes(1))) struct ShareCredentialTests {
    private static let token = ShareToken("a-secret+that/is=told&once")!
    private static let encoded = "share=a-secret%2Bthat%2Fis%3Dtold%26once"
    private static let path: [Route.Parameter: String] = [.draftID: Samples.draftID]
    private static let page = LogPosition(since: 3)

    private func caller(_ http: ScriptedHTTP) -> APICaller {
        APICaller(baseURL: "http://host", credential: .share(Self.token), http: http)
    }

    @Test func `the token goes along in the query, and in no header`() async throws {
        let http = ScriptedHTTP { (request) throws(TransportError) in
            let body = request.url.contains("/events") ? Samples.page(seq: 3) : Samples.draft(seq: 3)
            return .text(200, body)
        }
        let caller = caller(http)
        _ = try await caller.call(Endpoints.getDraft, path: Self.path, query: DraftQuery(), body: EmptyBody())
        _ = try await caller.call(
            Endpoints.events, path: Self.path, query: EventsQuery(position: Self.page), body: EmptyBody())
        _ = try await caller.answer(
            to: Endpoints.exportDraft, path: Self.path, query: ExportQuery(format: .txt), body: EmptyBody())
        let socket = try await caller.socketRequest(
            to: Endpoints.socket, path: Self.path, query: SocketQuery(position: Self.page))
        let draft = "http://host/v1/collab/drafts/\(Samples.draftID)"
        let requests = http.requests + [socket]
        #expect(
            requests.map(\.url) == [
                draft + "?" + Self.encoded, draft + "/events?since=3&" + Self.encoded,
                draft + "/export?format=txt&" + Self.encoded,
                "http://host/v1/ws/drafts/\(Samples.draftID)?since=3&" + Self.encoded,
            ])
        for field in requests.flatMap(\.headers.fields) {
            #expect(!["X-User-Id", "Authorization"].contains(field.name))
            #expect(!field.value.contains("secret"))
        }
    }

    @Test func `what would change something fails here, as a verdict`() async {
        let http = ScriptedHTTP(200)
        let caller = caller(http)
        let draft = SessionStage.draft
        let command = Command(actor: SessionStage.user, key: .random(), tenure: 1, action: .reclaim)
        let sent = await #expect(throws: ClientError.self) {
            try await caller.send(command, to: draft, timeout: .seconds(6))
        }
        let listed = await #expect(throws: ClientError.self) {
            try await caller.call(Endpoints.listDrafts, query: ListQuery(), body: EmptyBody())
        }
        #expect([sent?.code, listed?.code] == [.forbidden, .forbidden])
        #expect(sent?.isVerdict == true)
        #expect(http.requests.isEmpty)
    }

    @Test func `a server is asked for its health without the token`() async {
        let http = ScriptedHTTP(503)
        _ = try? await caller(http).call(Endpoints.health, query: NoQuery(), body: EmptyBody())
        #expect(http.requests.map(\.url) == ["http://host/healthz"])
    }

    @Test func `a token is never printed`() {
        let credential = Credential.share(Self.token)
        #expect(!"\(credential) \(String(reflecting: credential))".contains("secret"))
        var dumped = ""
        dump(credential, to: &dumped)
        #expect(!dumped.contains("secret"))
    }

    @Test(arguments: ["", "two words", "tab\t", "é", String(repeating: "a", count: 513)])
    func `what cannot be a token is none`(text: String) {
        #expect(ShareToken(text) == nil)
    }

    @Test(arguments: [SocketCloseCode.notMember, SocketCloseCode.tokenExpired])
    func `a share that ends while the draft is open is told as that, and the text stays`(code: UInt16) async throws {
        let stage = SessionStage(as: .share(Self.token))
        try await running(stage.session) { log in
            let socket = await stage.goLive(log)
            stage.session.share(words: "nobody's")
            stage.session.share(presence: .here)
            socket.bring(.ended(.closed(code: code, reason: "")))
            await log.until { $0.contains { if case .link(.readOnly(.shareEnded)) = $0 { true } else { false } } }
            #expect(await stage.session.replica?.confirmed.seq == 3)
            // The ping of the beginning, and nothing that a guest would have to say.
            #expect(await socket.hear() == #"{"type":"ping"}"#)
        }
    }
}
