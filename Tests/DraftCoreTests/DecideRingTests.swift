import CollabTesting
import DraftCore
import Testing

/// Passing the ring, letting a strategy pass it, and taking it back.
@Suite struct DecideRingTests {
    private func pass(_ changes: [Change]) throws -> RingPass {
        guard changes.count == 1, case .ringPassed(let pass) = changes[0] else {
            throw Unexpected(changes: changes)
        }
        return pass
    }

    private struct Unexpected: Error {
        let changes: [Change]
    }

    @Test func `a pass begins the next tenure`() throws {
        let story = try Story.began(by: ana).joined(ben)
        let pass = try pass(story.judging(Command(actor: ana, action: .pass(to: ben))))
        #expect(pass == RingPass(from: ana, to: ben, passedAt: story.nextMoment, tenure: 2, reason: .pass))
    }

    @Test func `passing to oneself is an ordinary pass`() throws {
        let story = try Story.began(by: ana).passed(ana, to: ana)
        #expect(story.draft.ring.holder == ana)
        #expect(story.draft.ring.tenure == 2)
        #expect(story.draft.ring.history == [ana, ana])
    }

    @Test(arguments: [caro, dan, .named("eve")])
    func `the ring goes only to those who may write`(recipient: UserID) throws {
        let story = try Story.began(by: ana).joined(ben).joined(caro, as: .viewer).joined(dan).passed(ana, to: dan)
            .wrote(dan, "Bye.").passed(dan, to: ana).left(dan)
        #expect(story.refusal(of: .pass(to: recipient), by: ana) == .forbidden(.recipientMayNotWrite(recipient)))
    }

    @Test func `a smart pass keeps how its choice was made`() throws {
        let story = try Story.began(by: ana).joined(ben).joined(caro)
        let pass = try pass(story.judging(Command(actor: ana, action: .passSmart(.roundRobin))))
        #expect(pass.to == ben && pass.reason == .smart && pass.tenure == 2)
        #expect(pass.choice?.strategy == .roundRobin)
        #expect(pass.choice?.candidateCount == 2)
        #expect(pass.choice?.reasoning.contains("ben") == true)
    }

    @Test(arguments: Strategy.allCases)
    func `with nobody else there is nobody to pass to`(strategy: Strategy) throws {
        let story = try Story.began(by: ana).joined(caro, as: .viewer)
        #expect(story.refusal(of: .passSmart(strategy), by: ana) == .noCandidates)
    }

    @Test func `the creator takes the ring back once`() throws {
        let story = try Story.began(by: ana).joined(ben).passed(ana, to: ben)
        let pass = try pass(story.judging(Command(actor: ana, action: .reclaim)))
        #expect(pass == RingPass(from: ben, to: ana, passedAt: story.nextMoment, tenure: 3, reason: .reclaim))
        #expect(try story.reclaimed().refusal(of: .reclaim, by: ana) == .conflict(.alreadyHolder))
    }

    @Test func `the ring remembers its last hundred holders, oldest first`() throws {
        var story = try Story.began(by: ana).joined(ben)
        for turn in 0..<150 { story = try story.passed(turn % 2 == 0 ? ana : ben, to: turn % 2 == 0 ? ben : ana) }
        let ring = story.draft.ring
        #expect(ring.history.count == Ring.historyLimit)
        #expect(ring.tenure == 151)
        #expect(ring.passCount == 150)
        #expect(ring.history.first == ben && ring.history.last == ana && ring.holder == ana)
    }

    @Test func `the ring remembers the key of the pass that began the tenure`() throws {
        let story = try Story.began(by: ana).joined(ben).passed(ana, to: ben, key: .named("p1"))
        #expect(story.draft.ring.passKey == .named("p1"))
        #expect(try story.passed(ben, to: ana).draft.ring.passKey == nil)
    }
}
