/// Who has the database: many servers together, or one command alone.
public enum PostgresSolitude {
    /// Such locks belong to a database, in which there may be other stores in other schemas.
    private static let lock = "(hashtext('draft serving'), hashtext(current_schema()))"

    /// For every server, as long as its writing connection lasts; waits as long as any other lock is waited for.
    static let sharedLock = "SELECT pg_advisory_lock_shared\(lock)"
    private static let ownLock = "SELECT pg_try_advisory_lock\(lock)::int"

    /// Keeps servers away from the database while `body` runs.
    /// - Throws: `StorageError.conflict` where a server serves it.
    public static func alone<Value>(
        with settings: PostgresSettings, _ body: () async throws -> Value
    ) async throws -> Value {
        let worker = PostgresWorker(settings, label: "draft-postgres-alone")
        do {
            // The lock lasts as long as the connection.
            let isAlone = try await worker.run(by: .now + PostgresLog.patience) { session in
                try session.first(ownLock, [], of: nil) { try $0.integer() } == 1
            }
            guard isAlone else { throw StorageError.conflict("a server serves the database; stop it first") }
            let value = try await body()
            await worker.close()
            return value
        } catch {
            await worker.close()
            throw error
        }
    }
}
