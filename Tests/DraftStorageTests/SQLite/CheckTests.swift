import DraftCore
import Foundation
import GRDB
import Testing

@testable import DraftStorage

/// A change made behind the log's back, and what a check says of it.
struct Tampering: CustomTestStringConvertible, Sendable {
    let sql: String
    let finding: String
    let seq: Seq?

    var testDescription: String { finding }

    init(_ sql: String, _ finding: String, at seq: Seq? = nil) {
        self.sql = sql
        self.finding = finding
        self.seq = seq
    }
}

@Suite struct CheckTests {
    @Test(arguments: Self.tamperings)
    func `a check finds what was tampered with, where and how`(tampering: Tampering) async throws {
        try await withPlace(.sqlite) { place in
            let story = try await Self.tell(in: place)
            try await place.tamper(tampering.sql)
            let log = try await place.open()
            let report = try await log.check()
            #expect(!report.isSound)
            let finding = report.findings.first { $0.sentence.contains(tampering.finding) }
            #expect(finding != nil, "\(report.findings)")
            #expect(finding?.seq == tampering.seq)
            #expect(finding?.draftID == nil || finding?.draftID == story)
            #expect(report.findings.allSatisfy { $0.draftID == nil || $0.draftID == story }, "\(report.findings)")
            try await log.close()
        }
    }

    @Test func `damage in one place hides no finding in another`() async throws {
        try await withPlace(.sqlite) { place in
            let ada = try user("ada")
            var log = try await place.open()
            // In this order, for a draft without texts is looked up on the first page of the next one's.
            let ids = [try await log.began(by: ada), try await log.began(by: ada)].sorted()
            let (wrong, damaged) = (ids[0], ids[1])
            let mark = "the last words"
            for _ in 0..<40 { try await log.wrote(ada, String(repeating: "long ", count: 100), in: damaged) }
            try await log.wrote(ada, mark, in: damaged)
            try await log.close()
            try await place.tamper("UPDATE drafts SET title = 'Another' WHERE id = '\(wrong)'")
            try await place.damagePages(with: mark)
            log = try await place.open()
            let findings = try await log.check().findings
            #expect(findings.contains { $0.draftID == nil && $0.sentence.contains("the database file is damaged") })
            #expect(findings.contains { $0.draftID == damaged && $0.sentence.contains("the database file is damaged") })
            #expect(
                findings.contains { $0.draftID == wrong && $0.sentence == "the state's title is not what the log says" }
            )
            try await log.close()
        }
    }

    @Test func `what a deletion took with it is no finding`() async throws {
        try await withLog(.sqlite) { log, place in
            let (ada, ben) = (try user("ada"), try user("ben"))
            let id = try await log.began(by: ada, with: [ben])
            _ = try await log.began(by: ada)
            _ = try await log.delete(id, by: ada, requestID: nil)
            try await expectSound(log)
            try await place.tamper("UPDATE memberships SET changes = 0 WHERE user_id = 'ada'")
            let findings = try await log.check().findings.map(\.sentence)
            #expect(findings == ["the list of ada has changed 1 times by the logs, and 0 times by its count"])
        }
    }

    private static let tamperings = [
        // The chain.
        Tampering("DELETE FROM events WHERE seq = 3", "events are missing before it", at: 4),
        Tampering("UPDATE events SET hash = zeroblob(32) WHERE seq = 4", "its hash is not that of its bytes", at: 4),
        Tampering("UPDATE events SET hash = zeroblob(31) WHERE seq = 4", "the column hash is not a hash of 32 bytes"),
        Tampering(
            "UPDATE events SET body = CAST(replace(CAST(body AS TEXT), 'r-1', 'r-2') AS BLOB) WHERE seq = 4",
            "its hash is not that of its bytes", at: 4),
        Tampering(
            "UPDATE events SET body = CAST(CAST(body AS TEXT) || ' ' AS BLOB) WHERE seq = 4",
            "the whole body is missing or malformed", at: 4),
        Tampering(
            "UPDATE events SET body = CAST(json_set(CAST(body AS TEXT), '$.type', 'told') AS BLOB) WHERE seq = 3",
            "type is missing or malformed", at: 3),
        // The texts.
        Tampering(
            "UPDATE wordings SET content = 'Other.' WHERE seq = 4", "its text is not the one that was written", at: 4),
        Tampering(
            "UPDATE wordings SET content = 'Cafe' || char(769) WHERE seq = 4",
            "its text is not the one that was written", at: 4),
        Tampering("UPDATE wordings SET salt = zeroblob(16) WHERE seq = 4", "its text is not the one", at: 4),
        Tampering("DELETE FROM wordings WHERE seq = 4", "its text is missing", at: 4),
        Tampering(
            "INSERT INTO wordings SELECT draft_id, 3, salt, content FROM wordings WHERE seq = 4",
            "a text is kept that it does not name", at: 3),
        // The columns of an event.
        Tampering(
            "UPDATE events SET kind = 'segment_struck' WHERE seq = 4", "its columns are not what its body says", at: 4),
        Tampering("UPDATE events SET ts = ts + 1 WHERE seq = 4", "its columns are not what its body says", at: 4),
        Tampering("UPDATE events SET actor_id = 'eve' WHERE seq = 4", "its columns are not what its body says", at: 4),
        Tampering(
            "UPDATE events SET idempotency_key = 'cle' || char(769) WHERE seq = 4",
            "its columns are not what its body says", at: 4),
        Tampering(
            "UPDATE events SET fingerprint = NULL WHERE seq = 4", "its key and its fingerprint do not match", at: 4),
        Tampering(
            "UPDATE events SET fingerprint = zeroblob(31) WHERE seq = 4", "its key and its fingerprint do not match",
            at: 4),
        Tampering(
            "UPDATE events SET fingerprint = zeroblob(32) WHERE seq = 3", "its key and its fingerprint do not match",
            at: 3),
        Tampering(
            "UPDATE events SET fingerprint = zeroblob(32) WHERE seq = 4", "its fingerprint is not that of", at: 4),
        // The commits.
        Tampering("UPDATE events SET commit_last = 3 WHERE seq = 4", "its commit ends before it", at: 4),
        Tampering("UPDATE events SET commit_last = 10 WHERE seq = 9", "its commit ends after the log", at: 9),
        Tampering("UPDATE events SET commit_last = 5 WHERE seq = 3", "its commit ends elsewhere", at: 4),
        Tampering("UPDATE events SET commit_last = 9 WHERE seq = 7", "its commit ends elsewhere", at: 8),
        Tampering(
            "UPDATE events SET commit_last = 4 WHERE seq = 3", "it has a key, but is not the first", at: 4),
        Tampering(
            "UPDATE events SET commit_last = 6 WHERE seq = 5", "it is in one commit with events of another request",
            at: 6),
        // The state.
        Tampering("UPDATE drafts SET title = 'Cafe' || char(769)", "the state's title is not what the log says"),
        Tampering("UPDATE drafts SET title_folded = 'cafe' || char(769)", "the title for searching is not that of"),
        Tampering("UPDATE drafts SET platform = 'x'", "the state's platform is not"),
        Tampering("UPDATE drafts SET status = 'locked'", "the state's status is not"),
        Tampering("UPDATE drafts SET revise = 'any'", "the state's policy for revising is not"),
        Tampering("UPDATE drafts SET segment_count = 9", "the state's number of segments is not"),
        Tampering("UPDATE drafts SET updated_at = updated_at + 1", "the state's last activity is not"),
        Tampering("UPDATE drafts SET created_at = created_at - 1", "the state's beginning is not"),
        Tampering("UPDATE drafts SET target_publish_at = 5", "the state's target is not"),
        Tampering("UPDATE drafts SET creator_id = 'ben'", "the state's creator is not"),
        Tampering("UPDATE drafts SET creation_key = 'k'", "the state's creation key is not"),
        Tampering("UPDATE drafts SET holder_id = 'ben'", "the state's ring is not"),
        Tampering("DELETE FROM holdings WHERE tenure = 1", "the state's ring is not"),
        Tampering(
            "UPDATE drafts SET hash = zeroblob(32)", "the state ends at seq 9 with another hash than the log at 9"),
        Tampering("UPDATE drafts SET seq = 7", "the state ends at seq 7 with another hash than the log at 9"),
        Tampering("UPDATE members SET role = 'viewer' WHERE user_id = 'cy'", "the state's members is not"),
        Tampering("DELETE FROM members WHERE user_id = 'cy'", "the state's members is not"),
        Tampering("UPDATE segments SET struck = 1 WHERE segment_order = 0", "number 0, is not what the log says"),
        Tampering("UPDATE segments SET wording_seq = 4 WHERE segment_order = 0", "number 0, is not what the log says"),
        Tampering("UPDATE segments SET revision = 9 WHERE segment_order = 0", "number 0, is not what the log says"),
        Tampering("DELETE FROM segments WHERE segment_order = 1", "the state has 1 segments, the log 2"),
        Tampering("DELETE FROM drafts", "it has rows, but no state"),
        Tampering("DELETE FROM events", "there is a state, but no events"),
        Tampering("UPDATE drafts SET id = 'Nobody'", "a draft has the malformed id Nobody"),
        Tampering("UPDATE drafts SET status = 'lost'", "the column status is not a known value"),
        Tampering(
            "INSERT INTO members SELECT 'nowhere', user_id, role, 0, 0 FROM members", "rows of the table members"),
        Tampering(
            "INSERT INTO deleted_drafts SELECT id, creator_id, creation_key, seq, hash, 0 FROM drafts",
            "it is deleted and still there"),
        // The counts behind the versions of lists.
        Tampering("UPDATE memberships SET changes = 1 WHERE user_id = 'ben'", "the list of ben has changed 2 times"),
        Tampering("UPDATE memberships SET changes = 3 WHERE user_id = 'ben'", "the list of ben has changed 2 times"),
        Tampering("DELETE FROM memberships WHERE user_id = 'ada'", "the list of ada has changed 1 times"),
        Tampering("INSERT INTO memberships VALUES ('eve', 1)", "the list of eve has changed 0 times"),
    ]

    /// A draft of nine events: 1 and 2 begin it, 7 and 8 are one commit, 4 and 7 have keys.
    private static func tell(in place: Place) async throws -> DraftID {
        let log = try await place.open()
        let (ada, ben) = (try user("ada"), try user("ben"))
        let founding = Founding(
            id: .random(), creator: ada, title: "Caf\u{E9}", initialSegment: .init(id: .random(), content: "Once."))
        let id = founding.id
        _ = try await log.commit(founding, requestID: RequestID("r-0"))
        try await log.expect(ada, .addMember(ben, .contributor), in: id)
        let append = Command(
            actor: ada, key: try key("cl\u{E9}"), action: .append(.random(), content: "Caf\u{E9}"))
        _ = try await log.commit(append, in: id, requestID: RequestID("r-1"))
        let first = try #require(await log.snapshot(of: id, page: .last(9), now: place.clock.now)?.segments.first)
        _ = try await log.commit(
            Command(actor: ada, action: .revise(first.id, content: "Twice.", revision: nil)), in: id,
            requestID: RequestID("r-2"))
        try await log.expect(ada, .pass(to: ben), in: id)
        try await log.expect(ben, .removeMember(ben), key: key("bye"), in: id)
        try await log.expect(ada, .addMember(user("cy"), .contributor), in: id)
        #expect(try await log.head(of: id)?.seq == 9)
        try await expectSound(log)
        try await log.close()
        return id
    }
}
