import CollabTesting
import DraftCore

// What a client does with a story.
extension Story {
    /// A replica that has taken in the whole story.
    var replica: Replica { Replica(draft: draft, manuscript: manuscript) }

    /// The newest `count` segments, as a snapshot tells of them.
    func newest(_ count: Int) -> Manuscript {
        Manuscript(segments: segments.suffix(count), firstOrder: max(0, segments.count - count))
    }

    /// The events that come after `earlier`.
    func events(since earlier: Story) -> [Event] {
        events.filter { $0.seq > earlier.draft.seq }
    }
}

extension Replica {
    /// Asks for `command` a minute after the last event that is known.
    mutating func submit(_ command: Command) {
        submit(command, at: confirmed.updatedAt.after(seconds: 60))
    }

    /// Takes in `events`; what became of each.
    @discardableResult
    mutating func receive(_ events: [Event]) -> [Receipt] {
        events.map { receive($0) }
    }

    /// The keys of what is pending, oldest first.
    var pendingKeys: [String] { pending.compactMap { $0.command.key?.description } }

    /// The texts after the confirmed ones, as they are shown.
    var tailTexts: [String?] { visible.tail.map(\.segment.content) }

    /// How sure those texts are.
    var tailStates: [VisibleDraft.PendingSegment.State] { visible.tail.map(\.state) }
}

extension Command {
    /// Adds a segment with that text; its id follows from the key.
    static func append(_ text: String, by actor: UserID, key: String, tenure: Tenure? = nil) -> Command {
        var generator = SeededGenerator(seed: key.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
        return Command(
            actor: actor, key: .named(key), tenure: tenure, action: .append(.random(using: &generator), content: text))
    }

    /// Passes the ring.
    static func pass(to recipient: UserID, by actor: UserID, key: String, tenure: Tenure? = nil) -> Command {
        Command(actor: actor, key: .named(key), tenure: tenure, action: .pass(to: recipient))
    }

    /// Asks for anything else.
    static func asking(_ action: Action, by actor: UserID, key: String) -> Command {
        Command(actor: actor, key: .named(key), action: action)
    }
}
