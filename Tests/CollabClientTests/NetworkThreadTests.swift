import CollabAPI
import Dispatch
import FoundationEssentials
import Synchronization
import Testing

@testable import CollabClient

@Suite(.timeLimit(.minutes(1))) struct NetworkThreadTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

    /// A server that takes requests in and never answers; it reports each request and each end of a connection.
    private static func blackHole(_ seen: Report<String>) -> ScriptedServer {
        ScriptedServer { peer in
            guard peer.readHead() != nil else { return }
            seen.add("request")
            _ = peer.readToEnd()
            seen.add("end")
        }
    }

    private static func request(_ server: ScriptedServer) -> HTTPRequest {
        HTTPRequest(method: .get, url: server.url + "/")
    }

    @Test func `a request under way is called off when its task is cancelled`() async {
        let seen = Report<String>()
        let server = Self.blackHole(seen)
        let task = Task {
            try await CurlHTTPTransport(network: NetworkThread()).send(Self.request(server))
        }
        #expect(await seen.next() == "request")
        task.cancel()
        await #expect(throws: TransportError.cancelled) { try await task.value }
        #expect(await seen.next() == "end")
    }

    @Test func `a request of a cancelled task ends at once`() async {
        let server = Self.blackHole(Report())
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await CurlHTTPTransport(network: NetworkThread()).send(Self.request(server))
        }
        await #expect(throws: TransportError.cancelled) { try await task.value }
    }

    @Test func `cancelling one of many requests leaves the others alone`() async throws {
        let gate = DispatchSemaphore(value: 0)
        let seen = Report<String>()
        let server = ScriptedServer { peer in
            guard peer.readHead() != nil else { return }
            seen.add("request")
            _ = gate.wait(timeout: .now() + .seconds(10))
            peer.write(Self.ok)
        }
        let transport = CurlHTTPTransport(network: NetworkThread())
        let tasks = (0..<8).map { _ in Task { try await transport.send(Self.request(server)).status } }
        for _ in tasks { _ = await seen.next() }
        tasks[3].cancel()
        await #expect(throws: TransportError.cancelled) { try await tasks[3].value }
        for _ in tasks { gate.signal() }
        for (index, task) in tasks.enumerated() where index != 3 { #expect(try await task.value == 200) }
    }

    @Test func `many requests are under way at once`() async throws {
        let count = 40
        let all = DispatchGroup()
        for _ in 0..<count { all.enter() }
        let server = ScriptedServer { peer in
            guard peer.readHead() != nil else { return }
            all.leave()
            // Nobody is answered before everybody has asked.
            if all.wait(timeout: .now() + .seconds(10)) == .success { peer.write(Self.ok) }
        }
        let transport = CurlHTTPTransport(network: NetworkThread())
        let statuses = try await withThrowingTaskGroup(of: Int.self) { tasks in
            for _ in 0..<count { tasks.addTask { try await transport.send(Self.request(server)).status } }
            return try await tasks.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 200, count: count))
    }

    @Test func `requests one after the other share a connection`() async throws {
        let connections = Atomic<Int>(0)
        let server = ScriptedServer { peer in
            connections.add(1, ordering: .relaxed)
            while peer.readHead() != nil { peer.write(Self.ok) }
        }
        let transport = CurlHTTPTransport(network: NetworkThread())
        for _ in 0..<20 { #expect(try await transport.send(Self.request(server)).status == 200) }
        #expect(connections.load(ordering: .relaxed) == 1)
    }

    @Test func `a kept connection that the server has closed meanwhile is replaced`() async throws {
        let server = ScriptedServer { peer in
            guard peer.readHead() != nil else { return }
            peer.write(Self.ok)
        }
        let transport = CurlHTTPTransport(network: NetworkThread())
        for _ in 0..<20 { #expect(try await transport.send(Self.request(server)).status == 200) }
    }

    @Test func `after an answer that was too large the next one is clean`() async throws {
        let server = ScriptedServer { peer in
            while let head = peer.readHead() {
                let size = head.contains("/big") ? 100_000 : 2
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n" + String(repeating: "x", count: size))
            }
        }
        let transport = CurlHTTPTransport(network: NetworkThread())
        for _ in 0..<5 {
            await #expect(throws: TransportError.tooLarge(limit: 1000)) {
                try await transport.send(HTTPRequest(method: .get, url: server.url + "/big", answerLimit: 1000))
            }
            #expect(try await transport.send(Self.request(server)).body == Data("xx".utf8))
        }
    }

    @Test func `a request keeps the network that it needs`() async throws {
        let gate = DispatchSemaphore(value: 0)
        let seen = Report<String>()
        let server = ScriptedServer { peer in
            guard peer.readHead() != nil else { return }
            seen.add("request")
            _ = gate.wait(timeout: .now() + .seconds(10))
            peer.write(Self.ok)
        }
        var transport: CurlHTTPTransport? = CurlHTTPTransport(network: NetworkThread())
        let task = Task { [held = transport!] in try await held.send(Self.request(server)).status }
        _ = await seen.next()
        transport = nil
        gate.signal()
        #expect(try await task.value == 200)
    }

    @Test func `closing the network calls off the requests under way and refuses new work`() async {
        let seen = Report<String>()
        let server = Self.blackHole(seen)
        let inbox = NetworkInbox()
        let results = Report<Result<HTTPResponse, TransportError>>()
        for number in 1...3 as ClosedRange<UInt64> {
            inbox.submit { loop in
                guard let loop, let easy = loop.makeHandle() else { return }
                let id = ActivityID(rawValue: number)
                loop.add(HTTPTransfer(Self.request(server), id: id, easy: easy) { results.add($0) }, as: id)
            }
            _ = await seen.next()
        }
        inbox.close()
        for _ in 1...3 { #expect(await results.next() == .failure(.cancelled)) }
        for _ in 1...3 { #expect(await seen.next() == "end") }
        let refusals = Report<Bool>()
        inbox.submit { refusals.add($0 == nil) }
        #expect(await refusals.next() == true)
        inbox.close()
    }

    @Test func `a socket whose network closes is told`() async {
        let seen = Report<String>()
        let server = Self.blackHole(seen)
        let events = Report<SocketEvent>()
        do {
            let transport = CurlSocketTransport(network: NetworkThread())
            let socket = transport.open(Self.request(server)) { events.add($0) }
            _ = await seen.next()
            socket.send(Data("waits for ever".utf8))
        }
        #expect(await events.next() == .ended(.failed(.cancelled)))
        #expect(await seen.next() == "end")
    }

    @Test func `work is done in order, and none of it is lost when the network closes`() async {
        for _ in 0..<50 {
            let done = Report<Int>()
            do {
                let network = NetworkThread()
                for number in 0..<20 { network.submit { _ in done.add(number) } }
            }
            for number in 0..<20 { #expect(await done.next() == number) }
        }
    }

    @Test func `the last owner may let go on the network's own thread`() async {
        let ends = Report<Bool>()
        for _ in 0..<50 {
            let network = NetworkThread()
            network.submit { [network] loop in
                withExtendedLifetime(network) { ends.add(loop != nil) }
            }
        }
        for _ in 0..<50 { _ = await ends.next() }
    }

    @Test func `no two activities have the same name`() async {
        let network = NetworkThread()
        let names = await withTaskGroup(of: [ActivityID].self) { tasks in
            for _ in 0..<8 { tasks.addTask { (0..<1000).map { _ in network.makeID() } } }
            return await tasks.reduce(into: Set()) { $0.formUnion($1) }
        }
        #expect(names.count == 8000)
    }
}
