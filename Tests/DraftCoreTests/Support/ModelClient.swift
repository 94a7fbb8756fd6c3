import CollabTesting
import DraftCore

/// One window of one user: a replica, what it has to send, and what is on the network between it and the server.
struct ModelClient {
    /// A command on its way there, or its answer on the way back.
    enum Flight {
        case asking(Command)
        case answered(IdempotencyKey, ModelServer.Answer)

        var key: IdempotencyKey? {
            switch self {
            case .asking(let command): command.key
            case .answered(let key, _): key
            }
        }
    }

    let user: UserID
    private(set) var replica: Replica
    /// Without a verdict, oldest first; only the first is ever on its way.
    private(set) var outbox: [Command] = []
    private(set) var flights: [Flight] = []
    /// The seq of the snapshot that the replica started from last.
    private(set) var openedAt: Seq
    /// All that was ever asked for, what the replica said of it: took effect, or was given back.
    private(set) var submitted: [Command] = []
    private(set) var acknowledged: [Command] = []
    private(set) var returned: [Command] = []
    private let window: Int

    init(user: UserID, window: Int, opening state: ModelServer.State) {
        self.user = user
        self.window = window
        replica = Replica(draft: state.draft, manuscript: state.manuscript)
        openedAt = state.draft.seq
    }

    /// What the screen shows, in order.
    var shown: [Segment] {
        replica.manuscript.segments.map { replica.visible.amended[$0.id] ?? $0 } + replica.visible.tail.map(\.segment)
    }

    /// Whether the screen says that it is this user's turn, or that only the creator can help.
    var hasReasonToAsk: Bool {
        let draft = replica.visible.draft
        return user == (draft.status == .active ? draft.ring.holder : draft.creatorID)
    }

    /// Keys count up in every window: those of two windows of one user differ, those of two users are often the same.
    mutating func submit(_ action: Command.Action, at now: Timestamp) {
        let command = Command(
            actor: user, key: .named("\(window)-\(submitted.count)"), tenure: replica.visible.draft.ring.tenure,
            action: action)
        submitted.append(command)
        outbox.append(command)
        replica.submit(command, at: now)
    }

    /// Sends what is first, unless it is on its way; what was lost is so sent again.
    mutating func send() {
        guard let first = outbox.first, !flights.contains(where: { $0.key == first.key }) else { return }
        flights.append(.asking(first))
    }

    /// Requests reach the server in the order they were sent.
    mutating func reach(_ server: inout ModelServer) {
        for (index, flight) in flights.enumerated() {
            guard case .asking(let command) = flight, let key = command.key else { continue }
            flights[index] = .answered(key, server.judge(command))
            return
        }
    }

    /// The oldest request or its answer is gone.
    mutating func loseFlight() {
        if !flights.isEmpty { flights.removeFirst() }
    }

    /// Hears the oldest answer, where there is one.
    mutating func hear(times: Int = 1) {
        guard case .answered(let key, let answer)? = flights.first else { return }
        flights.removeFirst()
        for _ in 0..<times { hear(answer, to: key) }
    }

    private mutating func hear(_ answer: ModelServer.Answer, to key: IdempotencyKey) {
        switch answer {
        case .accepted(let seq):
            let pending = replica.pending.map(\.command)
            replica.acknowledge(key, at: seq)
            let left = replica.pending.map(\.command)
            outbox.removeAll { $0.key == key }
            acknowledged += pending.filter { !left.contains($0) }
        case .refused:
            let forgotten = replica.refuse(key)
            returned += forgotten
            outbox.removeAll { forgotten.contains($0) }
        }
    }

    mutating func receive(_ event: Event) -> Replica.Receipt {
        let receipt = replica.receive(event)
        if case .applied(let command?) = receipt { settle([command]) }
        return receipt
    }

    /// Starts again from a snapshot.
    /// - Returns: the commands that it acknowledged.
    mutating func open(_ snapshot: ModelServer.State) -> [Command] {
        openedAt = snapshot.draft.seq
        let commands = replica.reset(draft: snapshot.draft, manuscript: snapshot.manuscript)
        settle(commands)
        return commands
    }

    mutating func prepend(_ page: [Segment]) {
        replica.prepend(page)
    }

    private mutating func settle(_ commands: [Command]) {
        acknowledged += commands
        outbox.removeAll { commands.contains($0) }
    }
}
