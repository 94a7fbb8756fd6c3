public import DraftCore

extension PostgresLog {
    /// More than a usual command needs, so that a disk that takes no command takes no pulse either.
    private static let pulseBytes = 65_536

    /// Writes a few pages in the place of those of the last time: a disk that is full is found by nothing less.
    public func ping() async throws(StorageError) {
        try await write(within: .seconds(3)) { session in
            // The last pulse, whichever server made it.
            try session.run("DELETE FROM pulse")
            try session.run(
                "INSERT INTO pulse (filler) VALUES ($1)", [.bytes([UInt8](repeating: 0, count: Self.pulseBytes))])
        }
    }

    public func repair(_ note: AuditNote) async throws(StorageError) -> RepairReport {
        var report = try await write(within: Self.unlimited) { session in
            try session.exchange([.plain("SET LOCAL statement_timeout = 0")])
            var repair = StoreRepair(session)
            try repair.run()
            var note = note
            note.count = max(1, repair.report.drafts.count)
            try session.append([note])
            return repair.report
        }
        report.check = try await check()
        return report
    }

    public func beginNewHistory(_ note: AuditNote) async throws(StorageError) -> LogID {
        let logID = sources.logID()
        try await write { session in
            try session.run("UPDATE meta SET value = $1 WHERE name = 'log_id'", [.text(logID.description)])
            try session.run("DELETE FROM tickets")
            try session.raiseAccessVersion()
            try session.append([note])
        }
        return logID
    }

    public func facts() async throws(StorageError) -> StoreFacts {
        try await ask { session in
            let facts = try session.first(
                "SELECT count(*), pg_database_size(current_database()) FROM drafts", [], of: nil
            ) { (drafts: try $0.integer(), bytes: try $0.integer()) }
            guard let facts else { throw PostgresFailure.lost("an answer is missing") }
            return StoreFacts(drafts: facts.drafts, bytes: Int64(facts.bytes), freeBytes: nil)
        }
    }
}
