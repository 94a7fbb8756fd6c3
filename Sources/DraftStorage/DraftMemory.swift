import DraftCore

/// Drafts as the last commits left them, so that judging need not read 500 members again for every segment.
///
/// Invariant: it learns only what is on disk, and it answers only for the head that the caller has read under the lock;
/// so forgetting, another process or a restored file can make it useless, never wrong.
struct DraftMemory: Sendable {
    private static let limit = 256
    private var drafts: [DraftID: StoredDraft] = [:]

    func draft(_ id: DraftID, at head: LogHead) -> StoredDraft? {
        guard let stored = drafts[id], stored.head == head else { return nil }
        return stored
    }

    /// The draft as it was left, whatever has become of it since.
    func draft(_ id: DraftID) -> StoredDraft? { drafts[id] }

    mutating func remember(_ committed: [DraftID: StoredDraft]) {
        if drafts.count + committed.count > Self.limit { drafts = [:] }
        drafts.merge(committed) { _, newer in newer }
    }
}
