/// Workers for whatever needs one for a moment; who finds all of them at work waits for the first that is free.
actor PostgresPool {
    private let workers: [PostgresWorker]
    private var idle: [PostgresWorker]
    private var waiting: [CheckedContinuation<PostgresWorker?, Never>] = []
    private var isClosed = false

    init(_ settings: PostgresSettings, size: Int, label: String) {
        workers = (0..<size).map { PostgresWorker(settings, label: "\(label)-\($0)") }
        idle = workers
    }

    /// Does `body` on a connection.
    /// - Parameter patience: for waiting, connecting and the work itself.
    func run<Value: Sendable>(
        within patience: Duration, _ body: @escaping @Sendable (PostgresSession) throws -> Value
    ) async throws(StorageError) -> Value {
        let deadline = ContinuousClock.now + patience
        guard let worker = await take() else { throw .unavailable("the store is closed") }
        defer { give(worker) }
        guard ContinuousClock.now < deadline else { throw .unavailable("the database is busy") }
        return try await worker.run(by: deadline, body)
    }

    /// Refuses more work and lets the connections go once the present work is done.
    func close() async {
        isClosed = true
        for continuation in waiting { continuation.resume(returning: nil) }
        waiting = []
        for worker in workers { await worker.close() }
    }

    private func take() async -> PostgresWorker? {
        guard !isClosed else { return nil }
        if let worker = idle.popLast() { return worker }
        return await withCheckedContinuation { waiting.append($0) }
    }

    private func give(_ worker: PostgresWorker) {
        if waiting.isEmpty { idle.append(worker) } else { waiting.removeFirst().resume(returning: worker) }
    }
}
