import DraftCore

/// Writes orders that came together in one transaction, and one by one where that fails.
///
/// Invariant: a verdict is a success only once COMMIT was answered with COMMIT, and only then is a draft remembered.
struct PostgresWriter: Sendable {
    /// For all attempts at a batch together: a failover may come in between.
    private static let patience = Duration.seconds(15)
    /// How often somebody else may have been first with the same.
    private static let attempts = 5

    let worker: PostgresWorker
    let sources: StoreSources

    /// One verdict for each order.
    func write(_ orders: [CommitOrder], _ memory: inout DraftMemory) async -> [CommitVerdict] {
        let deadline = ContinuousClock.now + Self.patience
        let verdicts = await write(orders, &memory, by: deadline, attemptsLeft: Self.attempts)
        for case .failure(let error) in verdicts { sources.observer.failed(error) }
        return verdicts
    }

    private func write(
        _ orders: [CommitOrder], _ memory: inout DraftMemory, by deadline: ContinuousClock.Instant, attemptsLeft: Int
    ) async -> [CommitVerdict] {
        let begin = ContinuousClock.now
        switch await attempt(orders, memory, by: deadline) {
        case .written(let verdicts, let drafts):
            sources.observer.wrote(orders.count, ContinuousClock.now - begin)
            memory.remember(drafts)
            return verdicts
        case .failed(let error):
            return orders.map { _ in .failure(error) }
        case .refused(let error, let isCollision):
            let next = isCollision ? attemptsLeft - 1 : 0
            // Those who happened to write at the same time shall not suffer for one who cannot.
            guard orders.count > 1 || next > 0 else { return [.failure(error)] }
            var verdicts: [CommitVerdict] = []
            for order in orders {
                verdicts += await write(
                    [order], &memory, by: deadline, attemptsLeft: orders.count > 1 ? attemptsLeft : next)
            }
            return verdicts
        case .unknown(let error):
            // Whoever has a key can be asked again what became of it; of the others nobody will know.
            guard attemptsLeft > 1 else { return orders.map { _ in .failure(error) } }
            let keyed = orders.filter { $0.request.key != nil }
            guard !keyed.isEmpty else { return orders.map { _ in .failure(error) } }
            var answers = await write(keyed, &memory, by: deadline, attemptsLeft: attemptsLeft - 1).makeIterator()
            return orders.map { $0.request.key == nil ? .failure(error) : answers.next() ?? .failure(error) }
        }
    }

    private enum Attempt: Sendable {
        case written([CommitVerdict], [DraftID: StoredDraft])
        /// Nothing was written, and trying again by parts may help.
        case refused(StorageError, isCollision: Bool)
        /// Nobody knows whether it was written.
        case unknown(StorageError)
        /// Nothing was written, and there is no use in trying again.
        case failed(StorageError)
    }

    private func attempt(
        _ orders: [CommitOrder], _ memory: DraftMemory, by deadline: ContinuousClock.Instant
    ) async -> Attempt {
        do throws(StorageError) {
            return try await worker.run(by: deadline) { [sources] session in
                do {
                    var batch = try PostgresBatch(orders, in: session, sources: sources, remembered: memory)
                    let verdicts = try orders.map { try batch.verdict(on: $0) }
                    try batch.commit()
                    return .written(verdicts, batch.drafts)
                } catch let failure as PostgresFailure {
                    switch failure {
                    case .lost: throw failure
                    case .unknown: return .unknown(StorageError(failure))
                    case .undone: return .failed(StorageError(failure))
                    case .refused:
                        session.rollback()
                        return .refused(StorageError(failure), isCollision: failure.isCollision)
                    }
                } catch {
                    session.rollback()
                    return .refused(StorageError(error), isCollision: false)
                }
            }
        } catch {
            return .failed(error)
        }
    }
}
