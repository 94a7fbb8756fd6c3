import DraftCore
import DraftStorage
import Testing

@Suite struct RepairTests {
    private static let note = AuditNote(
        .administration, AuditFacts(action: "repair", origin: "operator o"), at: Timestamp(milliseconds: 0))

    /// A draft with members of every kind, a ring that was passed, and segments that were revised and struck.
    private func tell(in place: Place) async throws -> DraftID {
        let log = try await place.open()
        let (ada, ben) = (try user("ada"), try user("ben"))
        let founding = Founding(
            id: .random(), creator: ada, key: try key("new"), title: "Caf\u{E9}",
            initialSegment: .init(id: .random(), content: "Once."))
        let id = founding.id
        _ = try await log.commit(founding)
        try await log.expect(ada, .addMember(ben, .contributor), in: id)
        try await log.expect(ada, .addMember(user("cy"), .viewer), in: id)
        let second = try await log.wrote(ada, "Twice.", in: id)
        try await log.wrote(ada, "Thrice.", in: id)
        try await log.expect(ada, .revise(second, content: "Again.", revision: nil), in: id)
        try await log.expect(ada, .strike(second), in: id)
        for _ in 0..<2 {
            try await log.expect(ada, .pass(to: ben), in: id)
            try await log.expect(ben, .pass(to: ada), in: id)
        }
        try await log.expect(ben, .removeMember(ben), in: id)
        try await log.invited(to: id, by: ada, Secret("code"), at: place.clock.now)
        try await log.shared(id, by: ada, Secret("token"), at: place.clock.now)
        _ = try await log.began(by: ada, "Another")
        try await log.close()
        return id
    }

    @Test(arguments: Store.allCases, Self.damages)
    func `a repair writes the state anew from the log`(_ store: Store, damage: String) async throws {
        try await withPlace(store) { place in
            let id = try await tell(in: place)
            var log = try await place.open()
            let page = SegmentPage(from: 0, limit: .max)
            let before = try await log.snapshot(of: id, page: page, now: place.clock.now)
            let list = try await log.listVersion(of: user("ada"))
            try await log.close()
            try await place.tamper(damage.replacing("ID", with: id.description))
            log = try await place.open()
            #expect(try await !log.check().isSound)
            let report = try await log.repair(Self.note)
            #expect(report.check.findings == [])
            #expect(report.drafts == [id] || (report.drafts == [] && report.lists + report.strays > 0))
            #expect(try await log.snapshot(of: id, page: page, now: place.clock.now) == before)
            #expect(try await log.listVersion(of: user("ada")) == list)
            #expect(try await log.invites(to: id, at: place.clock.now).count == 1)
            #expect(try await log.shares(of: id, at: place.clock.now).count == 1)
            let last = try #require(await log.trail(AuditFilter(limit: 1)).first).note
            #expect(last.facts.action == "repair" && last.count == max(1, report.drafts.count))
            try await log.wrote(user("ada"), "And it goes on.", key: key("k"), in: id)
            try await expectSound(log)
            try await log.close()
        }
    }

    private static let damages = [
        "UPDATE drafts SET title = 'Other', title_folded = 'other' WHERE id = 'ID'",
        "UPDATE drafts SET title_folded = 'cafe' WHERE id = 'ID'",
        "UPDATE drafts SET creator_id = 'eve', creation_key = NULL, platform = 'x', created_at = 1 WHERE id = 'ID'",
        "UPDATE drafts SET status = 'lost' WHERE id = 'ID'", "UPDATE drafts SET revise = 'any' WHERE id = 'ID'",
        "UPDATE drafts SET seq = 3, hash = zeroblob(32) WHERE id = 'ID'",
        "UPDATE drafts SET hash = zeroblob(31) WHERE id = 'ID'",
        "UPDATE drafts SET holder_id = 'ben', tenure = 1 WHERE id = 'ID'",
        "DELETE FROM holdings WHERE draft_id = 'ID'", "DELETE FROM holdings WHERE tenure = 2",
        "DELETE FROM members WHERE draft_id = 'ID' AND user_id <> 'ada'",
        "INSERT INTO members VALUES ('ID', 'eve', 'contributor', 0, NULL)",
        "UPDATE members SET role = 'creator' WHERE draft_id = 'ID'",
        "DELETE FROM segments WHERE draft_id = 'ID'", "DELETE FROM segments WHERE segment_order = 1",
        "UPDATE segments SET struck = 1 - struck, revision = 9, wording_seq = 2 WHERE draft_id = 'ID'",
        "UPDATE segments SET author_id = 'eve' WHERE draft_id = 'ID'",
        "DELETE FROM drafts WHERE id = 'ID'", "UPDATE drafts SET id = 'Nobody' WHERE id = 'ID'",
        "DELETE FROM memberships", "UPDATE memberships SET changes = 9 WHERE user_id = 'ben'",
        "INSERT INTO memberships VALUES ('eve', 1)",
        "INSERT INTO members SELECT 'nowhere', user_id, role, 0, 0 FROM members WHERE draft_id = 'ID'",
    ]

    @Test(
        arguments: Store.allCases,
        [
            "UPDATE events SET hash = zeroblob(32) WHERE seq = 4", "DELETE FROM events WHERE seq = 3",
            "DELETE FROM events WHERE seq > 9; DELETE FROM wordings WHERE seq > 9; UPDATE drafts SET seq = 9",
            "DELETE FROM events WHERE seq > 9",
            "UPDATE wordings SET content = 'Other.' WHERE seq = 5",
        ])
    func `a log that is not sound itself is left alone, and so is its state`(_ store: Store, damage: String)
        async throws
    {
        try await withPlace(store) { place in
            let id = try await tell(in: place)
            try await place.tamper(damage + "; UPDATE drafts SET title = 'Other' WHERE id = '\(id)'")
            let log = try await place.open()
            let report = try await log.repair(Self.note)
            #expect(report.drafts == [])
            #expect(report.check.findings.contains { $0.draftID == id })
            #expect(try await log.draft(id)?.draft.title == "Other")
            try await log.close()
        }
    }

    @Test(arguments: Store.allCases)
    func `a state that is all that is left of a draft is not removed`(_ store: Store) async throws {
        try await withPlace(store) { place in
            let id = try await tell(in: place)
            try await place.tamper("DELETE FROM events WHERE draft_id = '\(id)'")
            let log = try await place.open()
            let report = try await log.repair(Self.note)
            #expect(report.check.findings.contains { $0.sentence == "there is a state, but no events" })
            #expect(try await log.draft(id)?.draft.title == "Caf\u{E9}")
            try await log.close()
        }
    }

    @Test(arguments: Store.allCases)
    func `a sound store is left as it is`(_ store: Store) async throws {
        try await withPlace(store) { place in
            _ = try await tell(in: place)
            let log = try await place.open()
            let report = try await log.repair(Self.note)
            #expect(report.drafts == [] && report.lists == 0 && report.strays == 0 && report.check.findings == [])
            try await log.close()
        }
    }
}
