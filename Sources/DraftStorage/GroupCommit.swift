import DraftCore

/// A command that waits to be written.
struct CommitOrder: Sendable {
    let request: CommitRequest
    let judge: Judge
}

typealias CommitVerdict = Result<CommitOutcome, StorageError>

/// Collects what arrives while the last commit runs, so that many commands share one wait for the disk.
///
/// Invariant: one batch is written at a time, in the order of arrival, and nobody is answered before it is on disk.
actor GroupCommit {
    /// Bounds how long the first of a batch waits for the last.
    private static let batchLimit = 128

    typealias Write = @Sendable ([CommitOrder], inout DraftMemory) async -> [CommitVerdict]

    private let write: Write
    private var memory = DraftMemory()
    private var waiting: [(order: CommitOrder, answer: CheckedContinuation<CommitVerdict, Never>)] = []
    private var writer: Task<Void, Never>?
    private var isClosed = false

    /// - Parameter write: makes one transaction of the orders and returns as many verdicts, once they are on disk; what
    ///   it remembers of their drafts it is given again with the next batch.
    init(write: @escaping Write) {
        self.write = write
    }

    func submit(_ order: CommitOrder) async throws(StorageError) -> CommitOutcome {
        guard !isClosed else { throw .unavailable("the store is closed") }
        return try await withCheckedContinuation { answer in
            waiting.append((order, answer))
            // A task of its own: the cancellation of one caller must not break the commit of the others.
            if writer == nil { writer = Task { await writeAll() } }
        }.get()
    }

    /// Accepts no more orders and returns when those accepted are answered.
    func close() async {
        isClosed = true
        await writer?.value
    }

    private func writeAll() async {
        while !waiting.isEmpty {
            var memory = self.memory
            let batch = waiting.prefix(Self.batchLimit)
            waiting.removeFirst(batch.count)
            let verdicts = await write(batch.map(\.order), &memory)
            self.memory = memory
            for (index, item) in batch.enumerated() {
                let missing = CommitVerdict.failure(.unavailable("the writer gave no verdict"))
                item.answer.resume(returning: index < verdicts.count ? verdicts[index] : missing)
            }
        }
        writer = nil
    }
}
