import CollabTesting
import DraftCore
import Testing

/// Several windows of several people on one draft, and a network that loses, delays, repeats and reorders: answers
/// against events, and snapshots against both.
struct ModelWorld {
    private(set) var server: ModelServer
    private(set) var clients: [ModelClient]
    private let users: [UserID]
    private var plan: RandomPlan

    /// Two to four users, the first of them in two windows.
    init(seed: UInt64) {
        plan = RandomPlan(seed: seed)
        users = Array([ana, ben, caro, dan].prefix(plan.number(2...4)))
        server = ModelServer(users: users, seed: seed)
        let opening = server.state
        clients = users.map { ModelClient(user: $0, window: 0, opening: opening) }
        clients.append(ModelClient(user: users[0], window: 1, opening: opening))
    }

    /// Lets one thing happen to one client.
    /// - Returns: the place of the client.
    mutating func step() -> Int {
        let kind = plan.number(0...99)
        let fitting = clients.indices.filter { isFitting(clients[$0], for: kind) }
        guard !fitting.isEmpty || plan.happens(percent: 10) else { return step() }
        let anybody = fitting.isEmpty || plan.happens(percent: 5)
        let index = anybody ? plan.number(0...clients.count - 1) : plan.one(of: fitting)
        switch kind {
        case 0..<12: submit(index)
        case 12..<34: clients[index].send()
        case 34..<54: reach(index)
        case 54..<57: clients[index].loseFlight()
        case 57..<75: clients[index].hear(times: plan.number(1...2))
        case 75..<91: receive(index, atMost: plan.number(1...4))
        case 91..<93: receiveOutOfTurn(index)
        case 93..<96: open(index)
        default: loadPage(index)
        }
        return index
    }

    /// Whether such a step means something to `client`. Most steps go where they do, so that much of what is asked for is
    /// accepted; the others are senseless on purpose.
    private func isFitting(_ client: ModelClient, for kind: Int) -> Bool {
        switch kind {
        case 0..<12: client.hasReasonToAsk && client.outbox.count < 4
        case 12..<34: !client.outbox.isEmpty && client.flights.isEmpty
        case 34..<75: !client.flights.isEmpty
        case 75..<91: client.replica.confirmed.seq < server.state.draft.seq
        default: true
        }
    }

    private mutating func submit(_ index: Int) {
        let client = clients[index]
        for _ in 0..<plan.number(1...2) {
            let action = plan.action(in: client.replica.visible.draft, segments: client.shown, among: users)
            // The client's clock is its own.
            clients[index].submit(action, at: server.now.after(seconds: plan.number(-30...30)))
        }
    }

    private mutating func reach(_ index: Int) {
        server.advance(seconds: plan.number(0...2))
        clients[index].reach(&server)
    }

    private mutating func receive(_ index: Int, atMost count: Int) {
        for event in server.events(after: clients[index].replica.confirmed.seq).prefix(count) {
            guard case .applied = clients[index].receive(event) else {
                Issue.record("the next event, \(event.seq), was not applied")
                return
            }
        }
    }

    /// An event that is known already, and one that comes too early.
    private mutating func receiveOutOfTurn(_ index: Int) {
        let known = clients[index].replica.confirmed.seq
        let old = server.events[plan.number(0...known.rawValue - 1)]
        #expect(clients[index].receive(old) == .duplicate)
        if let early = server.events(after: known).dropFirst().first {
            #expect(clients[index].receive(early) == .gap(after: known))
        }
    }

    /// A snapshot is of now, or, where it was long on its way, of a while ago.
    private mutating func open(_ index: Int) {
        let newest = server.state.draft.seq.rawValue
        let seq = plan.happens(percent: 70) ? newest : max(1, newest - plan.number(0...5))
        let snapshot = server.state(at: Seq(rawValue: seq)).newest(plan.one(of: [0, 1, 3, 1000]))
        let acknowledged = clients[index].open(snapshot)
        for command in acknowledged {
            #expect(isDone(command), "a snapshot acknowledged \(command)")
        }
    }

    /// Whether `command` is in the log, or changed nothing, or would be refused if it were sent again.
    private func isDone(_ command: Command) -> Bool {
        if count(of: command) == 1 || server.idle.contains(command) { return true }
        return (try? server.state.judging(command, at: server.now)) == nil
    }

    /// A page is of some moment since the snapshot that it belongs to.
    private mutating func loadPage(_ index: Int) {
        let first = clients[index].replica.manuscript.firstOrder
        let seq = plan.number(clients[index].openedAt.rawValue...server.state.draft.seq.rawValue)
        let page = server.state(at: Seq(rawValue: seq)).manuscript.segments.prefix(first)
        clients[index].prepend(page.suffix(plan.number(1...4)))
    }

    /// Everybody sends, hears and receives until nothing is left to come.
    mutating func calmDown() {
        while clients.contains(where: { !$0.outbox.isEmpty || !$0.flights.isEmpty }) {
            for index in clients.indices {
                clients[index].send()
                clients[index].reach(&server)
                clients[index].hear()
            }
        }
        for index in clients.indices {
            receive(index, atMost: .max)
            clients[index].prepend(server.state.manuscript.segments)
        }
    }

    /// How often `command` took effect.
    func count(of command: Command) -> Int {
        server.events.count { $0.actor == command.actor && $0.key == command.key }
    }
}
