/// How lively a draft is.
public struct Metrics: Hashable, Sendable {
    /// The creator and everybody who wrote.
    public let contributorCount: Int
    /// Passes of the ring in the 24 hours before the moment asked about.
    public let ringPassesLast24h: Int
    /// Minutes from the beginning to the last pass, for each pass, to one decimal; nil without passes.
    public let averageMinutesBetweenPasses: Double?
    /// When the newest event happened.
    public let lastActivityAt: Timestamp

    /// Metrics as a snapshot tells of them.
    public init(
        contributorCount: Int, ringPassesLast24h: Int, averageMinutesBetweenPasses: Double?, lastActivityAt: Timestamp
    ) {
        self.contributorCount = contributorCount
        self.ringPassesLast24h = ringPassesLast24h
        self.averageMinutesBetweenPasses = averageMinutesBetweenPasses
        self.lastActivityAt = lastActivityAt
    }

    /// The metrics of `draft`; its log knows how many passes fall in the last 24 hours.
    public init(of draft: Draft, ringPassesLast24h: Int) {
        contributorCount = draft.members.values.count { $0.role == .creator || $0.lastActiveAt != nil }
        self.ringPassesLast24h = ringPassesLast24h
        lastActivityAt = draft.updatedAt
        let passes = draft.ring.passCount
        guard passes > 0 else {
            averageMinutesBetweenPasses = nil
            return
        }
        let minutes = Double(draft.ring.passedAt.milliseconds - draft.createdAt.milliseconds) / 60_000
        averageMinutesBetweenPasses = (minutes / Double(passes) * 10).rounded() / 10
    }
}
