import Crypto
import DraftCore
import DraftStorage
import Foundation
import Testing

@Suite struct LogTests {
    @Test(arguments: Store.allCases)
    func `a log is numbered without gaps and every event is chained to the one before`(_ store: Store) async throws {
        try await withLog(store) { log, _ in
            let ada = try user("ada")
            let ben = try user("ben")
            let id = try await log.began(by: ada, with: [ben])
            let first = try await log.wrote(ada, "The lamp had been \"dark\"\nfor a week. 🕯️", in: id)
            try await log.expect(ada, .revise(first, content: "Dark.", revision: 1), in: id)
            try await log.expect(ada, .strike(first), in: id)
            try await log.expect(ada, .passSmart(.roundRobin), key: key("smart"), in: id)
            try await log.expect(ada, .update(DraftUpdate(title: "Light", targetPublishAt: .clear)), in: id)
            try await log.expect(ada, .removeMember(ben), in: id)

            let entries = try #require(await log.entries(of: id, after: 0, limit: .max))
            #expect(entries.map(\.seq.rawValue) == Array(1...9))
            try verifyChain(entries)
            let head = try await log.head(of: id)
            #expect(head == entries.last.map { LogHead(seq: $0.seq, hash: $0.hash) })
            #expect(try await log.hash(of: id, at: 3) == entries[2].hash)
            #expect(try await log.hash(of: id, at: 0) == .zero)
            #expect(try await log.hash(of: id, at: 10) == nil)
            try await expectSound(log)
        }
    }

    /// Verifies as a stranger would, with another JSON reader and nothing of the store's.
    private func verifyChain(_ entries: [LogEntry]) throws {
        var previous = Data(count: 32)
        for entry in entries {
            let digest = Data(SHA256.hash(data: previous + Data(entry.body)))
            #expect(digest == Data(entry.hash.bytes))
            previous = digest
            let object = try #require(JSONSerialization.jsonObject(with: Data(entry.body)) as? [String: Any])
            #expect(
                Set(object.keys) == [
                    "type", "draft_id", "seq", "ts", "request_id", "actor_id", "idempotency_key", "data",
                ])
            #expect(object["seq"] as? Int == entry.seq.rawValue)
            let data = try #require(object["data"] as? [String: Any])
            let fields = data["segment"] as? [String: Any] ?? data
            #expect(fields["content"] == nil)
            guard let wording = entry.wording else {
                #expect(fields["content_sha256"] == nil)
                continue
            }
            #expect(wording.salt.count == 16)
            let hash = SHA256.hash(data: Data(wording.salt) + Data(wording.content.utf8))
            #expect(fields["content_sha256"] as? String == hash.map { String(format: "%02x", $0) }.joined())
        }
    }

    @Test(arguments: Store.allCases)
    func `an event is read as it was written`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let ada = try user("ada")
            let id = try await log.began(by: ada, with: [try user("ben")])
            var written = try await log.allEvents(of: id)
            var generator = SeededGenerator(seed: 1)
            let segment = SegmentID.random()
            for action: Command.Action in [
                .append(segment, content: "e\u{301} \\ \u{2028} \t"),
                .revise(segment, content: "other", revision: nil), .passSmart(.mostInactive), .reclaim,
                .pass(to: try user("ben")), .addMember(try user("cy"), .viewer), .removeMember(try user("cy")),
                .update(DraftUpdate(status: .locked, revise: .any, targetPublishAt: .set(place.clock.now))),
                .update(DraftUpdate(targetPublishAt: .clear)),
            ] {
                written += try await log.expect(ada, action, key: .random(using: &generator), in: id).events
            }
            #expect(try await log.allEvents(of: id) == written)
            #expect(Draft.folding(written.map(\.event)) == (try await log.draft(id)?.draft))
        }
    }

    @Test(arguments: Store.allCases)
    func `one command may make several events, with its key on the first`(_ store: Store) async throws {
        try await withLog(store) { log, _ in
            let ada = try user("ada")
            let ben = try user("ben")
            let founding = Founding(
                id: .random(), creator: ada, key: try key("begin"), title: "  Two at once ",
                initialSegment: .init(id: .random(), content: "First."))
            let begun = try #require(await log.commit(founding).receipt)
            #expect(begun.events.map(\.kind) == ["created", "added"])
            #expect(begun.events.map { $0.event.key?.description } == ["begin", nil])
            #expect(begun.seq == 2)
            #expect(begun.draft.title == "Two at once")

            try await log.expect(ada, .addMember(ben, .contributor), in: founding.id)
            try await log.expect(ada, .pass(to: ben), in: founding.id)
            let left = try await log.expect(ben, .removeMember(ben), key: key("leave"), in: founding.id)
            #expect(left.events.map(\.kind) == ["passed", "left"])
            #expect(left.seq == left.draft.seq)
            #expect(left.draft.ring.holder == ada)

            let replay = try await log.ask(ben, .removeMember(ben), key: key("leave"), in: founding.id)
            #expect(replay == .replayed(left))
        }
    }

    @Test(arguments: Store.allCases)
    func `time in a log never runs back`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            let start = place.clock.now
            place.clock.advance(milliseconds: 5_000)
            try await log.wrote(ada, "late", in: id)
            place.clock.set(start.before(hours: 1))
            try await log.wrote(ada, "the clock was set back", in: id)
            place.clock.set(start)
            place.clock.advance(milliseconds: 6_000)
            try await log.wrote(ada, "later", in: id)
            let moments = try await log.allEvents(of: id).map { $0.event.moment.milliseconds - start.milliseconds }
            #expect(moments == [0, 5_000, 5_000, 6_000])
            #expect(try await log.draft(id)?.draft.updatedAt.milliseconds == start.milliseconds + 6_000)
        }
    }

    @Test(arguments: Store.allCases)
    func `events come in pages bounded by number and by size`(_ store: Store) async throws {
        try await withLog(store) { log, _ in
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            for number in 1...9 { try await log.wrote(ada, String(repeating: "x", count: 1_000 * number), in: id) }
            let page = try #require(await log.events(of: id, after: 3, limit: 4, byteLimit: .max))
            #expect(page.events.map(\.event.seq.rawValue) == [4, 5, 6, 7])
            #expect(page.head.seq == 10)
            let small = try #require(await log.events(of: id, after: 3, limit: 9, byteLimit: 10_000))
            #expect(small.events.map(\.event.seq.rawValue) == [4, 5])
            let least = try #require(await log.events(of: id, after: 3, limit: 9, byteLimit: 1))
            #expect(least.events.map(\.event.seq.rawValue) == [4])
            let end = try #require(await log.events(of: id, after: 10, limit: 9, byteLimit: .max))
            #expect(end.events.isEmpty)
            #expect(try await log.events(of: .random(), after: 0, limit: 9, byteLimit: .max) == nil)

            func entries(after seq: Seq, limit: Int, byteLimit: Int) async throws -> [Int]? {
                try await log.entries(of: id, after: seq, limit: limit, byteLimit: byteLimit)?.map(\.seq.rawValue)
            }
            #expect(try await entries(after: 3, limit: 4, byteLimit: .max) == [4, 5, 6, 7])
            #expect(try await entries(after: 3, limit: 9, byteLimit: 10_000) == [4, 5])
            #expect(try await entries(after: 3, limit: 9, byteLimit: 1) == [4])
            #expect(try await entries(after: 10, limit: 9, byteLimit: .max) == [])
        }
    }

    @Test(arguments: Store.allCases)
    func `entries come in pages of 4 MiB where nobody says otherwise`(_ store: Store) async throws {
        try await withLog(store) { log, _ in
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            let text = String(repeating: "\u{1F56F}", count: 16_384)
            for _ in 0..<70 { try await log.wrote(ada, text, in: id) }
            let first = try #require(await log.entries(of: id, after: 0, limit: .max))
            #expect(first.count == 64)
            let rest = try #require(await log.entries(of: id, after: 64, limit: .max))
            #expect(rest.map(\.seq.rawValue) == Array(65...71))
        }
    }

    @Test(arguments: Store.allCases)
    func `a history keeps its name over restarts and another has another`(_ store: Store) async throws {
        try await withPlace(store) { place in
            let first = try await place.open()
            let name = first.logID
            try await first.close()
            let second = try await place.open()
            #expect(second.logID == name)
            try await second.close()
            try await withLog(store) { other, _ in #expect(other.logID != name) }
        }
    }
}
