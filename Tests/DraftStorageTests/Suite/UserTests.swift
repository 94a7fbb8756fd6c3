import DraftCore
import DraftStorage
import Testing

@Suite struct UserTests {
    @Test(arguments: Store.allCases)
    func `a user is made at the first call and changed by what is new`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let ada = try user("ada")
            let begin = place.clock.now
            var record = UserRecord(
                id: ada, issuer: "https://id.example", profile: UserProfile(username: "Ada"), createdAt: begin,
                updatedAt: begin)
            #expect(try await log.users([ada]) == [])
            #expect(try await admitted(ada, UserProfile(username: "Ada"), log) == record)
            place.clock.advance(milliseconds: 5)
            #expect(try await admitted(ada, UserProfile(username: "Ada"), log) == record)
            #expect(try await admitted(ada, UserProfile(), log) == record)

            record.profile.email = "ada@example.org"
            record.updatedAt = place.clock.now
            #expect(try await admitted(ada, UserProfile(email: "ada@example.org"), log) == record)
            place.clock.advance(milliseconds: 5)
            record.profile.username = "Countess"
            record.updatedAt = place.clock.now
            #expect(try await admitted(ada, UserProfile(username: "Countess"), log) == record)
            #expect(try await log.users([ada]) == [record])
            try await expectSound(log)
        }
    }

    private func admitted(
        _ id: UserID, _ profile: UserProfile, _ log: any Directories
    ) async throws -> UserRecord? {
        guard case .admitted(let record) = try await log.admit(id, from: "https://id.example", profile: profile) else {
            return nil
        }
        return record
    }

    @Test(arguments: Store.allCases)
    func `the same id from another issuer is somebody else and changes nothing`(_ store: Store) async throws {
        try await withLog(store) { log, _ in
            let ada = try user("ada")
            let profile = UserProfile(email: "ada@example.org", username: "Ada")
            let first = try await log.admit(ada, from: "https://caf\u{E9}.example", profile: profile)
            for issuer in ["header", "https://cafe\u{301}.example", "https://caf\u{E9}.example/", ""] {
                let other = UserProfile(email: "eve@example.org", username: "Eve")
                #expect(
                    try await log.admit(ada, from: issuer, profile: other)
                        == .foreign(owner: "https://caf\u{E9}.example"))
            }
            #expect(try await log.admit(ada, from: "https://caf\u{E9}.example", profile: profile) == first)
        }
    }

    @Test(arguments: Store.allCases)
    func `an operator hands a user to another issuer`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let (ada, ben) = (try user("ada"), try user("ben"))
            _ = try await log.admit(ada, from: "header", profile: UserProfile(username: "Ada"))
            let version = try await log.accessVersion
            try await log.link(ada, to: "header")
            #expect(try await log.accessVersion == version)
            place.clock.advance(milliseconds: 7)
            try await log.link(ada, to: "https://id.example")
            #expect(try await log.accessVersion > version)
            #expect(
                try await log.admit(ada, from: "header", profile: UserProfile())
                    == .foreign(owner: "https://id.example"))
            let record = try #require(await log.users([ada]).first)
            #expect(record.issuer == "https://id.example" && record.profile == UserProfile(username: "Ada"))
            #expect(record.updatedAt == place.clock.now && record.createdAt < place.clock.now)

            try await log.link(ben, to: "https://id.example")
            #expect(
                try await log.admit(ben, from: "header", profile: UserProfile())
                    == .foreign(owner: "https://id.example"))
            try await expectSound(log)
        }
    }

    @Test(arguments: Store.allCases)
    func `a revocation stays, and a later one reaches further`(_ store: Store) async throws {
        try await withPlace(store) { place in
            var log = try await place.open()
            let ada = try user("ada")
            let now = place.clock.now
            #expect(try await log.revocation(of: ada) == nil)
            let version = try await log.accessVersion
            try await log.revoke(ada, issuedBefore: now)
            #expect(try await log.accessVersion > version)
            try await log.revoke(ada, issuedBefore: now.before(hours: 1))
            #expect(try await log.revocation(of: ada) == now)
            try await log.revoke(ada, issuedBefore: now.later(hours: 1))
            try await log.close()
            log = try await place.open()
            #expect(try await log.revocation(of: ada) == now.later(hours: 1))
            #expect(try await log.revocation(of: user("ben")) == nil)
            try await log.close()
        }
    }

    @Test(arguments: Store.allCases)
    func `all users are told in pages, in the order of the bytes of their ids`(_ store: Store) async throws {
        try await withLog(store) { log, _ in
            let ids = try ["Zoe", "ada", "caf\u{E9}", "cafe\u{301}", "_x", "\u{1F58B}", "\u{FF5E}", "ben", "10", "9"]
                .map(user)
            for id in ids { _ = try await log.admit(id, from: "header", profile: UserProfile()) }
            #expect(try await log.users(after: nil, limit: 99).map(\.id) == ids.sorted())
            var seen: [UserID] = []
            while true {
                let page = try await log.users(after: seen.last, limit: 3)
                #expect(page.count <= 3)
                seen += page.map(\.id)
                if page.isEmpty { break }
            }
            #expect(seen == ids.sorted())
            #expect(try await log.users(after: nil, limit: -1) == [])
            let some = try await log.users([ids[2], try user("nobody"), ids[0], ids[2]])
            #expect(some.map(\.id) == [ids[2], ids[0]])
            #expect(try await log.users([]) == [])
        }
    }

    @Test(
        arguments: Store.allCases,
        [
            "'; DROP TABLE users; --", "\u{202E}gro.live\u{202C}", "\u{1B}[2J", "a\nb", "", "caf\u{E9}", "cafe\u{301}",
            "\u{1F469}\u{200D}\u{1F4BB}", String(repeating: "long", count: 10_000),
        ])
    func `a profile is kept as it was given`(_ store: Store, _ text: String) async throws {
        try await withLog(store) { log, _ in
            let ada = try user("ada")
            _ = try await log.admit(ada, from: "i", profile: UserProfile(email: "caf\u{E9}", username: "cafe\u{301}"))
            _ = try await log.admit(ada, from: "i", profile: UserProfile(email: text, username: text))
            let profile = try #require(await log.users([ada]).first).profile
            #expect(profile.email.map { Array($0.utf8) } == Array(text.utf8))
            #expect(profile.username.map { Array($0.utf8) } == Array(text.utf8))
            try await expectSound(log)
        }
    }

    @Test(arguments: Store.allCases)
    func `U+0000 is refused wherever it stands, and changes nothing`(_ store: Store) async throws {
        try await withLog(store) { log, place in
            let ada = try user("ada")
            let first = try await log.admit(ada, from: "header", profile: UserProfile(username: "Ada"))
            for profile in [UserProfile(email: "a\0b"), UserProfile(username: "\0"), UserProfile(username: "Ada\0")] {
                await expectConflict { _ = try await log.admit(ada, from: "header", profile: profile) }
            }
            await expectConflict { _ = try await log.admit(ada, from: "header\0", profile: UserProfile()) }
            await expectConflict { try await log.link(ada, to: "header\0x") }
            await expectConflict {
                try await log.addTicket(
                    Secret("t").hash, for: ada, from: "\0", expiresAt: place.clock.now.later(hours: 1),
                    at: place.clock.now)
            }
            #expect(try await log.admit(ada, from: "header", profile: UserProfile()) == first)
        }
    }

    @Test(arguments: Store.allCases)
    func `many first calls of one user make one user`(_ store: Store) async throws {
        try await withLog(store) { log, _ in
            let ada = try user("ada")
            let admissions = try await withThrowingTaskGroup(of: UserAdmission.self) { group in
                for number in 0..<32 {
                    group.addTask {
                        try await log.admit(ada, from: "issuer-\(number % 2)", profile: UserProfile(username: "Ada"))
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let record = try #require(await log.users(after: nil, limit: 9).first)
            #expect(admissions.count { $0 == .admitted(record) } == 16)
            #expect(admissions.count { $0 == .foreign(owner: record.issuer) } == 16)
            #expect(try await log.users(after: nil, limit: 9).count == 1)
        }
    }

    @Test(arguments: Store.allCases)
    func `a store names its server once and for ever`(_ store: Store) async throws {
        try await withPlace(store) { place in
            var log = try await place.open()
            let id = try await log.serverID
            let version = try await log.accessVersion
            #expect(LogID(id) != nil && id != log.logID.description)
            try await log.close()
            log = try await place.open()
            #expect(try await log.serverID == id)
            #expect(try await log.accessVersion == version)
            try await log.close()
            let other = try await withLog(store) { log, _ in try await log.serverID }
            #expect(other != id)
        }
    }
}
