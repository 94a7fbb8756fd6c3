import DraftCore

/// What a whole log says that the state tables must hold.
struct FoldedLog {
    let stored: StoredDraft
    let creationKey: IdempotencyKey?
    let segments: [SegmentRow]
}
