import CollabAPI
import CollabTesting
import DraftCore
import Foundation
import Testing

@testable import CollabClient

/// One draft, followed and written live, against the real server.
@Suite(.timeLimit(.minutes(2))) struct DraftSessionTests {
    /// A server with a draft of Ana's in which Ben may write.
    struct Scene: Sendable {
        let server: InProcessServer
        let draft: DraftID
        let directory: TemporaryDirectory

        func client(_ user: UserID) -> CollabClient {
            CollabClient(baseURL: server.url, credential: .user(user))
        }

        func session(_ user: UserID, journal: Bool = false) -> DraftSession {
            client(user).session(for: draft, as: user, journal: journal ? folder : nil)
        }

        var folder: JournalFolder { JournalFolder(path: directory.file("journal")) }

        func texts() async throws -> [String?] {
            try await client(ana).draft(draft).segments.map(\.content)
        }
    }

    private func scene(_ body: @Sendable (Scene) async throws -> Void) async throws {
        try await InProcessServer.run { server in
            let client = CollabClient(baseURL: server.url, credential: .user(ana))
            let draft = try await client.createDraft(title: "The Lighthouse").draftID
            try await client.add(ben, to: draft)
            try await body(Scene(server: server, draft: draft, directory: try TemporaryDirectory()))
        }
    }

    @Test func `what one writes, passes and says is what the other sees, in order`() async throws {
        try await scene { scene in
            let (anas, bens) = (scene.session(ana), scene.session(ben))
            try await running(bens) { benSees in
                try await running(anas) { anaSees in
                    await anaSees.until(\.isLive)
                    await benSees.until(\.isLive)
                    anas.share(words: "And so")
                    await benSees.until { $0.contains { $0.isTyping(ana, "And so") } }
                    try await anas.append("And so we climbed.")
                    try await anas.append("All the way.")
                    try await anas.pass(to: ben)
                    await benSees.until { $0.contains(where: \.isPass) }
                    await anaSees.until { _ in
                        anaSees.acknowledged.count == 3 && anaSees.replica?.pending.isEmpty == true
                    }
                    let seen = benSees.updates.compactMap(\.addedText)
                    #expect(seen == ["And so we climbed.", "All the way."])
                    #expect(benSees.replica?.visible.draft.ring.holder == ben)
                    #expect(anaSees.replica?.confirmed == benSees.replica?.confirmed)
                    #expect(Set(anaSees.acknowledged.map(\.key)).count == 3, "each is acknowledged once")
                    #expect(await anas.unsent.isEmpty)
                }
            }
        }
    }

    @Test func `a refused command comes back with its text and all that was queued behind it`() async throws {
        try await scene { scene in
            let session = scene.session(ben)
            try await running(session) { log in
                await log.until(\.isOpen)
                try await session.append("Not mine to say.")
                try await session.append("Nor this.")
                await log.until { _ in !log.refusals.isEmpty }
                let refusal = try #require(log.refusals.first)
                #expect(refusal.reason.code == ClientError.Code(.ringRequired))
                #expect(refusal.texts.first == "Not mine to say.")
                await log.until { _ in log.refusals.flatMap(\.texts).count == 2 }
                #expect(log.replica?.pending.isEmpty == true)
                let texts = try await scene.texts()
                #expect(texts.isEmpty)
            }
        }
    }

    @Test func `a step made in ignorance of a refusal is cancelled, and its words are kept until they are taken back`()
        async throws
    {
        try await scene { scene in
            let session = scene.session(ben, journal: true)
            try await running(session) { log in
                await log.until(\.isOpen)
                let refused = Command(
                    actor: ben, key: .named("one"), tenure: 1, action: .append(.random(), content: "One."))
                await session.take([refused], composition: Composition(), returnsSeen: 0)
                await log.until { _ in !log.refusals.isEmpty }
                let blind = Command(
                    actor: ben, key: .named("two"), tenure: 1, action: .append(.random(), content: "Two."))
                await session.take([blind], composition: Composition(text: "Three."), returnsSeen: 0)
                #expect(await session.unsent.isEmpty)
                #expect(await session.returned.map(\.text) == ["One.", "Two."])
                await session.saveJournal()
                let record = try #require(Self.records(in: scene).first)
                #expect(record.returned == ["One.", "Two."])
                #expect(record.text == "Three.")
                await session.take([], composition: Composition(text: "One.\n\nTwo.\n\nThree."), returnsSeen: 1)
                #expect(await session.returned.isEmpty)
            }
        }
    }

    @Test func `a command without a key gets one, so that it is sent until it is answered`() async throws {
        try await scene { scene in
            let session = scene.session(ana, journal: true)
            try await running(session) { log in
                await log.until(\.isOpen)
                let bare = Command(actor: ana, action: .append(.random(), content: "Bare."))
                await session.take([bare], composition: Composition(), returnsSeen: 0)
                await log.until { _ in
                    log.replica?.pending.isEmpty == true && log.replica?.confirmed.segmentCount == 1
                }
                let texts = try await scene.texts()
                #expect(texts == ["Bare."])
            }
        }
    }

    @Test func `commands that were under way when a program died are finished with their keys, exactly once`()
        async throws
    {
        try await scene { scene in
            // The first was taken by the server, but the answer was lost; the second had never left; the pass neither.
            let client = scene.client(ana)
            let lost = Command(
                actor: ana, key: .named("lost"), tenure: 1, action: .append(.random(), content: "Lost answer."))
            let unsent = Command(
                actor: ana, key: .named("unsent"), tenure: 1, action: .append(.random(), content: "Unsent."))
            let pass = Command(actor: ana, key: .named("pass"), tenure: 1, action: .pass(to: ben))
            try await client.append("Lost answer.", to: scene.draft, tenure: 1, key: .named("lost"))
            let dead = try #require(
                JournalKeeper(folder: scene.folder, server: scene.server.url, draft: scene.draft, user: ana))
            _ = await dead.open()
            var record = dead.emptyRecord()
            record.text = "Only typed."
            record.outbox = [(lost, true), (unsent, false), (pass, false)].map {
                JournalRecord.Entry(command: JournalCommand($0.0), hasLeft: $0.1)
            }
            try await dead.save(record, generation: 1)
            await dead.close()

            let session = scene.session(ana, journal: true)
            try await running(session) { log in
                await log.until { $0.isOpen && log.acknowledged.count == 2 }
                #expect(log.recovered.map(\.texts) == [["Only typed."]])
                #expect(log.recovered.map(\.dropped) == [[pass]])
                let texts = try await scene.texts()
                #expect(texts == ["Lost answer.", "Unsent."])
                #expect(await session.unsent.isEmpty)
                #expect(log.replica?.visible.draft.ring.holder == ana)
            }
            // Nobody has taken the recovered words in, so they are still there.
            let left = try Self.records(in: scene)
            #expect(left.map(\.returned) == [["Only typed."]])
        }
    }

    @Test func `without a server commands are shown and wait`() async throws {
        try await scene { scene in
            let session = scene.session(ana)
            try await running(session) { log in
                await log.until(\.isLive)
                try await scene.server.stop()
                await log.until { $0.contains(where: \.isOffline) }
                try await session.append("Written offline.")
                await log.until { _ in log.replica?.visible.tail.isEmpty == false }
                #expect(log.replica?.visible.tail.map(\.segment.content) == ["Written offline."])
                #expect(await session.unsent.count == 1)
            }
        }
    }

    @Test func `an older page of the text follows the first`() async throws {
        try await scene { scene in
            let client = scene.client(ana)
            for number in 0..<450 { try await client.append("\(number)", to: scene.draft) }
            let session = scene.session(ben)
            try await running(session) { log in
                await log.until { $0.contains { if case .olderPage = $0 { true } else { false } } }
                #expect(log.replica?.manuscript.segments.map(\.content) == (0..<450).map { "\($0)" })
            }
        }
    }

    @Test func `a member who is removed is told so, and what never left is handed back`() async throws {
        try await scene { scene in
            let session = scene.session(ben)
            try await running(session) { log in
                await log.until(\.isLive)
                try await scene.client(ana).remove(ben, from: scene.draft)
                await log.until { $0.contains { if case .link(.readOnly(.notMember)) = $0 { true } else { false } } }
                await session.take(
                    [Command(actor: ben, key: .random(), tenure: 1, action: .append(.random(), content: "Too late."))],
                    composition: Composition(), returnsSeen: 0)
                await log.until { _ in !log.refusals.isEmpty }
                #expect(log.refusals.flatMap(\.texts) == ["Too late."])
            }
        }
    }

    @Test func `a member who is removed and added again is there again by themselves, and writes`() async throws {
        try await scene { scene in
            let session = scene.session(ben)
            try await running(session) { log in
                await log.until(\.isLive)
                try await scene.client(ana).remove(ben, from: scene.draft)
                await log.until { $0.contains { if case .link(.readOnly(.notMember)) = $0 { true } else { false } } }
                try await scene.client(ana).append("Without Ben.", to: scene.draft)
                let seen = log.updates.count
                _ = try await scene.client(ana).add(ben, to: scene.draft)
                await log.until { Array($0.dropFirst(seen)).isLive }
                #expect(log.replica?.manuscript.segments.map(\.content) == ["Without Ben."])
                try await scene.client(ana).passRing(of: scene.draft, to: ben)
                await log.until { _ in log.replica?.confirmed.ring.holder == ben }
                try await session.append("Ben again.")
                await log.until { _ in log.replica?.manuscript.segments.last?.content == "Ben again." }
            }
        }
    }

    private static func records(in scene: Scene) throws -> [JournalRecord] {
        let place = scene.folder.path
        let names = try FileManager.default.subpathsOfDirectory(atPath: place).filter { $0.hasSuffix(".json") }
        return try names.compactMap { JournalRecord(try Data(contentsOf: URL(fileURLWithPath: place + "/" + $0))) }
    }
}

extension [SessionUpdate] {
    fileprivate var isOpen: Bool { contains { if case .opened = $0 { true } else { false } } }
    fileprivate var isLive: Bool { contains { if case .link(.live) = $0 { true } else { false } } }
}

extension SessionUpdate {
    fileprivate var isOffline: Bool { if case .link(.offline) = self { true } else { false } }

    fileprivate var isPass: Bool {
        if case .event(let body) = self, case .ringPassed = body.event.change { true } else { false }
    }

    fileprivate var addedText: String? {
        if case .event(let body) = self, case .segmentAdded(let segment) = body.event.change {
            segment.content
        } else {
            nil
        }
    }

    fileprivate func isTyping(_ user: UserID, _ text: String) -> Bool {
        if case .typing(user, text) = self { true } else { false }
    }
}
