import CollabAPI
import DraftCore
import Testing

@testable import CollabClient

/// What holds for any network whatever: the machine is told anything in any order.
@Suite struct LinkMachinePropertyTests {
    @Test(arguments: 0..<150 as Range<UInt64>)
    func `it never hangs, and never opens a second socket beside the first`(seed: UInt64) {
        var weather = SplitMix64(state: seed)
        var machine = Machine(seed: seed)
        var open: AttemptID?
        var read = 0
        machine.tell(.started)
        for step in 0..<400 {
            let input = weather.input(for: machine)
            if case .socketEnded(let id, _) = input, id == open { open = nil }
            machine.sleep(weather.wait(for: machine))
            machine.tell(input)
            for (_, action) in machine.record[read...] {
                switch action {
                case .closeSocket(let id):
                    if id == open { open = nil }
                case .openSocket(let id, let position):
                    if open != nil { Issue.record("two sockets, seed \(seed), step \(step)") }
                    if machine.link.position != position { Issue.record("position, seed \(seed), step \(step)") }
                    open = id
                case .poll, .load, .ping, .cancelPoll, .resendCommands, .renewSignIn, .report:
                    break
                }
            }
            read = machine.record.count
            expectToWait(machine, "seed \(seed), step \(step), after \(input)")
        }
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `when the weather clears it is live again within a minute and a half`(seed: UInt64) {
        var weather = SplitMix64(state: seed)
        var machine = Machine(seed: seed)
        machine.tell(.started)
        for _ in 0..<200 {
            machine.sleep(weather.wait(for: machine))
            machine.tell(weather.input(for: machine))
        }
        machine.tell(.signedIn)
        for _ in 0..<900 where !machine.isLive {
            machine.pass(.milliseconds(100))
            if machine.link.loading.attempt != nil { machine.tell(.loaded(machine.load, .at(1))) }
            if machine.link.polling.attempt != nil { machine.tell(.pollAnswered(machine.poll, isBehind: false)) }
            if machine.link.opening.attempt != nil { machine.tell(.socketWelcomed(machine.socket)) }
        }
        #expect(machine.isLive, "seed \(seed)")
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `what it was told last of an abandoned attempt changes nothing`(seed: UInt64) {
        var weather = SplitMix64(state: seed)
        var machine = Machine(seed: seed)
        machine.tell(.started)
        for _ in 0..<100 {
            machine.sleep(weather.wait(for: machine))
            machine.tell(weather.input(for: machine))
        }
        let current = [machine.link.loading, machine.link.opening, machine.link.polling].map(\.attempt)
        let inUse = Set(current.compactMap(\.self) + [machine.link.pulse?.attempt].compactMap(\.self))
        machine.tell(.timePassed)
        for id in 0...machine.lastAttempt where !inUse.contains(id) {
            for input in LinkInput.news(of: id, .final(.draftGone)) {
                if machine.tell(input) != [] { Issue.record("seed \(seed), \(input)") }
            }
        }
    }

    /// A moment to wait for is set, unless something was said that nobody takes back; and what is due has been done.
    private func expectToWait(_ machine: Machine, _ comment: @autoclosure () -> Comment) {
        let isEnded =
            if case .readOnly(let reason) = machine.status { reason != .notMember } else { false }
        let waits = machine.patience.map { $0 >= .zero && $0 <= .seconds(60) }
        if waits != (isEnded ? nil : true) { Issue.record(comment()) }
    }
}

extension Machine {
    fileprivate var isLive: Bool { if case .live = status { true } else { false } }
    fileprivate var lastAttempt: AttemptID { max(load, socket, poll) }
}

extension LinkInput {
    /// All that can be told of one attempt.
    fileprivate static func news(of id: AttemptID, _ failure: LinkFailure) -> [LinkInput] {
        [
            .loaded(id, .at(id)), .loadFailed(id, failure), .socketWelcomed(id), .socketHeard(id), .socketPonged(id),
            .socketReset(id), .socketEnded(id, failure), .pollAnswered(id, isBehind: true),
            .pollAnswered(id, isBehind: false), .pollReset(id), .pollFailed(id, failure),
        ]
    }
}

extension SplitMix64 {
    fileprivate mutating func wait(for machine: Machine) -> Duration {
        let patience = machine.patience ?? .seconds(1)
        // Often early, often on time, sometimes far too late.
        switch UInt8.random(in: 0..<10, using: &self) {
        case 0..<4: return .zero
        case 4..<8: return patience * Double.random(in: 0...1, using: &self)
        case 8: return patience
        default: return patience + .seconds(Int.random(in: 0...100, using: &self))
        }
    }

    fileprivate mutating func input(for machine: Machine) -> LinkInput {
        let kinds: [LinkInput] = [
            .moved(.at(Int.random(in: 0..<100, using: &self))), .lostTrack, .commandSent, .commandsSettled, .keyPressed,
            .signedIn, .timePassed, .timePassed,
        ]
        if Bool.random(using: &self) { return kinds.randomElement(using: &self)! }
        let attempts = [
            machine.load, machine.socket, machine.poll, machine.socket - 1, Int.random(in: 0..<50, using: &self),
        ]
        return LinkInput.news(of: attempts.randomElement(using: &self)!, failure()).randomElement(using: &self)!
    }

    private mutating func failure() -> LinkFailure {
        let failures: [LinkFailure] = [
            .nobody, .nobody, .passing(.silent), .passing(.notCollabServer), .noWebSocket, .noWebSocket,
            .passing(.unavailable("busy"), retryAfter: .seconds(Int.random(in: 0...100, using: &self))),
            .final([ReadOnlyReason.signInNeeded, .notMember, .draftGone].randomElement(using: &self)!),
        ]
        return failures.randomElement(using: &self)!
    }
}
