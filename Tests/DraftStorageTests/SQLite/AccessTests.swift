import DraftCore
import Foundation
import GRDB
import Testing

@testable import DraftStorage

/// What only a file can tell of users, invites, shares and tickets.
@Suite struct AccessTests {
    @Test func `no secret is in the file, and what is kept of it is`() async throws {
        try await withFile { log, place in
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            let now = place.clock.now
            let secrets = ["the code in the clear", "the token in the clear", "the ticket in the clear"].map(
                Secret.init)
            try await log.invited(to: id, by: ada, secrets[0], at: now)
            try await log.shared(id, by: ada, secrets[1], at: now)
            try await log.addTicket(secrets[2].hash, for: ada, from: "header", expiresAt: now.later(hours: 1), at: now)
            try await log.join(id, user("ben"), secrets[0])
            let files = try place.files().map { try Data(contentsOf: place.folder.appending(path: $0)) }
            for secret in secrets {
                #expect(files.allSatisfy { $0.range(of: Data(secret.text.utf8)) == nil })
                #expect(files.contains { $0.range(of: Data(secret.hash.bytes)) != nil })
            }
        }
    }

    @Test func `a deletion leaves no row of the draft's doors`() async throws {
        try await withFile { log, place in
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            let now = place.clock.now
            try await log.invited(to: id, by: ada, Secret("code"), at: now)
            try await log.shared(id, by: ada, Secret("token"), at: now)
            try await log.join(id, user("ben"), Secret("code"))
            let rows = """
                SELECT (SELECT count(*) FROM invites) || (SELECT count(*) FROM invite_uses)
                    || (SELECT count(*) FROM shares)
                """
            #expect(try await log.fetchFromWriter(rows, as: String.self) == "111")
            _ = try await log.delete(id, by: ada, requestID: nil)
            #expect(try await log.fetchFromWriter(rows, as: String.self) == "000")
        }
    }

    @Test func `who is known is admitted while somebody else holds the file for writing`() async throws {
        try await withFile { log, place in
            let ada = try user("ada")
            let profile = UserProfile(email: "ada@example.org", username: "Ada")
            let first = try await log.admit(ada, from: "header", profile: profile)
            var configuration = Configuration()
            configuration.allowsUnsafeTransactions = true
            let other = try DatabaseQueue(path: place.path, configuration: configuration)
            try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
            #expect(try await log.admit(ada, from: "header", profile: profile) == first)
            #expect(try await log.admit(ada, from: "header", profile: UserProfile()) == first)
            #expect(try await log.admit(ada, from: "else", profile: profile) == .foreign(owner: "header"))
            #expect(try await log.takeTicket(Secret("guessed").hash, at: place.clock.now) == nil)
            try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
            try other.close()
        }
    }

    @Test func `of two who bring the last use in one batch the first comes in`() async throws {
        try await withFile { log, place in
            let (ada, ben, cy) = (try user("ada"), try user("ben"), try user("cy"))
            let id = try await log.began(by: ada)
            try await log.invited(to: id, by: ada, Secret("code"), at: place.clock.now)
            var memory = DraftMemory()
            let orders = [ben, cy, ben].map { CommitOrder.join(id, $0, Secret("code")) }
            let outcomes = try await log.writer.write(orders, &memory).map { try $0.get() }
            #expect(outcomes[0].isNews)
            #expect(outcomes[1] == .rejected(.missing(.invite)))
            #expect(outcomes[2].receipt?.events == [])
            #expect(try await log.uses(of: Secret("code")) == 1)
            try await expectSound(log)
        }
    }

    @Test func `a commit that fails burns no use`() async throws {
        try await withFile { log, place in
            let (ada, ben) = (try user("ada"), try user("ben"))
            let id = try await log.began(by: ada)
            try await log.invited(to: id, by: ada, Secret("code"), at: place.clock.now)
            let failure = FailingCommits(with: .SQLITE_FULL)
            log.database.add(transactionObserver: failure)
            await #expect(throws: StorageError.self) { try await log.join(id, ben, Secret("code")) }
            log.database.remove(transactionObserver: failure)
            #expect(try await log.uses(of: Secret("code")) == 0)
            #expect(try await log.join(id, ben, Secret("code")).isNews)
            try await expectSound(log)
        }
    }

    @Test func `a backup has the users, invites, shares and tickets`() async throws {
        try await withFile { log, place in
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            let now = place.clock.now
            let invite = try await log.invited(to: id, by: ada, Secret("code"), at: now)
            let share = try await log.shared(id, by: ada, Secret("token"), at: now)
            _ = try await log.admit(ada, from: "header", profile: UserProfile(username: "Ada"))
            try await log.revoke(ada, issuedBefore: now)
            try await log.addTicket(Secret("t").hash, for: ada, from: "header", expiresAt: now.later(hours: 1), at: now)
            let target = place.folder.appending(path: "copy.sqlite").path
            try await log.backup(to: target)
            let copy = try await SQLiteLog.open(path: target)
            #expect(try await copy.invite(codeHash: Secret("code").hash) == invite)
            #expect(try await copy.shares(of: id, at: now) == [share])
            #expect(try await copy.users([ada]) == log.users([ada]))
            #expect(try await copy.revocation(of: ada) == now)
            #expect(try await copy.takeTicket(Secret("t").hash, at: now)?.userID == ada)
            #expect(try await copy.serverID == log.serverID)
            #expect(try await copy.accessVersion == log.accessVersion)
            try await copy.close()
        }
    }

    @Test(arguments: Self.tamperings)
    func `a check finds what was tampered with`(tampering: Tampering) async throws {
        try await withPlace(.sqlite) { place in
            var log = try await place.open()
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            let now = place.clock.now
            try await log.invited(to: id, by: ada, Secret("code"), uses: 2, at: now)
            try await log.join(id, user("ben"), Secret("code"))
            try await log.shared(id, by: ada, Secret("token"), at: now)
            _ = try await log.admit(ada, from: "header", profile: UserProfile())
            try await log.addTicket(Secret("t").hash, for: ada, from: "header", expiresAt: now.later(hours: 1), at: now)
            try await expectSound(log)
            try await log.close()
            try await place.tamper(tampering.sql)
            log = try await place.open()
            let findings = try await log.check().findings
            #expect(findings.contains { $0.sentence.contains(tampering.finding) }, "\(findings)")
            try await log.close()
        }
    }

    private static let tamperings = [
        Tampering("UPDATE invites SET uses = 0", "counts 0 uses, and 1 people have used it"),
        Tampering("DELETE FROM invite_uses", "counts 1 uses, and 0 people have used it"),
        Tampering("UPDATE invites SET max_uses = 0", "was used more often than the 0 times it may"),
        Tampering("UPDATE invites SET role = 'creator'", "gives the role creator"),
        Tampering("UPDATE invites SET role = 'owner'", "the column role is not a known value"),
        Tampering("UPDATE invites SET code_hash = x'00'", "has a malformed hash"),
        Tampering("UPDATE invites SET draft_id = '\(LogID.random())'", "rows of the table invites belong to nothing"),
        Tampering("DELETE FROM invites", "rows of the table invite_uses belong to nothing"),
        Tampering("UPDATE shares SET token_hash = x'00'", "has a malformed hash"),
        Tampering("UPDATE shares SET draft_id = '\(LogID.random())'", "rows of the table shares belong to nothing"),
        Tampering("UPDATE tickets SET hash = x'00'", "a ticket of ada has a malformed hash"),
        Tampering("UPDATE tickets SET user_id = 'a b'", "the column user_id is not a user id"),
        Tampering("UPDATE users SET id = 'a b'", "the column id is not a user id"),
        Tampering("UPDATE users SET metadata = '[]'", "the metadata of user ada is not a JSON object"),
        Tampering("UPDATE users SET metadata = '{'", "the metadata of user ada is not a JSON object"),
        Tampering("DELETE FROM meta WHERE name = 'server_id'", "the server_id of the database is missing"),
        Tampering("UPDATE meta SET value = 'x' WHERE name = 'access_version'", "the access_version of the database"),
    ]
}
