import Dispatch
import FoundationEssentials
import Testing

@testable import CollabClient

/// How sockets end: by agreement, by a break, and by what RFC 6455 forbids.
@Suite(.timeLimit(.minutes(1))) struct WebSocketEndTests {
    /// What the client reports after the opening, and the frames with which it answers `bytes`.
    private func outcome(_ bytes: [UInt8]) async -> (events: [SocketEvent], answers: [Frame]) {
        let seen = Report<[Frame]>()
        let server = ScriptedServer { peer in
            peer.upgrade()
            peer.write(bytes)
            peer.endWriting()
            seen.add(peer.readFrames())
        }
        let events = await Call(server).events()
        return (Array(events.dropFirst()), await seen.next() ?? [])
    }

    struct Violation: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let code: UInt16
        let bytes: [UInt8]

        init(_ description: String, _ code: UInt16, _ frames: Frame...) {
            self.init(description, code, bytes: frames.flatMap(\.bytes))
        }

        init(_ description: String, _ code: UInt16, bytes: [UInt8]) {
            testDescription = description
            self.code = code
            self.bytes = bytes
        }
    }

    static let violations =
        [
            Violation("a masked frame", 1002, Frame(opcode: 1, isMasked: true, payload: [65])),
            Violation("a masked control frame", 1002, Frame(opcode: 9, isMasked: true)),
            Violation("reserved bit 1", 1002, Frame(reserved: 4, opcode: 1, payload: [65])),
            Violation("reserved bit 2", 1002, Frame(reserved: 2, opcode: 1, payload: [65])),
            Violation("reserved bit 3", 1002, Frame(reserved: 1, opcode: 9)),
            Violation("unknown opcode 3", 1002, Frame(opcode: 3)),
            Violation("unknown opcode 7", 1002, Frame(opcode: 7, payload: [65])),
            Violation("unknown opcode 11", 1002, Frame(opcode: 11)),
            Violation("unknown opcode 15", 1002, Frame(opcode: 15)),
            Violation("a continuation of nothing", 1002, .more([65])),
            Violation("a message inside a message", 1002, .text("a", isFinal: false), .text("b")),
            Violation("a fragmented ping", 1002, Frame(isFinal: false, opcode: 9)),
            Violation("a fragmented close", 1002, Frame(isFinal: false, opcode: 8, payload: [3, 232])),
            Violation("a ping of 126 bytes", 1002, .ping(Array(repeating: 0, count: 126))),
            Violation("a close of 126 bytes", 1002, .close(1000, Array(repeating: 65, count: 124))),
            Violation("a length in more bytes than it needs", 1002, bytes: [0x81, 126, 0, 5] + Array("hello".utf8)),
            Violation("a length that is negative", 1002, bytes: [0x81, 127, 0x80, 0, 0, 0, 0, 0, 0, 1]),
            Violation("bytes that are no UTF-8", 1007, Frame(opcode: 1, payload: [0xFF])),
            Violation("a lone surrogate", 1007, Frame(opcode: 1, payload: [0xED, 0xA0, 0x80])),
            Violation("a character that never ends", 1007, Frame(opcode: 1, payload: [0xC3])),
            Violation("bad text in a later part", 1007, .text("a", isFinal: false), .more([0xC3, 0x28])),
            Violation("a reason that is no UTF-8", 1007, .close(1000, [0xFF])),
            Violation("a reason that ends too early", 1007, .close(1013, [0xC3])),
            Violation("a byte more than a mebibyte", 1009, bytes: Frame(opcode: 1).head(length: 1 << 20 + 1) + [65]),
            Violation("a message of 2^62 bytes", 1009, bytes: Frame(opcode: 1).head(length: 1 << 62) + [65]),
            Violation(
                "more than a mebibyte in parts", 1009,
                bytes: Frame(isFinal: false, opcode: 1, payload: Array(repeating: 65, count: 1 << 20)).bytes
                    + Frame.more([65]).bytes),
            Violation("half a close code", 1002, Frame(opcode: 8, payload: [3])),
        ]
        + ([0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535] as [UInt16])
        .map { Violation("close code \($0)", 1002, .close($0)) }

    @Test(arguments: violations)
    func `what the RFC forbids is answered with its code`(violation: Violation) async {
        let (events, answers) = await outcome(violation.bytes)
        #expect(events.last == .ended(.violated(code: violation.code)))
        #expect(answers.last?.closeCode == violation.code)
        #expect(answers.allSatisfy { $0.isMasked })
    }

    @Test func `what came before a violation is not lost`() async {
        let frames = [Frame.text("one"), .ping([7]), Frame(isFinal: false, opcode: 9)]
        let (events, _) = await outcome(frames.flatMap(\.bytes))
        #expect(events == [.text(Data("one".utf8)), .heard, .ended(.violated(code: 1002))])
    }

    @Test func `what follows a violation or a goodbye is not read`() async {
        for first in [Frame.close(1000), Frame(opcode: 3)] {
            let (events, answers) = await outcome(first.bytes + Frame.text("late").bytes + Frame.ping().bytes)
            #expect(events.count == 1)
            #expect(answers.count == 1)
        }
    }

    @Test(arguments: [1000, 1001, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 4401, 4403, 4404, 4999])
    func `a goodbye is reported with code and reason, and its code comes back`(code: UInt16) async {
        let (events, answers) = await outcome(Frame.close(code, Array("Schluß".utf8)).bytes)
        #expect(events == [.ended(.closed(code: code, reason: "Schluß"))])
        #expect(answers.map(\.closeCode) == [code])
    }

    @Test func `a goodbye without a code comes back without one`() async {
        let (events, answers) = await outcome(Frame.close().bytes)
        #expect(events == [.ended(.closed(code: 1005, reason: ""))])
        #expect(answers.map(\.closeCode) == [1005])
    }

    @Test(arguments: [false, true])
    func `a server that goes without a goodbye is lost`(isReset: Bool) async {
        let seen = Report<Frame?>()
        let server = ScriptedServer { peer in
            peer.upgrade(.text("one"))
            seen.add(peer.readFrame())
            if isReset { peer.breakOff() }
        }
        let call = Call(server)
        #expect(await call.next() == .opened)
        call.socket.send(Data("seen".utf8))
        #expect(await seen.next()??.text == "seen")
        let events = await call.events()
        guard events.first == .text(Data("one".utf8)), case .ended(.failed(.lost)) = events.last, events.count == 2
        else {
            Issue.record("\(events)")
            return
        }
    }

    @Test func `a server that only stops talking is lost, and let go`() async {
        let seen = Report<[UInt8]?>()
        let server = ScriptedServer { peer in
            peer.upgrade()
            peer.endWriting()
            seen.add(peer.readToEnd())
        }
        #expect(
            await Call(server).events() == [
                .opened, .ended(.failed(.lost("the server closed the connection"))),
            ])
        #expect(await seen.next() == .some(.some([])))
    }

    @Test func `a client that closes says so, and hears nothing more`() async {
        let seen = Report<[Frame]>()
        let server = ScriptedServer { peer in
            peer.upgrade()
            let frame = peer.readFrame()
            peer.write(.text("too late"), .ping(), .close(1000))
            peer.endWriting()
            seen.add([frame].compactMap(\.self) + peer.readFrames())
        }
        let call = Call(server)
        #expect(await call.next() == .opened)
        call.socket.close()
        call.socket.close()
        call.socket.send(Data("nothing".utf8))
        #expect(await call.events() == [])
        #expect(await seen.next() == [Frame(opcode: 8, isMasked: true, payload: [3, 232])])
    }

    @Test func `what was sent before closing still leaves`() async {
        let seen = Report<[Frame]>()
        let server = ScriptedServer { peer in
            peer.upgrade()
            let frames = [peer.readFrame(), peer.readFrame()]
            peer.write(.close(1000))
            seen.add(frames.compactMap(\.self))
        }
        let call = Call(server)
        #expect(await call.next() == .opened)
        call.socket.send(Data("last words".utf8))
        call.socket.close()
        #expect(await call.events() == [])
        let frames = await seen.next() ?? []
        #expect(frames.map(\.opcode).sorted() == [1, 8])
    }

    @Test func `a client that closes waits only for a moment for a server that does not answer`() async {
        let held = DispatchSemaphore(value: 0)
        let server = ScriptedServer { peer in
            peer.upgrade()
            _ = held.wait(timeout: .now() + .seconds(40))
        }
        let call = Call(server)
        #expect(await call.next() == .opened)
        let begin = ContinuousClock.now
        call.socket.close()
        #expect(await call.events() == [])
        #expect(.now - begin < .seconds(20))
        held.signal()
    }

    @Test func `a client may close before the socket is open`() async {
        let server = ScriptedServer { peer in
            _ = peer.readHead()
            _ = peer.readToEnd()
        }
        let call = Call(server)
        call.socket.close()
        #expect(await call.events() == [])
    }

    @Test(arguments: [0, 125])
    func `a server that asks for more answers than it reads is left`(length: Int) async {
        let server = ScriptedServer { peer in
            peer.upgrade()
            let pings = Array((0..<1000).map { _ in Frame.ping(Array(repeating: 1, count: length)).bytes }.joined())
            while peer.write(pings) {}
        }
        let events = await Call(server).events()
        #expect(events.last == .ended(.failed(.lost("the server asks for more answers than it reads"))))
    }
}
