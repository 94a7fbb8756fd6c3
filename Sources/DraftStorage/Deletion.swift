public import DraftCore

/// What is kept of a deleted draft.
public struct Tombstone: Hashable, Sendable {
    /// The draft that was.
    public let draftID: DraftID
    /// Who began it, and deleted it.
    public let creatorID: UserID
    /// The key of its creation, which stays bound.
    public let creationKey: IdempotencyKey?
    /// Where its log ended.
    public let head: LogHead
    /// When it was deleted.
    public let deletedAt: Timestamp

    /// A tombstone as a store reads it.
    public init(
        draftID: DraftID, creatorID: UserID, creationKey: IdempotencyKey?, head: LogHead, deletedAt: Timestamp
    ) {
        self.draftID = draftID
        self.creatorID = creatorID
        self.creationKey = creationKey
        self.head = head
        self.deletedAt = deletedAt
    }
}

/// What became of a deletion.
public enum DeletionOutcome: Hashable, Sendable {
    /// The draft is gone; the draft as it last was, so that its members can be told.
    case deleted(Draft)
    /// It was gone already, deleted by the same person.
    case alreadyDeleted
    /// It may not be deleted by this person, or is not there for them.
    case rejected(Rejection)
}

extension Draft {
    func checkDeletion(by user: UserID) throws(Rejection) {
        guard let role = role(of: user) else { throw .forbidden(.notMember) }
        guard role == .creator else { throw .forbidden(.notCreator) }
    }
}
