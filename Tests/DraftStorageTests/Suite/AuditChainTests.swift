import DraftCore
import GRDB
import Testing

@testable import DraftStorage

/// What only somebody with the database in their hands can do to the audit.
@Suite struct AuditChainTests {
    /// Two chains: one of four lines with the numbers 1, 2, 4 and 5, and the server's of one.
    private func tell(in place: Place) async throws {
        let log = try await place.open()
        let ada = try user("ada")
        let id = try await log.began(by: ada, with: [try user("ben")])
        let facts = AuditFacts(action: "token", origin: "operator o", address: "192.0.2.7")
        try await log.record([AuditNote(.administration, facts, at: place.clock.now)])
        for text in ["one", "two"] { try await log.wrote(ada, text, in: id) }
        #expect(try await log.verifyTrail().findings == [])
        try await log.close()
    }

    @Test(arguments: Store.allCases, Self.tamperings)
    func `a check of the audit finds what was changed`(_ store: Store, tampering: Tampering) async throws {
        try await withPlace(store) { place in
            try await tell(in: place)
            try await place.tamper(tampering.sql)
            let log = try await place.open()
            let findings = try await log.verifyTrail().findings
            #expect(findings.contains { $0.sentence.contains(tampering.finding) }, "\(findings)")
            #expect(try await log.check().findings.contains { $0.sentence.contains(tampering.finding) })
            try await log.close()
        }
    }

    private static let tamperings = [
        Tampering("UPDATE audit_trail SET actor_id = 'ben' WHERE id = 2", "line 2 was changed"),
        Tampering("UPDATE audit_trail SET actor_id = NULL WHERE id = 2", "line 2 was changed"),
        Tampering("UPDATE audit_trail SET ts = ts + 1 WHERE id = 2", "line 2 was changed"),
        Tampering("UPDATE audit_trail SET kind = 'refusal' WHERE id = 2", "line 2 was changed"),
        Tampering("UPDATE audit_trail SET action = 'create' WHERE id = 2", "line 2 was changed"),
        Tampering("UPDATE audit_trail SET subject = 'eve' WHERE id = 2", "line 2 was changed"),
        Tampering("UPDATE audit_trail SET outcome = 'forbidden' WHERE id = 2", "line 2 was changed"),
        Tampering("UPDATE audit_trail SET seq = 9 WHERE id = 2", "line 2 was changed"),
        Tampering("UPDATE audit_trail SET request_id = 'r' WHERE id = 2", "line 2 was changed"),
        Tampering("UPDATE audit_trail SET count = 2 WHERE id = 2", "line 2 was changed"),
        Tampering("UPDATE audit_trail SET draft_id = NULL WHERE id = 2", "line 2 was changed"),
        Tampering("UPDATE audit_trail SET address = NULL WHERE id = 3", "line 3 was changed"),
        Tampering("UPDATE audit_trail SET origin = 'operator p' WHERE id = 3", "line 3 was changed"),
        Tampering("UPDATE audit_trail SET hash = zeroblob(32) WHERE id = 4", "line 5 was changed"),
        Tampering("UPDATE audit_trail SET hash = zeroblob(31) WHERE id = 4", "the column hash is not a hash"),
        Tampering("UPDATE audit_trail SET kind = 'rumour' WHERE id = 4", "the column kind is not a known value"),
        Tampering("DELETE FROM audit_trail WHERE id = 1", "line 2 was changed, or lines before it are missing"),
        Tampering("DELETE FROM audit_trail WHERE id = 4", "line 5 was changed, or lines before it are missing"),
        Tampering("DELETE FROM audit_trail WHERE id = 5", "it ends at line 4, and 5 was written last"),
        Tampering("UPDATE audit_trail SET id = 9 WHERE id = 2", "line 4 was changed"),
        Tampering("UPDATE audit_trail SET chain = 'server' WHERE id = 5", "line 5 was changed"),
        Tampering("UPDATE audit_chains SET last_hash = zeroblob(32)", "it ends at line"),
        Tampering("UPDATE audit_chains SET removed_id = 1 WHERE chain <> 'server'", "line 1 was to be forgotten"),
        Tampering("DELETE FROM audit_chains WHERE chain = 'server'", "its chain in the audit is missing"),
        Tampering("DELETE FROM audit_chains; DELETE FROM audit_trail", "its chain in the audit is missing"),
    ]

    @Test func `a commit that fails leaves no line`() async throws {
        try await withFile { log, place in
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            let failure = FailingCommits(with: .SQLITE_FULL)
            log.database.add(transactionObserver: failure)
            await #expect(throws: StorageError.self) { try await log.wrote(ada, "words", in: id) }
            let note = AuditNote(.signIn, AuditFacts(action: "token"), by: ada, at: place.clock.now)
            await #expect(throws: StorageError.self) { try await log.record([note]) }
            log.database.remove(transactionObserver: failure)
            #expect(try await log.trail(AuditFilter(limit: 9)).count == 1)
            #expect(try await log.verifyTrail().findings == [])
        }
    }
}
