import CollabAPI
import DraftCore
import FoundationEssentials

@testable import CollabClient

/// A link driver between a scripted network and a listener that takes everything in.
struct LinkStage {
    let sockets = ScriptedSockets()
    let clock = StepClock()
    let http: ScriptedHTTP
    let driver: LinkDriver
    let sink = Listener()

    init(as credential: Credential = .user(UserID("ada")!), _ answer: @escaping ScriptedHTTP.Answer) {
        http = ScriptedHTTP(answer)
        driver = LinkDriver(
            draftID: DraftID(Samples.draftID)!,
            caller: APICaller(baseURL: "http://host", credential: credential, http: http), sockets: sockets,
            clock: clock,
            seed: 1)
    }

    /// A server whose draft is at `seq`, whose polls answer `polls` one after the other and are then held.
    static func serving(seq: Int = 3, as credential: Credential = .user(UserID("ada")!), polls: [String] = [])
        -> LinkStage
    {
        let rest = Report<String>()
        for poll in polls { rest.add(poll) }
        return LinkStage(as: credential) { (request) throws(TransportError) in
            guard request.method == .get else { return .text(204) }
            guard request.url.contains("/events") else { return .text(200, Samples.draft(seq: seq)) }
            guard let poll = await rest.next() else { throw .cancelled }
            return .text(200, poll)
        }
    }

    /// Runs the driver while `body` plays the rest of the world.
    func play(_ body: @Sendable () async throws -> Void) async rethrows {
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { [driver, sink] in await driver.run(delivering: sink) }
            try await body()
            tasks.cancelAll()
        }
    }

    /// What was asked by HTTP: verbs and what stands behind the server's name.
    var asked: [String] {
        http.requests.map { $0.method.rawValue + " " + $0.url.dropFirst("http://host".count) }
    }

    /// Takes everything in, writes it down, and stands where the last event did.
    actor Listener: LinkSink {
        nonisolated let heard = Report<String>()
        private var position = LogPosition()

        func take(_ delivery: LinkDelivery) -> LinkReply {
            switch delivery {
            case .status(let status): heard.add("\(status)")
            case .snapshot(let body):
                position = LogPosition(since: body.seq, logID: body.logID, hash: body.hash)
                heard.add("snapshot \(body.seq)")
            case .reset: heard.add("reset")
            case .welcome(let body): heard.add("welcome \(body.seq)")
            case .events(let events, _):
                position.since = events.last?.event.seq ?? position.since
                heard.add("events \(events.map(\.event.seq.description).joined(separator: " "))")
            case .presence: break
            case .typing(let body): if let body { heard.add("typing \(body.text)") }
            case .resendCommands: heard.add("resend")
            }
            return .at(position)
        }
    }
}
