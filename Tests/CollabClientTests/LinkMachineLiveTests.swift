import CollabAPI
import DraftCore
import Testing

@testable import CollabClient

@Suite struct LinkMachineLiveTests {
    @Test func `a quiet socket is pinged every twenty seconds`() {
        var machine = Machine.live(latency: .zero)
        for _ in 0..<600 {
            machine.pass(.milliseconds(100))
            machine.tell(.socketPonged(machine.socket))
        }
        #expect(machine.times(of: \.isPing) == [.zero, .seconds(20), .seconds(40), .seconds(60)])
    }

    @Test func `a ping without an answer is waited for eight seconds, then the socket is dead`() {
        var machine = Machine.live(latency: .zero)
        let socket = machine.socket
        #expect(machine.pass(.seconds(20)).contains(.ping(socket)))
        #expect(machine.pass(.milliseconds(7999)) == [])
        #expect(machine.pass(.milliseconds(1)).contains(.closeSocket(socket)))
        #expect(machine.status == .connecting)
    }

    @Test func `any frame proves life, though it is no pong`() {
        var machine = Machine.live(latency: .zero)
        let socket = machine.socket
        machine.pass(.seconds(20))
        machine.pass(.seconds(7))
        machine.tell(.socketHeard(socket))
        #expect(machine.pass(.seconds(12)) == [])
        #expect(machine.pass(.seconds(1)) == [.ping(socket)])
        #expect(machine.status == .live(latency: .zero))
    }

    @Test func `frames of another socket prove nothing`() {
        var machine = Machine.live(latency: .zero)
        let socket = machine.socket
        machine.pass(.seconds(20))
        machine.tell(.socketHeard(socket - 1))
        machine.tell(.socketPonged(socket - 1))
        #expect(machine.pass(.seconds(8)).contains(.closeSocket(socket)))
    }

    @Test func `a socket that was quiet during a long sleep is asked first and dies if it does not answer`() {
        var machine = Machine.live(latency: .zero)
        let socket = machine.socket
        machine.sleep(.seconds(3600))
        #expect(machine.tell(.timePassed) == [.ping(socket)])
        #expect(machine.pass(.seconds(8)).contains(.closeSocket(socket)))
    }

    @Test func `a lost socket is opened again at once from the newest position`() {
        var machine = Machine.live()
        let lost = machine.socket
        machine.tell(.moved(.at(9)))
        machine.tell(.socketEnded(lost, .nobody))
        #expect(machine.status == .connecting)
        let actions = machine.pass(.milliseconds(500))
        #expect(actions.filter(\.isOpening) == [.openSocket(machine.socket, from: .at(9))])
        #expect(machine.socket > lost)
    }

    @Test func `after a loss polls begin if no socket is healthy within two and a half seconds`() {
        var machine = Machine.live()
        let loss = machine.time
        machine.tell(.socketEnded(machine.socket, .nobody))
        machine.pass(.seconds(3))
        #expect(machine.times(since: loss, of: \.isPoll) == [loss + .milliseconds(2500)])
    }

    @Test func `a failed return is shown with its reason`() {
        var machine = Machine.live()
        machine.tell(.socketEnded(machine.socket, .nobody))
        machine.pass(.milliseconds(500))
        machine.tell(.socketEnded(machine.socket, .nobody))
        #expect(machine.status == .offline(.unreachable("nobody there")))
    }

    @Test func `a reset over the socket loads the draft and keeps the socket`() {
        var machine = Machine.live()
        machine.pass(.seconds(1))
        let socket = machine.socket
        #expect(machine.tell(.socketReset(socket)) == [.load(machine.load)])
        #expect(machine.status.isOnline)
        #expect(machine.tell(.loaded(machine.load, .at(90))) == [])
        machine.tell(.socketEnded(socket, .nobody))
        #expect(machine.pass(.seconds(1)).contains(.openSocket(machine.socket, from: .at(90))))
    }

    @Test func `a second reset while the draft is loading asks for no second load`() {
        var machine = Machine.live()
        machine.tell(.socketReset(machine.socket))
        #expect(machine.tell(.socketReset(machine.socket)) == [])
        #expect(machine.tell(.lostTrack) == [])
    }

    @Test func `snapshots that never fit the events are not asked for without a pause`() {
        var machine = Machine.live()
        for _ in 0..<100 {
            machine.tell(.lostTrack)
            machine.tell(.loaded(machine.load, .at(3)))
            machine.pass(.milliseconds(50))
        }
        #expect(machine.times(of: \.isLoad).count <= 12)
    }

    @Test func `a reset of a poll loads the draft and goes on polling from the snapshot without a pause`() {
        var machine = Machine.polling()
        machine.pass(.milliseconds(500))
        #expect(machine.tell(.pollReset(machine.poll)).filter(\.isAttempt) == [.load(machine.load)])
        #expect(machine.status == .polling)
        #expect(machine.pass(.milliseconds(300)).filter(\.isPoll) == [])
        let actions = machine.tell(.loaded(machine.load, .at(90)))
        #expect(actions.contains(.poll(machine.poll, from: .at(90), waits: false)))
    }

    @Test func `a lost socket during a reload waits for the load, not for ever`() {
        var machine = Machine.live()
        machine.tell(.socketReset(machine.socket))
        machine.tell(.socketEnded(machine.socket, .nobody))
        let opened = machine.socket
        machine.pass(.seconds(3))
        #expect(machine.socket == opened)
        machine.tell(.loaded(machine.load, .at(90)))
        #expect(machine.socket > opened)
        #expect(machine.record.last { $0.action.isOpening }?.action == .openSocket(machine.socket, from: .at(90)))
    }

    @Test(arguments: [false, true])
    func `a command that the log does not show for six seconds reopens the socket and is sent again`(isSlow: Bool) {
        var machine = Machine.live()
        let stale = machine.socket
        machine.tell(.commandSent)
        #expect(machine.pass(.milliseconds(5999)) == [])
        if isSlow { machine.tell(.commandSent) }
        let actions = machine.pass(.milliseconds(1))
        #expect(actions.contains(.resendCommands))
        #expect(actions.contains(.closeSocket(stale)))
        #expect(actions.contains(.openSocket(machine.socket, from: .at(7))))
        #expect(machine.socket > stale)
    }

    @Test func `a command that the log shows in time leaves the socket alone`() {
        var machine = Machine.live()
        machine.tell(.commandSent)
        machine.pass(.seconds(5))
        machine.tell(.commandsSettled)
        #expect(machine.pass(.seconds(10)) == [])
    }

    @Test func `a command that stays unseen is sent again every six seconds`() {
        var machine = Machine.live()
        machine.tell(.commandSent)
        machine.pass(.seconds(20))
        #expect(machine.times { $0 == .resendCommands }.count == 3)
    }

    @Test func `a command that stays unseen while polling begins a poll that is not held`() {
        var machine = Machine.polling()
        machine.pass(.milliseconds(500))
        let held = machine.poll
        machine.tell(.commandSent)
        let actions = machine.pass(.seconds(6))
        #expect(actions.contains(.resendCommands))
        #expect(actions.contains(.cancelPoll(held)))
        #expect(actions.contains(.poll(machine.poll, from: .at(7), waits: false)))
    }
}
