import DraftCore
import GRDB
import GRDBSQLite
import Synchronization
import Testing

@testable import DraftStorage

/// What SQLite does for the log, counted instead of timed.
@Suite struct CostTests {
    @Test func `an append costs the same whatever the length of the draft`() async throws {
        try await withFile { log, _ in
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            var costs: [Cost] = []
            for length in [10, 10_000] {
                try await fill(id, of: ada, upTo: length, in: log)
                costs.append(
                    try await Cost.measured(in: log) { try await log.wrote(ada, "words", key: .random(), in: id) })
                #expect(try await log.draft(id)?.draft.segmentCount == length + 1)
            }
            #expect(costs[0].statements == costs[1].statements)
            #expect(costs[0].statements.count > 5)
            // A longer number may need a few instructions more, a scan would need thousands.
            #expect(abs(costs[1].instructions - costs[0].instructions) < 100, "\(costs.map(\.instructions))")
            #expect(costs[0].instructions > 100)
        }
    }

    @Test func `a replay costs the same whatever the length of the draft`() async throws {
        try await withFile { log, _ in
            let ada = try user("ada")
            let id = try await log.began(by: ada)
            try await log.wrote(ada, "once", key: key("k"), in: id)
            var costs: [Cost] = []
            for length in [10, 2_000] {
                try await fill(id, of: ada, upTo: length, in: log)
                costs.append(
                    try await Cost.measured(in: log) { try await log.wrote(ada, "once", key: key("k"), in: id) })
            }
            #expect(costs[0].statements == costs[1].statements)
            #expect(abs(costs[1].instructions - costs[0].instructions) < 100, "\(costs.map(\.instructions))")
        }
    }

    @Test func `no statement of a commit or a deletion reads a table through`() async throws {
        try await withFile { log, _ in
            let ada = try user("ada")
            let ben = try user("ben")
            let cost = try await Cost.measured(in: log) {
                let id = try await log.began(by: ada, key: key("new"), with: [ben])
                let segment = try await log.wrote(ada, "words", key: key("k"), in: id)
                try await log.expect(ada, .revise(segment, content: "other", revision: nil), key: key("r"), in: id)
                try await log.expect(ada, .strike(segment), in: id)
                try await log.expect(ada, .pass(to: ben), in: id)
                try await log.expect(ada, .removeMember(ben), in: id)
                try await log.expect(ada, .update(DraftUpdate(title: "Other")), in: id)
                _ = try await log.delete(id, by: ada, requestID: nil)
            }
            #expect(cost.statements.count > 30)
            for statement in Set(cost.statements).sorted() {
                let plan = try await log.plan(of: statement)
                #expect(!plan.contains { $0.hasPrefix("SCAN") && $0 != "SCAN CONSTANT ROW" }, "\(statement): \(plan)")
            }
        }
    }

    @Test func `passes of a day are counted in an index of passes`() async throws {
        try await withFile { log, place in
            let id = try await log.began(by: user("ada"))
            let now = place.clock.now
            let cost = try await Cost.measured(in: log) {
                _ = try await log.database.writeWithoutTransaction { try $0.ringPasses(of: [id], in24HoursBefore: now) }
            }
            let statement = try #require(cost.statements.first { $0.contains("ring_passed") })
            let plan = try await log.plan(of: statement)
            #expect(plan == ["SEARCH events USING INDEX events_passes (draft_id=? AND ts>? AND ts<?)"])
        }
    }

    private func fill(_ id: DraftID, of user: UserID, upTo length: Int, in log: SQLiteLog) async throws {
        let count = try #require(await log.draft(id)).draft.segmentCount
        let orders = (count..<length).map { _ in CommitOrder.append("words", by: user, to: id) }
        var memory = DraftMemory()
        for verdict in await log.writer.write(orders, &memory) { _ = try verdict.get() }
    }
}

/// The work of the connection that writes.
private struct Cost {
    /// The SQL of every statement, its values left out.
    var statements: [String] = []
    /// Steps of SQLite's virtual machine.
    var instructions = 0

    static func measured(in log: SQLiteLog, _ body: () async throws -> Void) async throws -> Cost {
        let cost = CostCounter()
        try await log.database.writeWithoutTransaction { database in
            database.trace { event in
                if case .statement(let statement) = event { cost.add(statement.sql) }
            }
            sqlite3_progress_handler(
                database.sqliteConnection, 1, { Unmanaged<CostCounter>.fromOpaque($0!).takeUnretainedValue().step() },
                Unmanaged.passUnretained(cost).toOpaque())
        }
        try await body()
        return try await log.database.writeWithoutTransaction { database in
            database.trace(nil)
            sqlite3_progress_handler(database.sqliteConnection, 0, nil, nil)
            return cost.counted
        }
    }
}

private final class CostCounter: Sendable {
    private let cost = Mutex(Cost())

    var counted: Cost { cost.withLock(\.self) }

    func add(_ statement: String) { cost.withLock { $0.statements.append(statement) } }

    func step() -> CInt {
        cost.withLock { $0.instructions += 1 }
        return 0
    }
}

extension SQLiteLog {
    /// How SQLite goes about a statement; nothing for those that only rule transactions.
    fileprivate func plan(of statement: String) async throws -> [String] {
        try await database.read { database in
            let explanation = try database.makeStatement(sql: "EXPLAIN QUERY PLAN \(statement)")
            // The plan does not depend on the values.
            explanation.setUncheckedArguments([])
            return try Row.fetchAll(explanation).map { $0["detail"] }
        }
    }
}
