public import DraftCore
import GRDB

/// The log in one SQLite file, in WAL mode with `synchronous=FULL`: what a commit acknowledged has been synced.
///
/// Invariant: one connection writes, one transaction at a time; a draft's state is judged inside the transaction that
/// changes it.
public final class SQLiteLog: DraftStore {
    /// Names this history.
    public let logID: LogID
    let path: String
    let database: any DatabaseWriter
    let sources: StoreSources
    /// False for a file that is only looked at and has an older schema.
    let hasAccessTables: Bool
    /// False for a file that is only looked at and has an older schema.
    let hasAuditTables: Bool
    let writer: SQLiteWriter
    let erasure: Erasure
    private let commits: GroupCommit

    init(
        path: String, database: any DatabaseWriter, logID: LogID, sources: StoreSources, hasAccessTables: Bool = true,
        hasAuditTables: Bool = true
    ) {
        self.hasAccessTables = hasAccessTables
        self.hasAuditTables = hasAuditTables
        self.path = path
        self.database = database
        self.logID = logID
        self.sources = sources
        writer = SQLiteWriter(database: database, sources: sources)
        commits = GroupCommit { [writer] orders, memory in await writer.write(orders, &memory) }
        erasure = Erasure { draft async throws(StorageError) in
            do { return try await database.write { try $0.eraseRows(of: draft) } } catch { throw StorageError(error) }
        }
    }

    public func commit(
        _ request: CommitRequest, judge: @escaping Judge
    ) async throws(StorageError) -> CommitOutcome {
        try await commits.submit(CommitOrder(request: request, judge: judge))
    }

    public func delete(_ id: DraftID, by asker: Asker) async throws(StorageError) -> DeletionOutcome {
        let (outcome, hasRows) = try await write { [sources] database in
            let outcome = try database.delete(id, by: asker, now: sources.now())
            return (outcome, try database.hasEvents(of: id))
        }
        if case .deleted = outcome, hasRows { await erasure.begin([id]) }
        return outcome
    }

    public func close() async throws(StorageError) {
        await commits.close()
        await erasure.close()
        // SQLite puts everything into the file, and takes its companions away, when the last connection that may write is the
        // last of all; a pool closes its readers after it.
        (database as? DatabasePool)?.invalidateReadOnlyConnections()
        do { try database.close() } catch { throw StorageError(error) }
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StorageError) -> Value {
        do { return try await database.read(body) } catch { throw sources.observer.observed(error) }
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StorageError) -> Value {
        do { return try await database.write(body) } catch { throw sources.observer.observed(error) }
    }
}
