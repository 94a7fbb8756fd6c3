import CollabAPI
import DraftCore
import Testing

@testable import CollabClient

@Suite struct LinkMachineEndTests {
    @Test(
        arguments: [
            (SocketCloseCode.tokenExpired, ReadOnlyReason.signInNeeded), (SocketCloseCode.draftGone, .draftGone),
        ])
    func `these close codes are final`(code: UInt16, reason: ReadOnlyReason) {
        var machine = Machine.live()
        let actions = machine.tell(.socketEnded(machine.socket, LinkFailure(.closed(code: code, reason: ""))))
        #expect(actions.contains(.report(.readOnly(reason))))
        #expect(machine.patience == nil)
        machine.sleep(.seconds(3600))
        #expect(machine.tell(.timePassed) == [])
        #expect(machine.tell(.keyPressed) == [])
    }

    @Test(
        arguments: [
            SocketEnd.closed(code: SocketCloseCode.goingAway, reason: ""),
            .closed(code: SocketCloseCode.tooSlow, reason: ""),
            .closed(code: 1000, reason: ""), .closed(code: 1005, reason: ""), .closed(code: 4999, reason: "later"),
            .failed(.lost("reset by peer")), .failed(.timedOut), .violated(code: 1002),
        ])
    func `all other ends are returned from`(end: SocketEnd) {
        var machine = Machine.live()
        let lost = machine.socket
        machine.tell(.socketEnded(lost, LinkFailure(end)))
        #expect(machine.status == .connecting)
        machine.pass(.milliseconds(500))
        #expect(machine.socket > lost)
    }

    @Test func `an end while polling takes the poll and the socket along`() {
        var machine = Machine.polling()
        machine.pass(.seconds(1))
        let actions = machine.tell(.pollFailed(machine.poll, .final(.draftGone)))
        #expect(actions.contains(.closeSocket(machine.socket)))
        #expect(actions.last == .report(.readOnly(.draftGone)))
        #expect(machine.tell(.socketWelcomed(machine.socket)) == [])
        #expect(machine.patience == nil)
    }

    @Test func `whoever was removed looks now and then, less often with time, and is read-only meanwhile`() {
        var machine = Machine.live()
        machine.tell(.socketEnded(machine.socket, LinkFailure(.closed(code: SocketCloseCode.notMember, reason: ""))))
        var looks = 0
        for _ in 0..<3000 {
            let actions = machine.pass(.milliseconds(100))
            #expect(!actions.contains { !$0.isLoad }, "\(actions)")
            guard machine.link.loading.attempt != nil else { continue }
            looks += 1
            machine.tell(.loadFailed(machine.load, looks % 3 == 0 ? .nobody : .final(.notMember)))
            #expect(machine.status == .readOnly(.notMember))
            #expect(machine.patience.map { $0 <= .seconds(30) } == true)
        }
        #expect((15...120).contains(looks), "\(looks) looks in five minutes")
    }

    @Test func `whoever is a member again goes on from what is loaded, and a key looks at once`() {
        var machine = Machine.live()
        machine.tell(.socketEnded(machine.socket, .final(.notMember)))
        for _ in 0..<60 {
            machine.pass(.seconds(1))
            if machine.link.loading.attempt != nil { machine.tell(.loadFailed(machine.load, .final(.notMember))) }
        }
        machine.tell(.keyPressed)
        machine.pass(.milliseconds(500))
        #expect(machine.link.loading.attempt != nil)
        let actions = machine.tell(.loaded(machine.load, .at(40)))
        #expect(actions.contains(.openSocket(machine.socket, from: .at(40))))
        #expect(machine.status == .connecting)
        machine.tell(.socketWelcomed(machine.socket))
        #expect(machine.status.isOnline)
    }

    @Test func `a guest can be made no member, and does not look`() {
        var machine = LinkMachine(seed: 1, isGuest: true)
        let start = ContinuousClock.now
        let actions = machine.handle(.started, at: start)
        guard case .load(let id)? = actions.first(where: \.isLoad) else {
            Issue.record("\(actions)")
            return
        }
        _ = machine.handle(.loadFailed(id, .final(.notMember)), at: start)
        #expect(machine.status == .readOnly(.notMember))
        #expect(machine.deadline == nil)
    }

    @Test func `an end while loading is an end`() {
        var machine = Machine()
        machine.tell(.started)
        #expect(machine.tell(.loadFailed(machine.load, .final(.draftGone))) == [.report(.readOnly(.draftGone))])
        #expect(machine.patience == nil)
    }

    @Test func `an expired sign-in is renewed, and the link resumes where it was`() {
        var machine = Machine.live()
        machine.tell(.moved(.at(12)))
        let actions = machine.tell(.socketEnded(machine.socket, .final(.signInNeeded)))
        #expect(actions.contains(.renewSignIn))
        #expect(machine.tell(.signedIn).contains(.openSocket(machine.socket, from: .at(12))))
        #expect(machine.status == .connecting)
    }

    @Test func `a renewed sign-in that is refused again is not renewed once more`() {
        var machine = Machine.live()
        machine.tell(.socketEnded(machine.socket, .final(.signInNeeded)))
        machine.tell(.signedIn)
        let actions = machine.tell(.socketEnded(machine.socket, .final(.signInNeeded)))
        #expect(!actions.contains(.renewSignIn))
        #expect(machine.status == .readOnly(.signInNeeded))
        #expect(machine.patience == nil)
    }

    @Test func `the next sign-in to expire is renewed too`() {
        var machine = Machine.live(latency: .zero)
        machine.tell(.socketEnded(machine.socket, .final(.signInNeeded)))
        machine.tell(.signedIn)
        machine.tell(.socketWelcomed(machine.socket))
        machine.tell(.socketPonged(machine.socket))
        machine.sleep(.seconds(3600))
        #expect(machine.tell(.socketEnded(machine.socket, .final(.signInNeeded))).contains(.renewSignIn))
    }

    @Test(arguments: [ReadOnlyReason.notMember, .draftGone])
    func `no sign-in is renewed for what a sign-in does not change`(reason: ReadOnlyReason) {
        var machine = Machine.live()
        #expect(!machine.tell(.socketEnded(machine.socket, .final(reason))).contains(.renewSignIn))
    }

    @Test func `a new sign-in changes nothing where none was missing`() {
        var machine = Machine.live()
        #expect(machine.tell(.signedIn) == [])
    }

    @Test func `a sign-in that comes before the draft was ever loaded loads it`() {
        var machine = Machine()
        machine.tell(.started)
        machine.tell(.loadFailed(machine.load, .final(.signInNeeded)))
        #expect(machine.tell(.signedIn) == [.load(machine.load), .report(.connecting)])
    }

    @Test func `a command that waits is sent again after the sign-in`() {
        var machine = Machine.live()
        machine.tell(.commandSent)
        machine.tell(.socketEnded(machine.socket, .final(.signInNeeded)))
        machine.sleep(.seconds(60))
        #expect(machine.tell(.signedIn).contains(.resendCommands))
    }
}
