public import DraftCore

/// The log in a PostgreSQL database, for more than one server.
///
/// Invariant: a draft's state is judged in the transaction that changes it, under a lock on the draft's row; what a
/// commit acknowledged has been answered with COMMIT by a server that syncs.
public final class PostgresLog: DraftStore {
    /// How long a read or a small change may take, a failover included.
    static let patience = Duration.seconds(12)
    /// How many reads and small changes are under way at the same time.
    private static let poolSize = 4
    /// A look at the whole store has all the time that it needs.
    static let unlimited = Duration.seconds(7 * 24 * 3_600)

    /// Names this history.
    public let logID: LogID
    let sources: StoreSources
    let settings: PostgresSettings
    let writer: PostgresWriter
    let erasure: Erasure
    /// Names this server among those on the database.
    let instance = Identifier<PostgresLog>.random().description
    let listener: PostgresListener
    let notifier: PostgresNotifier
    /// For what may be lost.
    let hints: PostgresWorker
    private let pool: PostgresPool
    private let commits: GroupCommit

    /// - Parameter isServing: whether nobody may have the database alone meanwhile.
    init(_ settings: PostgresSettings, logID: LogID, sources: StoreSources, isServing: Bool) {
        // Each of a server's connections counts: any of them may be the last that is left, or the first that is back.
        let settings = isServing ? settings.forServing : settings
        self.settings = settings
        self.logID = logID
        self.sources = sources
        let pool = PostgresPool(settings, size: Self.poolSize, label: "draft-postgres")
        self.pool = pool
        hints = PostgresWorker(settings.forHints, label: "draft-postgres-hints")
        listener = PostgresListener(settings, sender: instance)
        notifier = PostgresNotifier(
            PostgresWorker(settings.forHints, label: "draft-postgres-notifier"), sender: instance)
        writer = PostgresWriter(
            worker: PostgresWorker(settings, label: "draft-postgres-writer"), sources: sources)
        commits = GroupCommit { [writer] orders, memory in await writer.write(orders, &memory) }
        erasure = Erasure { draft async throws(StorageError) in
            try await pool.run(within: Self.patience) { session in
                try session.writing { try session.eraseRows(of: draft) }
            }
        }
    }

    public func commit(
        _ request: CommitRequest, judge: @escaping Judge
    ) async throws(StorageError) -> CommitOutcome {
        let outcome = try await commits.submit(CommitOrder(request: request, judge: judge))
        if case .committed(let receipt) = outcome, !receipt.events.isEmpty {
            await notifier.tell(.drafts, receipt.draft.id)
        }
        return outcome
    }

    public func delete(_ id: DraftID, by asker: Asker) async throws(StorageError) -> DeletionOutcome {
        let (outcome, hasRows) = try await write { [sources] session in
            let outcome = try session.delete(id, by: asker, now: sources.now())
            return (outcome, try session.hasEvents(of: id))
        }
        if case .deleted = outcome {
            await notifier.tell(.drafts, id)
            if hasRows { await erasure.begin([id]) }
        }
        return outcome
    }

    public func check() async throws(StorageError) -> CheckReport {
        try await readAll { session in
            var check = StoreCheck(session)
            try check.run()
            return check.report
        }
    }

    public func backup(to path: String) async throws(StorageError) {
        throw .conflict("a PostgreSQL database is backed up by pg_dump or pg_basebackup")
    }

    public func close() async throws(StorageError) {
        listener.close()
        await commits.close()
        await erasure.close()
        await notifier.close()
        await hints.close()
        await writer.worker.close()
        await pool.close()
    }

    /// Asks something that one statement answers, or several that need not be of the same moment.
    func ask<Value: Sendable>(
        _ body: @escaping @Sendable (PostgresSession) throws -> Value
    ) async throws(StorageError) -> Value {
        do { return try await pool.run(within: Self.patience, body) } catch { throw sources.observer.observed(error) }
    }

    /// Reads as of one moment.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (PostgresSession) throws -> Value
    ) async throws(StorageError) -> Value {
        try await ask { session in try session.reading { try body(session) } }
    }

    /// Reads the whole store as of one moment.
    func readAll<Value: Sendable>(
        _ body: @escaping @Sendable (PostgresSession) throws -> Value
    ) async throws(StorageError) -> Value {
        do {
            return try await pool.run(within: Self.unlimited) { session in
                try session.reading {
                    try session.exchange([.plain("SET LOCAL statement_timeout = 0")])
                    return try body(session)
                }
            }
        } catch {
            throw sources.observer.observed(error)
        }
    }

    /// Changes something in one transaction, which may be tried again where another was first.
    func write<Value: Sendable>(
        within patience: Duration = PostgresLog.patience, _ body: @escaping @Sendable (PostgresSession) throws -> Value
    ) async throws(StorageError) -> Value {
        do {
            return try await pool.run(within: patience) { session in
                for _ in 0..<4 {
                    do {
                        return try session.writing { try body(session) }
                    } catch let failure as PostgresFailure where failure.isCollision {
                        continue
                    }
                }
                return try session.writing { try body(session) }
            }
        } catch {
            throw sources.observer.observed(error)
        }
    }
}
