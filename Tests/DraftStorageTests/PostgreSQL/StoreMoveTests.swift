import CollabTesting
import DraftCore
import Testing

@testable import DraftStorage

@Suite struct StoreMoveTests {
    @Test func `everything is moved, and both sides tell the same`() async throws {
        try await withBoth { file, database in
            let (ada, ben) = (try user("ada"), try user("ben"))
            let source = try await file.open()
            let id = try await source.began(by: ada, key: key("new"), with: [ben])
            let segment = try await source.wrote(ada, "Die Lampe \u{1F56F} war d\u{FC}ster.", key: key("k"), in: id)
            try await source.expect(ada, .revise(segment, content: "Dark.", revision: 1), in: id)
            try await source.expect(ada, .pass(to: ben), in: id)
            for number in 0..<1_100 { try await source.wrote(ben, "\(number)", in: id) }
            let gone = try await source.began(by: ada, key: key("gone"))
            _ = try await source.delete(gone, by: ada, requestID: nil)
            _ = try await source.admit(ben, from: "issuer", profile: UserProfile(email: "ben@example.org"))
            let code = Secret("code")
            try await source.invited(to: id, by: ada, code, at: file.clock.now)
            let serverID = try await source.serverID
            let entries = try await source.entries(of: id, after: 0, limit: .max)
            let draft = try await source.draft(id)
            try await source.close()

            let url = try #require(database.database).url
            let move = StoreMove(fromFileAt: file.path, to: try PostgresSettings(url: url))
            let report = try await move.run()
            #expect(report.drafts == 1 && report.isSound)

            let target = try await database.openDatabase()
            #expect(target.logID == source.logID)
            #expect(try await target.serverID == serverID)
            #expect(try await target.draft(id) == draft)
            #expect(try await target.entries(of: id, after: 0, limit: .max) == entries)
            #expect(try await target.users([ben]).first?.profile.email == "ben@example.org")
            #expect(try await target.uses(of: code) == 0)
            let replay = try await target.ask(
                ada, .append(.random(), content: "Die Lampe \u{1F56F} war d\u{FC}ster."), key: key("k"), in: id)
            #expect(replay.isReplay)
            #expect(
                try await target.commit(Founding(id: .random(), creator: ada, key: key("gone"), title: "x"))
                    == .rejected(.missing(.draft)))
            try await target.wrote(ben, "and on", in: id)
            try await expectSound(target)
            try await target.close()

            // It is not empty any more.
            await expectConflict { _ = try await move.run() }
        }
    }

    @Test func `a file that is not sound is not moved`() async throws {
        try await withBoth { file, database in
            let log = try await file.open()
            _ = try await log.began(by: user("ada"))
            try await log.close()
            try await file.tamper("UPDATE drafts SET title = 'Another'")
            let url = try #require(database.database).url
            await expectConflict {
                _ = try await StoreMove(fromFileAt: file.path, to: PostgresSettings(url: url)).run()
            }
            let target = try await database.openDatabase()
            #expect(try await target.check().drafts == 0)
            try await target.close()
        }
    }

    private func withBoth(_ body: (_ file: Place, _ database: Place) async throws -> Void) async throws {
        try await withPlace(.sqlite) { file in
            try await withPlace(.postgres) { database in try await body(file, database) }
        }
    }
}
