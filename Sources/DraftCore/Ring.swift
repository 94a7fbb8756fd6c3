/// The turn token: whoever holds it may append, nobody else.
public struct Ring: Hashable, Sendable {
    /// How many past holders are remembered.
    public static let historyLimit = 100

    /// Who may append now.
    public private(set) var holder: UserID
    /// How many holdings there have been, this one included.
    public private(set) var tenure: Tenure
    /// The last holders, oldest first, the present one at the end; at most `historyLimit`.
    public private(set) var history: [UserID]
    /// When this holding began.
    public private(set) var passedAt: Timestamp
    /// The key of the pass that began it, so that a client whose answer was lost knows its own pass again.
    public private(set) var passKey: IdempotencyKey?

    /// The ring of a draft that has just begun.
    public init(creator: UserID, at moment: Timestamp) {
        self.init(holder: creator, tenure: 1, history: [creator], passedAt: moment, passKey: nil)
    }

    /// A ring as a snapshot tells of it.
    public init(holder: UserID, tenure: Tenure, history: [UserID], passedAt: Timestamp, passKey: IdempotencyKey?) {
        self.holder = holder
        self.tenure = tenure
        self.history = history
        self.passedAt = passedAt
        self.passKey = passKey
    }

    /// How often the ring has been passed: every pass begins one tenure.
    public var passCount: Int { max(1, tenure.rawValue) - 1 }

    mutating func take(_ pass: RingPass, key: IdempotencyKey?) {
        holder = pass.to
        tenure = pass.tenure
        passedAt = pass.passedAt
        passKey = key
        history.append(pass.to)
        if history.count > Self.historyLimit { history.removeFirst(history.count - Self.historyLimit) }
    }
}

/// One passing of the ring.
public struct RingPass: Hashable, Sendable {
    /// Why the ring moved.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// The holder named the next one.
        case pass
        /// The holder let a strategy choose.
        case smart
        /// The creator took it back.
        case reclaim
        /// The holder left the draft, or may only read from now on.
        case left
    }

    /// Who held it before.
    public let from: UserID
    /// Who holds it now.
    public let to: UserID
    /// When it moved.
    public let passedAt: Timestamp
    /// The tenure that this pass begins.
    public let tenure: Tenure
    /// Why it moved.
    public let reason: Reason
    /// How the next holder was chosen, where a strategy chose.
    public let choice: HolderChoice?

    /// A pass as the log tells of it.
    public init(
        from: UserID, to: UserID, passedAt: Timestamp, tenure: Tenure, reason: Reason, choice: HolderChoice? = nil
    ) {
        self.from = from
        self.to = to
        self.passedAt = passedAt
        self.tenure = tenure
        self.reason = reason
        self.choice = choice
    }
}
