public import DraftCore

/// A draft's log told in a few words: `try Story.began(by: ana).joined(ben).wrote(ana, "Once").passed(ana, to: ben)`.
///
/// Every step is judged by the real rules and happens a minute after the one before it. A step that they refuse throws,
/// so a story that ends is one that can happen.
public struct Story: Sendable {
    /// The log.
    public private(set) var events: [Event]
    /// The log, folded.
    public private(set) var draft: Draft
    /// The text of the log.
    public private(set) var manuscript: Manuscript
    private var generator: SeededGenerator

    /// A draft that `creator` begins; they hold the ring.
    public static func began(
        by creator: UserID, title: String = "The Lighthouse", platform: Platform? = nil, key: IdempotencyKey? = nil,
        writing text: String? = nil, seed: UInt64 = 1
    ) throws(Rejection) -> Story {
        var generator = SeededGenerator(seed: seed)
        let id = DraftID.random(using: &generator)
        let initial = text.map { Founding.InitialSegment(id: .random(using: &generator), content: $0) }
        let founding = Founding(
            id: id, creator: creator, key: key, title: title, platform: platform, initialSegment: initial)
        let changes = try Draft.decide(founding, at: .storyBegin)
        let events = changes.enumerated().map { index, change in
            Event(
                draftID: id, seq: Seq(rawValue: index + 1), moment: .storyBegin, actor: creator,
                key: index == 0 ? key : nil, change: change)
        }
        guard let draft = Draft.folding(events) else { preconditionFailure("a founding that does not begin a draft") }
        var manuscript = Manuscript()
        for event in events { manuscript.apply(event) }
        return Story(events: events, draft: draft, manuscript: manuscript, generator: generator)
    }

    /// The segments that are in the manuscript, struck ones included.
    public var segments: [Segment] { manuscript.segments }

    /// The moment at which the next step happens.
    public var nextMoment: Timestamp { draft.updatedAt.after(seconds: 60) }

    /// What the rules say to `command` now.
    public func judging(_ command: Command) throws(Rejection) -> [Change] {
        try draft.decide(command, target: command.target.flatMap { manuscript[$0]?.header }, at: nextMoment)
    }

    /// Obeys `command`, if the rules let it.
    public func then(_ command: Command) throws(Rejection) -> Story {
        let changes = try judging(command)
        let moment = nextMoment
        var story = self
        for (index, change) in changes.enumerated() {
            story.append(
                Event(
                    draftID: draft.id, seq: story.draft.seq.next, moment: moment, actor: command.actor,
                    key: index == 0 ? command.key : nil, change: change))
        }
        return story
    }

    private mutating func append(_ event: Event) {
        events.append(event)
        draft.apply(event)
        manuscript.apply(event)
    }

    private func then(_ actor: UserID, _ key: IdempotencyKey?, _ action: Command.Action) throws(Rejection) -> Story {
        try then(Command(actor: actor, key: key, action: action))
    }
}

// The steps.
extension Story {
    /// The creator adds `user`, or changes their role.
    public func joined(_ user: UserID, as role: Role = .contributor) throws(Rejection) -> Story {
        try then(draft.creatorID, nil, .addMember(user, role))
    }

    /// `user` leaves.
    public func left(_ user: UserID) throws(Rejection) -> Story {
        try then(user, nil, .removeMember(user))
    }

    /// `user`, who must hold the ring, appends a segment.
    public func wrote(_ user: UserID, _ text: String, key: IdempotencyKey? = nil) throws(Rejection) -> Story {
        var story = self
        let id = SegmentID.random(using: &story.generator)
        return try story.then(user, key, .append(id, content: text))
    }

    /// `user` gives the segment at `order` another wording.
    public func revised(_ user: UserID, _ order: Int, _ text: String) throws(Rejection) -> Story {
        try then(user, nil, .revise(segments[order].id, content: text, revision: nil))
    }

    /// `user` strikes the segment at `order`.
    public func struck(_ user: UserID, _ order: Int) throws(Rejection) -> Story {
        try then(user, nil, .strike(segments[order].id))
    }

    /// `user`, who must hold the ring, passes it.
    public func passed(
        _ user: UserID, to recipient: UserID, key: IdempotencyKey? = nil
    ) throws(Rejection) -> Story {
        try then(user, key, .pass(to: recipient))
    }

    /// The creator takes the ring back.
    public func reclaimed() throws(Rejection) -> Story {
        try then(draft.creatorID, nil, .reclaim)
    }

    /// The creator sets the status.
    public func became(_ status: Draft.Status) throws(Rejection) -> Story {
        try then(draft.creatorID, nil, .update(DraftUpdate(status: status)))
    }

    /// The creator lets the holder revise everybody's segments, or only their own.
    public func letting(revise policy: Draft.RevisePolicy) throws(Rejection) -> Story {
        try then(draft.creatorID, nil, .update(DraftUpdate(revise: policy)))
    }
}
