public import DraftCore

/// The one table from the domain's refusals to the wire.
extension Rejection {
    /// The code that goes with the refusal; its status is the code's.
    public var code: ErrorCode {
        switch self {
        case .invalid: .validationError
        case .ringRequired: .ringRequired
        case .ringStale: .ringStale
        case .forbidden: .forbidden
        case .missing: .notFound
        case .notActive: .draftLocked
        case .noCandidates: .noCollaboratorCandidates
        case .conflict: .conflict
        case .keyReused: .idempotencyConflict
        case .tooManyMembers: .limitExceeded
        }
    }

    /// A sentence for the caller.
    public var message: String {
        switch self {
        case .invalid(let field, let flaw): "The field '\(field)' \(flaw.message)."
        case .ringRequired(let holder): "You do not hold the ring: \(holder) does."
        case .ringStale(let current): "The ring has moved on since: this is tenure \(current)."
        case .forbidden(let prohibition): prohibition.message
        case .missing(.draft): "Draft not found."
        case .missing(.segment): "Segment not found."
        case .missing(.member): "User not found among the members."
        case .missing(.invite): "Invite not found."
        case .missing(.share): "Share not found."
        case .missing(.user): "User not found."
        case .notActive(let status): "The draft is \(status.rawValue) and takes no changes."
        case .noCandidates: "There is nobody to pass the ring to."
        case .conflict(let conflict): conflict.message
        case .keyReused: "This idempotency key was used for another request."
        case .tooManyMembers(let limit): "A draft has at most \(limit) members."
        }
    }
}

extension Rejection.Flaw {
    fileprivate var message: String {
        switch self {
        case .empty: "is empty"
        case .tooLong(let limit): "is longer than \(limit) characters"
        case .forbiddenCharacter(let violation):
            "holds \(violation.codePoint) after \(violation.offset) characters, which may not stand there"
        case .unknownValue(let allowed): "must be one of: \(allowed.joined(separator: ", "))"
        }
    }
}

extension Rejection.Prohibition {
    fileprivate var message: String {
        switch self {
        case .notMember: "You are not a member of this draft; its creator can add you."
        case .viewer: "You may read this draft, not write in it."
        case .notCreator: "Only the creator of the draft may do this; ask them."
        case .notHolder: "Only the holder may pass the ring."
        case .recipientMayNotWrite(let user): "\(user) cannot hold the ring: not a member who may write."
        case .othersSegment(let author):
            "The segment was written by \(author), and this draft lets nobody else change it."
        }
    }
}

extension Rejection.Conflict {
    fileprivate var message: String {
        switch self {
        case .creatorStays: "The creator is always a member of the draft."
        case .alreadyHolder: "You hold the ring already."
        case .staleRevision(let current): "The segment has changed since: this is revision \(current)."
        case .struckSegment: "The segment has been struck from the manuscript."
        }
    }
}
