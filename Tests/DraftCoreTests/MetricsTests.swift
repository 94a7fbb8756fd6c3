import CollabTesting
import DraftCore
import Testing

@Suite struct MetricsTests {
    @Test func `contributors are the creator and everybody who wrote`() throws {
        let silent = try Story.began(by: ana).joined(ben).joined(caro, as: .viewer)
        #expect(Metrics(of: silent.draft, ringPassesLast24h: 0).contributorCount == 1)
        let written = try silent.wrote(ana, "One.").passed(ana, to: ben).wrote(ben, "Two.")
        #expect(Metrics(of: written.draft, ringPassesLast24h: 0).contributorCount == 2)
        #expect(Metrics(of: try written.left(ben).draft, ringPassesLast24h: 0).contributorCount == 2)
    }

    @Test func `without passes there is no average`() throws {
        let story = try Story.began(by: ana, writing: "One.")
        let metrics = Metrics(of: story.draft, ringPassesLast24h: 0)
        #expect(metrics.averageMinutesBetweenPasses == nil)
        #expect(metrics.lastActivityAt == story.draft.updatedAt)
    }

    @Test(arguments: [(1, 60, 1.0), (1, 90, 1.5), (2, 90, 0.8), (3, 100, 0.6), (3, 3600, 20.0), (7, 0, 0.0)])
    func `the average is the time to the last pass, for each pass, to one decimal`(
        passes: Int, seconds: Int, average: Double
    ) {
        let ring = Ring(
            holder: ana, tenure: Tenure(rawValue: passes + 1), history: [ana],
            passedAt: .storyBegin.after(seconds: seconds), passKey: nil)
        let draft = Draft(
            id: .random(), creatorID: ana, title: "T", platform: nil, status: .active, revise: .own,
            members: [Member(userID: ana, role: .creator, joinedAt: .storyBegin)], ring: ring, segmentCount: 0,
            createdAt: .storyBegin, updatedAt: .storyBegin.after(seconds: 100_000), targetPublishAt: nil, seq: 9)
        #expect(Metrics(of: draft, ringPassesLast24h: 3).averageMinutesBetweenPasses == average)
        #expect(Metrics(of: draft, ringPassesLast24h: 3).ringPassesLast24h == 3)
    }
}
