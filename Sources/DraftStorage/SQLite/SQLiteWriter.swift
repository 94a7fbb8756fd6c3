import GRDB

/// Writes orders that came together in one transaction, and one by one where that fails.
///
/// Invariant: a verdict is a success only once its transaction is on disk, and only then is a draft remembered.
struct SQLiteWriter: Sendable {
    let database: any DatabaseWriter
    let sources: StoreSources

    /// One verdict for each order.
    func write(_ orders: [CommitOrder], _ memory: inout DraftMemory) async -> [CommitVerdict] {
        do {
            let begin = ContinuousClock.now
            let verdicts = try await writeTogether(orders, &memory)
            sources.observer.wrote(orders.count, ContinuousClock.now - begin)
            for case .failure(let error) in verdicts { sources.observer.failed(error) }
            return verdicts
        } catch let failure as OrderFailure {
            // One draft may be damaged; those who happened to write at the same time shall not suffer for it.
            guard orders.count > 1 else { return [.failure(sources.observer.observed(failure.reason))] }
            var verdicts: [CommitVerdict] = []
            for order in orders { verdicts += await write([order], &memory) }
            return verdicts
        } catch {
            // Whether a failed COMMIT took place is unknown, so nobody is told that theirs did, nor that it did not.
            let reason = sources.observer.observed(error).description
            return orders.map { _ in .failure(.unavailable("the commit failed: \(reason)")) }
        }
    }

    private func writeTogether(_ orders: [CommitOrder], _ memory: inout DraftMemory) async throws -> [CommitVerdict] {
        let (verdicts, drafts) = try await database.write { [memory, sources] database in
            var batch = SQLiteBatch(database, sources: sources, remembered: memory)
            do {
                let verdicts = try orders.map { try batch.verdict(on: $0) }
                return (verdicts, batch.drafts)
            } catch {
                throw OrderFailure(reason: error)
            }
        }
        memory.remember(drafts)
        return verdicts
    }
}

/// An order could not be written, and with it none of its batch; nothing was committed.
private struct OrderFailure: Error {
    let reason: any Error
}
