import DraftCore

/// Erases what deleted drafts have left, in short transactions between those of others.
///
/// Invariant: a draft is erased only after its deletion is on disk. What a stop or a failure leaves is nobody's harm and is
/// taken up when the store is opened again.
actor Erasure {
    typealias Step = @Sendable (DraftID) async throws(StorageError) -> Bool

    private let step: Step
    private var waiting: [DraftID] = []
    private var worker: Task<Void, Never>?
    private var isClosed = false

    /// - Parameter step: erases some rows of a draft and says whether there may be more.
    init(step: @escaping Step) {
        self.step = step
    }

    func begin(_ drafts: [DraftID]) {
        guard !isClosed else { return }
        waiting += drafts
        // A task of its own: whoever deleted the draft has their answer and may be gone.
        if worker == nil, !waiting.isEmpty { worker = Task { await eraseAll() } }
    }

    /// Returns when nothing is left to erase, or the store does not let it.
    func finish() async {
        await worker?.value
    }

    /// Stops after the step that is under way.
    func close() async {
        isClosed = true
        await finish()
    }

    private func eraseAll() async {
        while !isClosed, let draft = waiting.first {
            // A draft that cannot be erased now must not keep the next one: the next opening tries it again.
            while !isClosed, (try? await step(draft)) == true {}
            waiting.removeFirst()
        }
        worker = nil
    }
}
