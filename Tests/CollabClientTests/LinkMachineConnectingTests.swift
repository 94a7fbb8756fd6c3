import CollabAPI
import DraftCore
import Testing

@testable import CollabClient

@Suite struct LinkMachineConnectingTests {
    @Test func `nothing happens before the start`() {
        var machine = Machine()
        #expect(machine.patience == nil)
        for input in [LinkInput.timePassed, .keyPressed, .commandSent, .signedIn] {
            #expect(machine.tell(input) == [])
        }
        #expect(machine.status == .connecting)
    }

    @Test func `the draft is loaded first, and a socket opened from where the snapshot ends`() {
        var machine = Machine()
        #expect(machine.tell(.started) == [.load(1)])
        #expect(machine.tell(.loaded(1, .at(42))) == [.openSocket(2, from: .at(42))])
        #expect(machine.status == .connecting)
    }

    @Test func `whoever knows a position opens a socket from there, and loads nothing`() {
        var machine = Machine()
        #expect(machine.tell(.moved(.at(42))) == [])
        #expect(machine.tell(.started) == [.openSocket(1, from: .at(42))])
        #expect(machine.pass(.milliseconds(2499)) == [])
        #expect(machine.pass(.milliseconds(1)) == [.poll(2, from: .at(42), waits: false)])
    }

    @Test func `a position that the server does not know is given up for the draft as it is`() {
        var machine = Machine()
        machine.tell(.moved(.at(42)))
        machine.tell(.started)
        machine.tell(.socketWelcomed(1))
        #expect(machine.tell(.socketReset(1)).contains { if case .load = $0 { true } else { false } })
    }

    @Test func `a welcome makes it live, and the first ping measures the latency`() {
        var machine = Machine.loaded()
        #expect(machine.tell(.socketWelcomed(2)) == [.ping(2), .report(.live(latency: nil))])
        machine.pass(.milliseconds(12))
        #expect(machine.tell(.socketPonged(2)) == [.report(.live(latency: .milliseconds(12)))])
    }

    @Test func `a socket that is not healthy after two and a half seconds is accompanied by polls`() {
        var machine = Machine.loaded()
        #expect(machine.pass(.milliseconds(2499)) == [])
        #expect(machine.pass(.milliseconds(1)) == [.poll(3, from: .at(7), waits: false)])
        #expect(machine.status == .connecting)
        #expect(machine.tell(.pollAnswered(3, isBehind: false)) == [.report(.polling)])
        // The socket has all its time left and may still win.
        #expect(machine.tell(.socketWelcomed(2)).contains(.report(.live(latency: nil))))
    }

    @Test func `only the first poll is not held`() {
        var machine = Machine.polling()
        #expect(machine.pass(.milliseconds(499)).filter(\.isPoll) == [])
        #expect(machine.pass(.milliseconds(1)).filter(\.isPoll) == [.poll(machine.poll, from: .at(7), waits: true)])
    }

    @Test func `polls follow one another without a pause while the log has more`() {
        var machine = Machine.polling()
        machine.pass(.milliseconds(500))
        machine.tell(.moved(.at(507)))
        let actions = machine.tell(.pollAnswered(machine.poll, isBehind: true))
        #expect(actions == [.poll(machine.poll, from: .at(507), waits: false)])
    }

    @Test func `polls that are answered at once are at least half a second apart`() {
        var machine = Machine.polling()
        for _ in 0..<40 {
            machine.pass(.milliseconds(100))
            machine.tell(.pollAnswered(machine.poll, isBehind: false))
        }
        let times = machine.times(of: \.isPoll)
        #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 >= .milliseconds(500) })
        #expect(times.count == 9)
    }

    @Test func `a healthy socket takes over from the polls`() {
        var machine = Machine.polling()
        machine.pass(.milliseconds(700))
        let poll = machine.poll
        machine.pass(.seconds(1))
        let actions = machine.tell(.socketWelcomed(machine.socket))
        #expect(actions.contains(.cancelPoll(poll)))
        #expect(actions.contains(.report(.live(latency: nil))))
        #expect(machine.tell(.pollAnswered(poll, isBehind: true)) == [])
        #expect(!machine.pass(.seconds(5)).contains { $0.isPoll })
    }

    @Test func `the socket is tried for in the background while polling works`() {
        var machine = Machine.polling()
        for _ in 0..<3600 {
            machine.pass(.milliseconds(100))
            if machine.link.opening.attempt != nil { machine.tell(.socketEnded(machine.socket, .nobody)) }
            machine.tell(.pollAnswered(machine.poll, isBehind: false))
        }
        #expect(machine.status == .polling)
        let times = machine.times(of: \.isOpening)
        let waits = zip(times, times.dropFirst()).map { $1 - $0 }
        // 0.1 s is how late this test notices an attempt.
        let early = zip(times, waits).filter { $0.0 < .seconds(50) }.map(\.1)
        #expect(early.count > 10)
        #expect(early.allSatisfy { $0 <= .milliseconds(5200) })
        let late = zip(times, waits).filter { $0.0 > .seconds(70) }.map(\.1)
        #expect(late.allSatisfy { $0 <= .milliseconds(30_200) })
        #expect(late.contains { $0 > .seconds(5) })
    }

    @Test func `without WebSocket it polls at once and says so`() {
        var machine = Machine.loaded()
        let actions = machine.tell(.socketEnded(2, .noWebSocket))
        #expect(actions.contains { $0.isPoll })
        machine.tell(.pollAnswered(machine.poll, isBehind: false))
        #expect(machine.status == .polling)
    }

    @Test func `an attempt to open a socket is given up after ten seconds and its late success ignored`() {
        var machine = Machine.loaded()
        let abandoned = machine.socket
        machine.pass(.milliseconds(9999))
        #expect(machine.pass(.milliseconds(1)).contains(.closeSocket(abandoned)))
        machine.pass(.seconds(5))
        #expect(machine.tell(.socketWelcomed(abandoned)) == [])
        #expect(machine.tell(.socketEnded(abandoned, .final(.draftGone))) == [])
        #expect(machine.tell(.loadFailed(machine.load, .final(.draftGone))) == [])
        #expect(!machine.status.isOnline)
    }

    @Test func `a portal in front of everything ends offline with the reason`() {
        var machine = Machine()
        machine.tell(.started)
        machine.tell(.loadFailed(machine.load, .passing(.notCollabServer)))
        #expect(machine.status == .offline(.notCollabServer))
        #expect(machine.pass(.seconds(1)).contains { $0.isLoad })
    }

    @Test func `silence ends offline with the reason, and the load is tried again`() {
        var machine = Machine()
        machine.tell(.started)
        let first = machine.load
        machine.pass(.seconds(15))
        #expect(machine.status == .offline(.silent))
        machine.pass(.seconds(1))
        #expect(machine.load > first)
        #expect(machine.tell(.loaded(first, .at(1))) == [])
    }

    @Test func `no WebSocket and no polls are offline with the reason of the polls`() {
        var machine = Machine.loaded()
        machine.tell(.socketEnded(machine.socket, .noWebSocket))
        machine.tell(.pollFailed(machine.poll, .passing(.silent)))
        #expect(machine.status == .offline(.silent))
        machine.pass(.seconds(1))
        machine.tell(.pollFailed(machine.poll, .noWebSocket))
        #expect(machine.status == .offline(.notCollabServer))
        machine.pass(.seconds(5))
        machine.tell(.pollAnswered(machine.poll, isBehind: false))
        #expect(machine.status == .polling)
    }

    @Test func `a load that is refused for want of an upgrade has met something else`() {
        var machine = Machine()
        machine.tell(.started)
        machine.tell(.loadFailed(machine.load, .noWebSocket))
        #expect(machine.status == .offline(.notCollabServer))
    }

    @Test func `a poll without an answer is given up eight seconds after it could have come`() {
        var machine = Machine.polling()
        machine.pass(.milliseconds(500))
        let held = machine.poll
        #expect(!machine.pass(.milliseconds(27_999)).contains(.cancelPoll(held)))
        #expect(machine.pass(.milliseconds(1)).contains(.cancelPoll(held)))
        #expect(machine.status == .offline(.silent))
    }
}
