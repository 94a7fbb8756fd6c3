/// How the next holder of the ring is chosen. Ties go to the smaller user id, so every machine chooses alike.
public enum Strategy: String, Hashable, Sendable, CaseIterable {
    /// Whoever has not written yet, else whose last segment is oldest.
    case mostInactive = "most_inactive"
    /// The next in the order of user ids, around.
    case roundRobin = "round_robin"
    /// The creator, or, where they hold the ring, the first other.
    case backToCreator = "back_to_creator"
    /// Chooses as `mostInactive` does, under its own name.
    case bestNext = "best_next"
}

/// How a strategy came to its choice; kept in the log with the pass.
public struct HolderChoice: Hashable, Sendable {
    /// The strategy that was asked for.
    public let strategy: Strategy
    /// The reason, in a sentence.
    public let reasoning: String
    /// Among how many it chose.
    public let candidateCount: Int

    /// A choice as the log tells of it.
    public init(strategy: Strategy, reasoning: String, candidateCount: Int) {
        self.strategy = strategy
        self.reasoning = reasoning
        self.candidateCount = candidateCount
    }
}

extension Draft {
    /// Everybody who may be given the ring: writers but the holder, in the order of their ids.
    public var candidates: [Member] {
        writers.filter { $0.userID != ring.holder }
    }

    /// Whom `strategy` chooses and why; nil where there is nobody to pass to.
    public func nextHolder(by strategy: Strategy) -> (userID: UserID, choice: HolderChoice)? {
        let candidates = candidates
        let chosen: Member?
        let reasoning: String
        switch strategy {
        case .mostInactive, .bestNext:
            chosen = candidates.min {
                ($0.lastActiveAt?.milliseconds ?? .min) < ($1.lastActiveAt?.milliseconds ?? .min)
            }
            reasoning = chosen?.lastActiveAt.map { "wrote longest ago, at \($0)" } ?? "has not written yet"
        case .roundRobin:
            chosen = candidates.first { $0.userID > ring.holder } ?? candidates.first
            reasoning = "is next in the order of user ids"
        case .backToCreator:
            let creator = candidates.first { $0.userID == creatorID }
            chosen = creator ?? candidates.first
            reasoning = creator == nil ? "is first by user id, as the creator holds the ring" : "is the creator"
        }
        guard let chosen else { return nil }
        let choice = HolderChoice(
            strategy: strategy, reasoning: "\(chosen.userID) \(reasoning)", candidateCount: candidates.count)
        return (chosen.userID, choice)
    }
}
