import CollabAPI
import DraftCore

@testable import CollabClient

/// A link machine with its time in the test's hand. What it wants done is written down, and nothing of it happens.
struct Machine {
    typealias Instant = ContinuousClock.Instant

    private(set) var link: LinkMachine
    /// How long ago it was made.
    private(set) var time = Duration.zero
    /// Everything it has ever wanted, and when.
    private(set) var record: [(at: Duration, action: LinkAction)] = []
    private let start = Instant.now

    init(seed: UInt64 = 1) {
        link = LinkMachine(seed: seed)
    }

    var now: Instant { start + time }
    var status: LinkStatus { link.status }
    /// How far away the moment is at which it wants to be woken.
    var patience: Duration? { link.deadline.map { $0 - now } }

    @discardableResult
    mutating func tell(_ input: LinkInput) -> [LinkAction] {
        let actions = link.handle(input, at: now)
        record += actions.map { (time, $0) }
        return actions
    }

    /// Lets time pass, waking the machine whenever it wants to be woken.
    @discardableResult
    mutating func pass(_ duration: Duration) -> [LinkAction] {
        let end = time + duration
        var actions: [LinkAction] = []
        var wakings = 0
        while let deadline = link.deadline, deadline - start <= end {
            time = max(time, deadline - start)
            actions += tell(.timePassed)
            wakings += 1
            precondition(wakings < 10_000, "the machine wakes up all the time")
        }
        time = end
        return actions + tell(.timePassed)
    }

    /// Moves the time without waking the machine, as a lid that is closed does.
    mutating func sleep(_ duration: Duration) {
        time += duration
    }

    // The newest attempt of each kind.

    var load: AttemptID { newest { if case .load(let id) = $0 { id } else { nil } } }
    var socket: AttemptID { newest { if case .openSocket(let id, _) = $0 { id } else { nil } } }
    var poll: AttemptID { newest { if case .poll(let id, _, _) = $0 { id } else { nil } } }

    private func newest(_ attempt: (LinkAction) -> AttemptID?) -> AttemptID {
        record.compactMap { attempt($0.action) }.last ?? -1
    }

    // When something was wanted.

    func times(since begin: Duration = .zero, of kind: (LinkAction) -> Bool) -> [Duration] {
        record.filter { $0.at >= begin && kind($0.action) }.map(\.at)
    }

    /// Nobody answers what is under way.
    mutating func failAttempts() {
        if link.loading.attempt != nil { tell(.loadFailed(load, .nobody)) }
        if link.opening.attempt != nil { tell(.socketEnded(socket, .nobody)) }
        if link.polling.attempt != nil { tell(.pollFailed(poll, .nobody)) }
    }

    // Machines that have come some way.

    /// The draft is loaded at `position`, the first socket is being opened.
    static func loaded(seed: UInt64 = 1, at position: LogPosition = .at(7)) -> Machine {
        var machine = Machine(seed: seed)
        machine.tell(.started)
        machine.tell(.loaded(machine.load, position))
        return machine
    }

    /// The socket is healthy and its first ping answered after `latency`.
    static func live(seed: UInt64 = 1, latency: Duration = .milliseconds(12)) -> Machine {
        var machine = loaded(seed: seed)
        machine.tell(.socketWelcomed(machine.socket))
        machine.pass(latency)
        machine.tell(.socketPonged(machine.socket))
        return machine
    }

    /// There is no WebSocket, and polling works.
    static func polling(seed: UInt64 = 1) -> Machine {
        var machine = loaded(seed: seed)
        machine.tell(.socketEnded(machine.socket, .noWebSocket))
        machine.tell(.pollAnswered(machine.poll, isBehind: false))
        return machine
    }
}

extension LogPosition {
    private static let log = LogID("5f0c1d2e-0000-4000-8000-000000000001")!

    /// A place in one and the same log.
    static func at(_ seq: Int) -> LogPosition {
        LogPosition(
            since: Seq(rawValue: seq), logID: log,
            hash: EventHash(bytes: Array(repeating: UInt8(truncatingIfNeeded: seq), count: 32)))
    }
}

extension LinkFailure {
    /// Nobody there.
    static let nobody = LinkFailure.passing(.unreachable("nobody there"))
}

extension LinkAction {
    var isLoad: Bool { if case .load = self { true } else { false } }
    var isOpening: Bool { if case .openSocket = self { true } else { false } }
    var isPoll: Bool { if case .poll = self { true } else { false } }
    var isPing: Bool { if case .ping = self { true } else { false } }
    var isAttempt: Bool { isLoad || isOpening || isPoll }
}
