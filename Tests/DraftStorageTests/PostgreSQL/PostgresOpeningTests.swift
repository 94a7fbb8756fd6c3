import CollabTesting
import DraftCore
import Testing

@testable import DraftStorage

@Suite struct PostgresOpeningTests {
    @Test func `another program's database is refused and left alone`() async throws {
        try await withPlace(.postgres) { place in
            try await place.tamper("CREATE TABLE notes (words text)")
            for mode in [PostgresLog.Mode.serving, .inspecting] {
                await expectRefusal("the database belongs to another program") { try await place.openDatabase(mode) }
            }
            try await place.tamper("DROP TABLE notes")
            try await place.openDatabase().close()
        }
    }

    @Test func `a database of a newer version is refused`() async throws {
        try await withPlace(.postgres) { place in
            try await place.open().close()
            try await place.tamper("INSERT INTO draft_schema VALUES (\(PostgresSchema.version + 1), 0)")
            for mode in [PostgresLog.Mode.serving, .inspecting, .administering] {
                await expectRefusal("the database was written by a newer version of this program") {
                    try await place.openDatabase(mode)
                }
            }
        }
    }

    @Test func `whoever repairs has the database alone`() async throws {
        try await withPlace(.postgres) { place in
            let settings = try PostgresSettings(url: try #require(place.database).url)
            let log = try await place.openDatabase()
            let refusal = "a server serves the database; stop it first"
            func lookAlone() async throws -> PostgresLog {
                try await PostgresSolitude.alone(with: settings) { try await place.openDatabase(.inspecting) }
            }
            await expectRefusal(refusal, lookAlone)
            try await log.close()
            try await PostgresSolitude.alone(with: settings) { () async throws -> Void in
                await expectRefusal(refusal, lookAlone)
                try await place.openDatabase(.administering).close()
                await #expect(throws: StorageError.self) { try await place.openDatabase() }
            }
            try await place.openDatabase().close()
        }
    }

    @Test func `a database without tables is not begun by somebody who only looks`() async throws {
        try await withPlace(.postgres) { place in
            for mode in [PostgresLog.Mode.inspecting, .administering] {
                await expectRefusal("there is nothing in the database") { try await place.openDatabase(mode) }
            }
        }
    }

    @Test(.timeLimit(.minutes(1))) func `a database that nobody answers for is told of, and not waited for`()
        async throws
    {
        // Nobody listens at port 1.
        let settings = try PostgresSettings(url: "postgres://draft@127.0.0.1:1/drafts")
        await #expect {
            _ = try await PostgresLog.open(settings)
        } throws: { error in
            if case StorageError.unavailable = error { true } else { false }
        }
    }

    @Test func `who looks can change nothing`() async throws {
        try await withPlace(.postgres) { place in
            let log = try await place.open()
            let id = try await log.began(by: user("ada"))
            let looking = try await place.openDatabase(.inspecting)
            #expect(try await looking.draft(id) != nil)
            try await expectSound(looking)
            let error = await #expect(throws: StorageError.self) {
                try await looking.revoke(user("ada"), issuedBefore: place.clock.now)
            }
            #expect(
                error.map { "\($0)".contains("read-only") } == true,
                "it is no lost connection: \(String(describing: error))")
            try await looking.close()
            try await log.close()
        }
    }

    @Test func `servers that start together make one store`() async throws {
        try await withPlace(.postgres) { place in
            let logs = try await withThrowingTaskGroup(of: PostgresLog.self) { group in
                for _ in 0..<4 { group.addTask { try await place.openDatabase() } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(logs.map(\.logID)).count == 1)
            #expect(Set(logs.map(\.instance)).count == 4)
            for log in logs { try await log.close() }
        }
    }

    @Test(arguments: [
        (
            "postgres://ada:s%40cret@db.example:5433,other/drafts?sslmode=require",
            "postgres://db.example:5433,other/drafts"
        ),
        ("postgresql://ada:geheim@[::1]/drafts?password=x", "postgres://::1/drafts"),
    ])
    func `a password is never shown`(url: String, shown: String) throws {
        let settings = try PostgresSettings(url: url)
        for text in [settings.shownURL, "\(settings)", String(reflecting: settings), "\([settings])"] {
            #expect(text.contains(settings.shownURL))
            for secret in ["s%40cret", "s@cret", "geheim", "ada"] { #expect(!text.contains(secret)) }
        }
        #expect(settings.shownURL == shown)
        #expect(!settings.masked("it said s@cret").contains("s@cret") || !url.contains("s%40cret"))
    }

    @Test(arguments: ["mysql://x/y", "postgres://%zz/x", "sqlite:x"])
    func `what is no URL of PostgreSQL is refused without repeating it`(url: String) {
        #expect {
            _ = try PostgresSettings(url: url)
        } throws: { error in
            guard case .conflict(let sentence) = error as? StorageError else { return false }
            return !sentence.contains(url)
        }
    }
}

/// Takes nothing but a conflict with these words.
private func expectRefusal(
    _ words: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> PostgresLog
) async {
    await #expect(sourceLocation: sourceLocation) {
        try await body().close()
    } throws: { error in
        guard case .conflict(let sentence) = error as? StorageError else { return false }
        return sentence.hasPrefix(words)
    }
}
