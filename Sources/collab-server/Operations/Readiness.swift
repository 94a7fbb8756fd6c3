import DraftStorage

/// Whether the store can be read and written. Looking means writing, so however many ask at once, one looks; and a store
/// that was found well is not looked at again for a second.
actor Readiness {
    private static let pause = Duration.seconds(1)

    private let log: any DraftLog
    private let now: @Sendable () -> ContinuousClock.Instant
    private var foundWellAt: ContinuousClock.Instant?
    private var look: Task<StorageError?, Never>?

    init(_ log: any DraftLog, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.log = log
        self.now = now
    }

    /// What is wrong with the store; nil where nothing is.
    func problem() async -> StorageError? {
        if let look { return await look.value }
        if let foundWellAt, now() - foundWellAt < Self.pause { return nil }
        // A task of its own: the cancellation of one who asks must not break the look of the others.
        let look = Task { [log] () -> StorageError? in
            do throws(StorageError) {
                try await log.ping()
                return nil
            } catch {
                return error
            }
        }
        self.look = look
        let problem = await look.value
        self.look = nil
        foundWellAt = problem == nil ? now() : nil
        return problem
    }
}
