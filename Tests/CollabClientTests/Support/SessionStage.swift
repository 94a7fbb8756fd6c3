import CollabAPI
import CollabTesting
import DraftCore
import FoundationEssentials

@testable import CollabClient

/// A session between a scripted network and a clock that the test moves.
struct SessionStage {
    let sockets = ScriptedSockets()
    let clock = StepClock()
    let http: ScriptedHTTP
    let session: DraftSession

    /// - Parameters:
    ///   - draft: what is served as the draft, for the request's address; there are no polls.
    ///   - credential: who asks.
    ///   - firstLook: how long a copy is looked at before the network is woken.
    ///   - older: what older pages of the text wait for.
    ///   - answer: to commands.
    init(
        journal: JournalFolder? = nil, copies: CopyFolder? = nil, as credential: Credential = .user(user),
        firstLook: Duration = .zero,
        draft: @escaping @Sendable (_ url: String) -> String = { _ in Samples.draft(seq: 3) },
        older: @escaping @Sendable () async -> Void = {},
        answering answer: @escaping ScriptedHTTP.Answer = { (_) throws(TransportError) in throw .cancelled }
    ) {
        http = ScriptedHTTP { (request) throws(TransportError) in
            guard request.method == .get else { return try await answer(request) }
            guard !request.url.contains("/events") else { throw .cancelled }
            if !request.url.contains("from=-") { await older() }
            return .text(200, draft(request.url))
        }
        session = DraftSession(
            draftID: Self.draft, user: Self.user,
            caller: APICaller(baseURL: "http://host", credential: credential, http: http), sockets: sockets,
            sources: SessionSources(clock: clock, firstLook: firstLook, seed: 1),
            journal: JournalKeeper(folder: journal, server: "http://host", draft: Self.draft, user: Self.user),
            copies: copies)
    }

    static let draft = DraftID(Samples.draftID)!
    static let user = UserID.named("ada")

    /// Plays the first socket up to where the session is live.
    func goLive(_ log: SessionLog, seq: Int = 3) async -> ScriptedSocket {
        let socket = await sockets.next()
        socket.bring(.opened)
        socket.bring(text: Samples.connected(seq: seq))
        await log.until { $0.contains { if case .link(.live) = $0 { true } else { false } } }
        return socket
    }

    /// The requests that would change something.
    var commands: [HTTPRequest] { http.requests.filter { $0.method != .get } }
}
