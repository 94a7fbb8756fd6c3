import CollabTesting
import DraftCore

/// Draws what people might do to a draft: sensible, late and senseless alike. The same seed draws the same.
struct RandomPlan {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &generator)
    }

    mutating func happens(percent: Int) -> Bool {
        number(1...100) <= percent
    }

    mutating func one<Choice>(of choices: [Choice]) -> Choice {
        choices[number(0...choices.count - 1)]
    }

    mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        elements.shuffled(using: &generator)
    }

    mutating func segmentID() -> SegmentID {
        .random(using: &generator)
    }

    /// Mostly words; now and then what no segment may hold.
    mutating func text() -> String {
        if happens(percent: 4) { return one(of: ["", "\u{1B}[2J"]) }
        return one(of: ["Once", "the lamp", "went dark,", "and nobody", "wrote\nof it.", "灯台", "🕯️"])
            + " \(number(0...999))"
    }

    /// What somebody might ask of `draft`, in which `segments` are to be seen.
    mutating func action(in draft: Draft, segments: [Segment], among users: [UserID]) -> Command.Action {
        // A draft that is closed is mostly opened again, so that most of a plan is about writing.
        if draft.status != .active, happens(percent: 60) { return .update(DraftUpdate(status: .active)) }
        switch number(0...99) {
        case 0..<45: return .append(segmentID(), content: text())
        case 45..<62: return .pass(to: one(of: users))
        case 62..<68: return .passSmart(one(of: Strategy.allCases))
        case 68..<72: return .reclaim
        case 72..<82:
            let target = target(among: segments)
            let seen = segments.first { $0.id == target }?.revision
            return .revise(target, content: text(), revision: happens(percent: 50) ? seen : nil)
        case 82..<87: return .strike(target(among: segments))
        case 87..<92: return .addMember(one(of: users), one(of: [.contributor, .contributor, .viewer, .former]))
        case 92..<94: return .removeMember(one(of: users))
        default: return .update(update())
        }
    }

    private mutating func target(among segments: [Segment]) -> SegmentID {
        segments.isEmpty || happens(percent: 5) ? segmentID() : one(of: segments).id
    }

    private mutating func update() -> DraftUpdate {
        one(of: [
            DraftUpdate(title: text()), DraftUpdate(revise: .any), DraftUpdate(revise: .own),
            DraftUpdate(targetPublishAt: .set(.storyBegin)), DraftUpdate(title: "Lamp", targetPublishAt: .clear),
            DraftUpdate(status: one(of: [.locked, .completed])), DraftUpdate(),
        ])
    }
}
