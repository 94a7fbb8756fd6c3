public import CollabAPI
public import DraftCore

/// News of a draft, in order. Whoever folds `opened`, `olderPage`, `event`, `submitted`, `acknowledged` and `refused` into a
/// `Replica` of their own sees what the session sees, and no update costs more than what happened.
public enum SessionUpdate: Sendable {
    /// The draft is here, from its copy or from the server, or what has happened to it comes in one piece: the log's state and
    /// the newest part of its text. What is pending stays pending.
    case opened(Draft, Manuscript)
    /// An older page of the text.
    case olderPage([Segment])
    /// The next event of the log.
    case event(EventBody)
    /// A command of one's own is pending, without a verdict: a new one, or one whose verdict a restored server forgot.
    case submitted(Command, at: Timestamp)
    /// A command of one's own has taken effect, and is on the server's disk: all of it is in the log up to the seq.
    case acknowledged(Command, at: Seq)
    /// A command was refused; it and those behind it are undone.
    case refused(CommandRefusal)
    /// The server answers and does not say whether it takes the first command: its disk is full, it is shutting down. The
    /// command is sent again; until its verdict this is why it waits, in a sentence.
    case delayed(String)
    /// The connection is in another state.
    case link(LinkStatus)
    /// The names of people; each set holds all that are known.
    case names([UserID: String])
    /// Who is around.
    case presence([Presence])
    /// What the holder is typing; no text where nothing is.
    case typing(by: UserID, text: String)
    /// Words that an earlier run could not finish were found on this machine.
    case recovered(RecoveredWork)
    /// The server's history is another one, put back to an earlier moment: so many segments that were here are not in it. The
    /// texts are the user's own among them, and belong back into the composer.
    case setBack(missing: Int, texts: [String])
    /// Words of an earlier run stay where they are on this machine, because they cannot be read; the text says why.
    case leftBehind(String)
    /// What is being written cannot be kept on this machine; the text says why.
    case journalFailed(String)
    /// What is being written is kept again.
    case journalMended
}

/// A command that the server refused, and what was cancelled with it.
public struct CommandRefusal: Hashable, Sendable {
    /// What was refused.
    public let command: Command
    /// Why.
    public let reason: ClientError
    /// The commands that were queued behind it, in order; they have not taken effect.
    public let cancelled: [Command]

    /// A refusal.
    public init(command: Command, reason: ClientError, cancelled: [Command]) {
        self.command = command
        self.reason = reason
        self.cancelled = cancelled
    }

    /// The keys of all of them: what is pending under one is undone.
    public var keys: Set<IdempotencyKey> { Set(([command] + cancelled).compactMap(\.key)) }

    /// The texts that nobody has taken, in the order in which they were sent: they belong back into the composer.
    public var texts: [String] {
        ([command] + cancelled).compactMap(\.text)
    }
}

extension Command {
    /// The words that the command carries.
    public var text: String? {
        switch action {
        case .append(_, let content), .revise(_, let content, _): content
        default: nil
        }
    }
}

/// What is being written and has not been sent.
public struct Composition: Hashable, Sendable {
    /// The text of the composer.
    public var text: String
    /// How many characters stand before the caret.
    public var caret: Int

    /// A text and a caret in it.
    public init(text: String = "", caret: Int = 0) {
        self.text = text
        self.caret = caret
    }
}

/// What an earlier run left behind.
public struct RecoveredWork: Hashable, Sendable {
    /// The texts of composers, oldest first.
    public let texts: [String]
    /// Commands that are being finished with their old keys.
    public let resumed: [Command]
    /// Passes that had never left and were given up: whoever holds the ring now should decide anew.
    public let dropped: [Command]

    /// What was found.
    public init(texts: [String], resumed: [Command], dropped: [Command]) {
        self.texts = texts
        self.resumed = resumed
        self.dropped = dropped
    }
}
