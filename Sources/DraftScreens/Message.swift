public import CellGrid
public import DraftCore

/// What has happened to the program: the only way by which its model changes.
public enum Message: Equatable, Sendable {
    /// The terminal has reported something.
    case input(Input)
    /// The library's list has come.
    case draftsLoaded([DraftSummary])
    /// The library's list could not be had; the reason, in a sentence, and the drafts that can be read all the same.
    case draftsFailed(String, copies: [DraftSummary])
    /// The same, because the server does not know the reader; what to do about it, in a sentence.
    case draftsWithheld(String, copies: [DraftSummary])
    /// A draft was created and is to be opened; with those who could not be made members of it.
    case draftCreated(DraftID, without: [MissingMember] = [])
    /// A request that is no part of a session failed; the reason, in a sentence.
    case requestFailed(String)
    /// A text was written to the file at that path.
    case exported(String)
    /// A text could not be written to a file; the reason, in a sentence.
    case exportFailed(String)
    /// The wordings of a segment that were asked for, or why they could not be had.
    case wordings(SegmentID, Wordings)
    /// A draft that is open has news.
    case session(SessionFact)
    /// The reader has signed in, and is this user from now on; with what another user leaves unsent in the draft.
    case signedIn(UserID, Leftover? = nil)
    /// A text that was handed to another editor is back.
    case editedOutside(OutsideEdit)
    /// The dictionaries have answered.
    case spelling(SpellingNews)
    /// No key was pressed for a moment: counts may be brought up to date.
    case rested
}

/// What a user who was signed in before leaves in a draft.
public struct Leftover: Equatable, Sendable {
    let user: UserID
    let unsent: Int

    /// - Parameter unsent: how many commands the server has not answered.
    public init(user: UserID, unsent: Int) {
        self.user = user
        self.unsent = unsent
    }
}

/// One row of the library.
public struct DraftSummary: Equatable, Sendable {
    /// The draft.
    public let id: DraftID
    /// Its title.
    public let title: String
    /// The name of whoever holds its ring.
    public let holderName: String
    /// Whether that is the reader.
    public let isMine: Bool
    /// How many segments it has.
    public let segmentCount: Int
    /// When it last changed.
    public let updatedAt: Timestamp
    /// How many of its segments the reader has seen on this machine; nil where they have not opened it here.
    public let seenCount: Int?
    /// Whether words for it are on this machine that no server has.
    public let hasUnsentWords: Bool

    /// A row.
    public init(
        id: DraftID, title: String, holderName: String, isMine: Bool, segmentCount: Int, updatedAt: Timestamp,
        seenCount: Int? = nil, hasUnsentWords: Bool = false
    ) {
        self.id = id
        self.title = title
        self.holderName = holderName
        self.isMine = isMine
        self.segmentCount = segmentCount
        self.updatedAt = updatedAt
        self.seenCount = seenCount
        self.hasUnsentWords = hasUnsentWords
    }

    /// How many of its segments are new to the reader; nil where all of them are.
    var unread: Int? { seenCount.map { max(0, segmentCount - $0) } }
}

/// News of the draft that is open, in the order they happened.
public enum SessionFact: Equatable, Sendable {
    /// The draft is here: its state and the newest part of its manuscript. Also when it was loaded again.
    case opened(Draft, Manuscript)
    /// An older page of the manuscript.
    case olderPage([Segment])
    /// The next event of the log.
    case event(Event)
    /// The names of people; all that are known.
    case names([UserID: String])
    /// The session has taken a command on: one of this program's own, or one that an earlier run left.
    case submitted(Command, at: Timestamp)
    /// The server has taken the command with this key in; all of it is in the log up to the seq.
    case acknowledged(IdempotencyKey, Seq)
    /// The server has refused the first of the commands with these keys, and the others were cancelled with it; the texts
    /// that they carried, and the reason in a sentence.
    case refused(Set<IdempotencyKey>, texts: [String], reason: String)
    /// The server answers, takes nothing in at the moment, and says why in a sentence.
    case delayed(String)
    /// The link is in another state.
    case link(LinkState)
    /// Who is around now.
    case presence([Presence])
    /// The holder's words as they stand; empty clears them.
    case liveWords(UserID, String)
    /// Texts that an earlier run left unsent, oldest first, and how many passes of the ring it left that are given up.
    case recovered([String], droppedPasses: Int)
    /// The server was put back to an earlier moment: how many segments are gone from it, and the reader's own texts of them.
    case setBack(missing: Int, texts: [String])
    /// Words of an earlier run stay on this machine's disk, because they cannot be read; the reason, in a phrase.
    case leftBehind(String)
    /// Unsent words could not be written to this machine's disk; the reason, in a sentence.
    case journalFailed(String)
    /// They can be written again.
    case journalMended
    /// The session is over; the reason, in a sentence.
    case closed(String)
}

/// How well the server can be heard.
public enum LinkState: Equatable, Sendable {
    /// Not yet.
    case connecting
    /// At once; the last round trip in milliseconds, if one was measured.
    case live(milliseconds: Int?)
    /// By asking again and again.
    case polling
    /// Not at all; the reason, in a few words.
    case offline(String)
    /// Well, but nothing may be written; the reason, in a few words.
    case readOnly(String)
    /// Well, but the server does not know the reader, or no longer; what to do about it, in a sentence.
    case signInNeeded(String)

    /// Whether commands can reach the server now.
    public var carriesCommands: Bool {
        switch self {
        case .live, .polling: true
        case .connecting, .offline, .readOnly, .signInNeeded: false
        }
    }
}
