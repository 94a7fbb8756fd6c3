import CollabAPI
import Dispatch
import FoundationEssentials
import Testing

@testable import CollabClient

@Suite(.timeLimit(.minutes(1))) struct WebSocketTests {
    @Test func `an agreement opens the socket and the request names what was asked for`() async {
        let seen = Report<String>()
        let server = ScriptedServer { peer in
            seen.add(peer.upgrade() ?? "")
            peer.write(.close(1000))
            _ = peer.readToEnd()
        }
        let call = Call(server, path: "/v1/ws/drafts/d?since=3", headers: ["X-User-Id": "ada"])
        #expect(await call.events() == [.opened, .ended(.closed(code: 1000, reason: ""))])
        let head = await seen.next() ?? ""
        #expect(head.hasPrefix("GET /v1/ws/drafts/d?since=3 HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n"))
        #expect(head.contains("\r\nX-User-Id: ada\r\n"))
    }

    @Test func `a server that did not read the key is not believed`() async {
        let server = ScriptedServer { peer in
            _ = peer.readHead()
            peer.write(
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")
            _ = peer.readToEnd()
        }
        let events = await Call(server).events()
        guard case .ended(.failed(.malformed)) = events.first, events.count == 1 else {
            Issue.record("\(events)")
            return
        }
    }

    @Test func `frames in the packet of the agreement are not lost`() async {
        let server = ScriptedServer { peer in
            peer.upgrade(.text("one"), .text("two"), .close(1001, Array("bye".utf8)))
            _ = peer.readToEnd()
        }
        #expect(
            await Call(server).events() == [
                .opened, .text(Data("one".utf8)), .text(Data("two".utf8)), .ended(.closed(code: 1001, reason: "bye")),
            ])
    }

    @Test(
        arguments: [
            "Content-Length: 5\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
            "Connection: close\r\n\r\nhello",
        ])
    func `a refusal is handed over with its body`(rest: String) async {
        let server = ScriptedServer { peer in
            _ = peer.readHead()
            peer.write("HTTP/1.1 403 Forbidden\r\n" + rest)
            peer.endWriting()
            _ = peer.readToEnd()
        }
        let events = await Call(server).events()
        guard case .ended(.refused(let response)) = events.first, events.count == 1 else {
            Issue.record("\(events)")
            return
        }
        #expect(response.status == 403)
        #expect(response.body == Data("hello".utf8))
    }

    @Test func `a refusal does not wait for a server that keeps the connection`() async {
        let held = DispatchSemaphore(value: 0)
        let server = ScriptedServer { peer in
            _ = peer.readHead()
            peer.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            _ = held.wait(timeout: .now() + .seconds(10))
        }
        #expect(
            await Call(server).events() == [
                .ended(.refused(HTTPResponse(status: 404, headers: ["Content-Length": "0"])))
            ])
        held.signal()
    }

    @Test(arguments: ["SSH-2.0-OpenSSH_9.2\r\n", "<html>Sign in</html>"])
    func `what does not speak HTTP is told apart`(garbage: String) async {
        let server = ScriptedServer { peer in
            _ = peer.readHead()
            peer.write(garbage)
            _ = peer.readToEnd()
        }
        #expect(await Call(server).events() == [.ended(.failed(.malformed("not an HTTP server")))])
    }

    @Test func `nobody at the port is nobody`() async {
        await ScriptedServer.withDeafPort { port in
            let events = await Call(url: "http://127.0.0.1:\(port)/").events()
            guard case .ended(.failed(.unreachable)) = events.first, events.count == 1 else {
                Issue.record("\(events)")
                return
            }
        }
    }

    @Test(arguments: ["ws://127.0.0.1/", "", "http://127.0.0.1/a b"])
    func `what is no address is not called`(url: String) async {
        #expect(await Call(url: url).events() == [.ended(.failed(.invalidAddress(url)))])
    }

    @Test func `text goes and comes, and what was sent early waits for the opening`() async {
        let server = ScriptedServer { peer in
            peer.upgrade()
            for _ in 0..<3 {
                guard let frame = peer.readFrame(), frame.isMasked, frame.opcode == 1 else { return }
                peer.write(.text("echo " + frame.text))
            }
            peer.write(.close(1000))
            _ = peer.readToEnd()
        }
        let call = Call(server)
        for text in ["a", "", "Ünïcödé 😀"] { call.socket.send(Data(text.utf8)) }
        #expect(
            await call.events() == [
                .opened, .text(Data("echo a".utf8)), .text(Data("echo ".utf8)), .text(Data("echo Ünïcödé 😀".utf8)),
                .ended(.closed(code: 1000, reason: "")),
            ])
    }

    @Test(arguments: [65_535, 65_536, 200_000, 3 << 20])
    func `a long message arrives whole, in masked frames`(length: Int) async {
        let text = Data((0..<length).map { UInt8(97 + $0 % 26) })
        let seen = Report<[Frame]>()
        let server = ScriptedServer { peer in
            peer.upgrade()
            var frames: [Frame] = []
            while let frame = peer.readFrame() {
                frames.append(frame)
                if frame.isFinal { break }
            }
            seen.add(frames)
            peer.write(.close(1000))
            _ = peer.readToEnd()
        }
        let call = Call(server)
        call.socket.send(text)
        let frames = await seen.next() ?? []
        #expect(Data(frames.flatMap(\.payload)) == text)
        #expect(frames.allSatisfy { $0.isMasked && $0.reserved == 0 })
        #expect(frames.first?.opcode == 1)
        #expect(await call.events().last == .ended(.closed(code: 1000, reason: "")))
    }

    @Test func `no two frames have the same mask`() async {
        let seen = Report<[UInt8]>()
        let server = ScriptedServer { peer in
            peer.upgrade()
            for _ in 0..<20 { seen.add(peer.read(7) ?? []) }
            peer.write(.close(1000))
            _ = peer.readToEnd()
        }
        let call = Call(server)
        for _ in 0..<20 { call.socket.send(Data("a".utf8)) }
        var masks: Set<[UInt8]> = []
        for _ in 0..<20 { masks.insert(Array(await seen.next()?[2..<6] ?? [])) }
        // Two equal ones among twenty random ones are a matter of 2 in 50 million.
        #expect(masks.count == 20)
        _ = await call.events()
    }

    @Test func `a ping is answered with its own words, between the parts of a message too`() async {
        let seen = Report<Frame?>()
        let server = ScriptedServer { peer in
            peer.upgrade(.text("he", isFinal: false), .ping([1, 2, 3]), .more(Array("llo".utf8)))
            seen.add(peer.readFrame())
            peer.write(.close(1000))
            _ = peer.readToEnd()
        }
        #expect(
            await Call(server).events() == [
                .opened, .heard, .text(Data("hello".utf8)), .ended(.closed(code: 1000, reason: "")),
            ])
        #expect(await seen.next() == Frame(opcode: 10, isMasked: true, payload: [1, 2, 3]))
    }

    @Test func `a message in many pieces and a character cut in two are put together`() async {
        let text = "Ünïcödé 😀"
        let server = ScriptedServer { peer in
            peer.upgrade(Frame(isFinal: false, opcode: 1))
            for byte in text.utf8 { peer.write(.more([byte], isFinal: false)) }
            peer.write(.more([]), .close(1000))
            _ = peer.readToEnd()
        }
        #expect(await Call(server).events().dropFirst().first == .text(Data(text.utf8)))
    }

    @Test func `frames that come byte by byte are read`() async {
        let server = ScriptedServer { peer in
            peer.upgrade()
            let long = String(repeating: "x", count: 300)
            for byte in Frame.text(long).bytes + Frame.pong().bytes + Frame.close(3000).bytes { peer.write([byte]) }
            _ = peer.readToEnd()
        }
        #expect(
            await Call(server).events() == [
                .opened, .text(Data(repeating: 120, count: 300)), .heard, .ended(.closed(code: 3000, reason: "")),
            ])
    }

    @Test func `a message of a mebibyte is taken in, and many of them`() async {
        let count = 20
        let server = ScriptedServer { peer in
            peer.upgrade()
            let frame = Frame(opcode: 1, payload: Array(repeating: 120, count: 1 << 20))
            for _ in 0..<count { peer.write(frame) }
            peer.write(.close(1000))
            _ = peer.readToEnd()
        }
        let events = await Call(server).events()
        #expect(events.count == count + 2)
        #expect(events[1] == .text(Data(repeating: 120, count: 1 << 20)))
    }
}
