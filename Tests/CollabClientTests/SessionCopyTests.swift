import CollabAPI
import CollabTesting
import DraftCore
import Foundation
import Testing

@testable import CollabClient

/// When a session writes down the draft.
@Suite(.timeLimit(.minutes(1))) struct SessionCopyTests {
    private let directory: TemporaryDirectory
    private let copies: CopyFolder

    init() throws {
        directory = try TemporaryDirectory()
        copies = CopyFolder(path: directory.file("copies"))
    }

    private var copy: DraftBody? { copies.copy(of: SessionStage.draft, for: SessionStage.user) }

    private func save(seq: Int, segments: Range<Int>) throws {
        let text = Data(Samples.draft(seq: seq, segments: segments).utf8)
        try copies.save(WireCoding.decode(DataBody<DraftBody>.self, from: text).data, for: SessionStage.user)
    }

    @Test func `a copy follows the events, every thirty seconds`() async throws {
        let stage = SessionStage(copies: copies)
        try await running(stage.session) { log in
            let socket = await stage.goLive(log)
            while copy?.seq != 3 { await Task.yield() }
            for seq in 4...6 { socket.bring(text: Samples.event(seq: seq)) }
            await log.until { $0.count { if case .event = $0 { true } else { false } } == 3 }
            let start = stage.clock.now
            while copy?.seq == 3 {
                stage.clock.advance(by: .milliseconds(100))
                await Task.yield()
            }
            #expect(stage.clock.now - start >= .seconds(29))
            #expect(copy?.seq == 6)
            #expect(copy?.title == "Chapter 6")
        }
    }

    @Test func `the newest part of the text takes no whole copy's place, the whole text does at once`() async throws {
        try save(seq: 2, segments: 0..<4)
        let gate = Report<Void>()
        let stage = SessionStage(copies: copies) { url in
            Samples.draft(seq: 3, segments: url.contains("from=-") ? 3..<5 : 0..<3)
        } older: {
            _ = await gate.next()
        }
        try await running(stage.session) { log in
            let socket = await stage.goLive(log, seq: 2)
            socket.bring(text: Samples.reset)
            await log.until { $0.count { if case .opened = $0 { true } else { false } } == 2 }
            #expect(copy?.seq == 2)
            gate.add(())
            while copy?.seq != 3 { await Task.yield() }
            #expect(copy?.manuscript.segments.map(\.content) == ["0", "1", "2", "3", "4"])
        }
    }

    @Test func `a session goes on from its copy, and loads nothing`() async throws {
        try save(seq: 3, segments: 0..<4)
        let stage = SessionStage(copies: copies)
        try await running(stage.session) { log in
            let socket = await stage.goLive(log)
            #expect(socket.request.url.contains("since=3"))
            socket.bring(text: Samples.event(seq: 4))
            await log.until { $0.contains { if case .event = $0 { true } else { false } } }
            #expect(await stage.session.replica?.confirmed.seq == 4)
            #expect(stage.http.requests.isEmpty)
        }
    }

    @Test func `a copy is told before the network is woken`() async throws {
        try save(seq: 3, segments: 0..<4)
        let stage = SessionStage(copies: copies, firstLook: .milliseconds(20))
        try await running(stage.session) { log in
            await log.until { $0.contains { if case .opened = $0 { true } else { false } } }
            while stage.clock.waiting == 0 { await Task.yield() }
            #expect(stage.sockets.openings == 0)
            stage.clock.advance(by: .milliseconds(20))
            _ = await stage.goLive(log)
        }
    }

    @Test func `what has happened since the copy is told in one piece, and before that there is a connection`()
        async throws
    {
        try save(seq: 3, segments: 0..<4)
        let stage = SessionStage(copies: copies)
        try await running(stage.session) { log in
            let socket = await stage.sockets.next()
            socket.bring(.opened)
            socket.bring(text: Samples.connected(seq: 5))
            socket.bring(text: Samples.event(seq: 4))
            socket.bring(text: Samples.event(seq: 5))
            socket.bring(text: Samples.event(seq: 6))
            await log.until { $0.contains { if case .event = $0 { true } else { false } } }
            let told = log.updates.compactMap { update -> String? in
                switch update {
                case .opened(let draft, _): "opened at \(draft.seq)"
                case .event(let body): "event \(body.event.seq)"
                case .link(.live): "live"
                default: nil
                }
            }
            #expect(told == ["opened at 3", "opened at 5", "live", "event 6"])
        }
    }

    @Test func `a copy that is far behind is loaded anew`() async throws {
        try save(seq: 2, segments: 0..<4)
        let stage = SessionStage(copies: copies) { _ in Samples.draft(seq: 900, segments: 0..<6) }
        try await running(stage.session) { log in
            let socket = await stage.sockets.next()
            socket.bring(.opened)
            socket.bring(text: Samples.connected(seq: 900))
            await log.until { $0.contains { if case .link(.live) = $0 { true } else { false } } }
            #expect(await stage.session.replica?.confirmed.seq == 900)
        }
    }

    @Test func `an older part of an earlier place in the log is no part of the copy`() async throws {
        try save(seq: 3, segments: 0..<170)
        let older = copies.path + "/ada/older/\(Samples.draftID).json"
        let text = try String(contentsOf: URL(fileURLWithPath: older), encoding: .utf8)
        try save(seq: 5, segments: 0..<170)
        try Data(text.utf8).write(to: URL(fileURLWithPath: older))
        let stage = SessionStage(copies: copies, draft: { _ in Samples.draft(seq: 5, segments: 0..<170) })
        try await running(stage.session) { log in
            _ = await stage.goLive(log, seq: 5)
            await log.until { $0.contains { if case .olderPage = $0 { true } else { false } } }
            #expect(stage.http.requests.count == 1, "it was loaded")
        }
    }

    @Test func `the newest part of a copy is shown first, and the older part follows`() async throws {
        try save(seq: 3, segments: 0..<170)
        let stage = SessionStage(copies: copies)
        try await running(stage.session) { log in
            await log.until { $0.contains { if case .olderPage = $0 { true } else { false } } }
            let counts = log.updates.compactMap { update -> Int? in
                switch update {
                case .opened(_, let manuscript): manuscript.segments.count
                case .olderPage(let segments): segments.count
                default: nil
                }
            }
            #expect(counts == [CopyFolder.newestCount, 170 - CopyFolder.newestCount])
            let texts = await stage.session.replica?.manuscript.segments.map(\.content)
            #expect(texts == (0..<170).map(String.init))
        }
    }

    @Test func `some of the text is better than no copy`() async throws {
        let stage = SessionStage(copies: copies) { _ in
            Samples.draft(seq: 3, segments: 3..<5)
        } older: {
            _ = await Report<Void>().next()
        }
        try await running(stage.session) { _ in
            while copy == nil { await Task.yield() }
            #expect(copy?.manuscript.segments.map(\.content) == ["3", "4"])
        }
    }

    @Test func `whoever is no member any more keeps no copy`() async throws {
        let stage = SessionStage(copies: copies)
        try await running(stage.session) { log in
            let socket = await stage.goLive(log)
            while copy == nil { await Task.yield() }
            socket.bring(.ended(.closed(code: SocketCloseCode.notMember, reason: "")))
            while copy != nil { await Task.yield() }
        }
        #expect(copy == nil, "nor is one made at the end")
    }
}
