public import DraftCore

/// What the program is to do outside itself, in the order given.
public enum Effect: Equatable, Sendable {
    /// Fetch the list of drafts.
    case loadDrafts
    /// Create a draft, add its members, then say `draftCreated`.
    case createDraft(title: String, IdempotencyKey, members: [UserID])
    /// Begin a session.
    case openDraft(DraftID)
    /// Begin the session anew for another user, who takes over the words that are not sent.
    case reopenDraft(DraftID, words: String, caret: Int)
    /// End the session; the journal keeps what is unsent.
    case closeDraft
    /// Hand a command to the session.
    case submit(Command)
    /// Try the link again now.
    case retryLink
    /// See whether the reader has signed in elsewhere.
    case lookForSignIn
    /// Let the others see the words that are being typed.
    case shareWords(String)
    /// Keep the words that are not sent yet; `caret` counts characters (grapheme clusters).
    case keepWords(String, caret: Int)
    /// Write a text to a file that is not there yet, then say `exported` or `exportFailed`.
    case export(text: String, path: String)
    /// Fetch that many wordings of a segment, of which the event with that seq tells the first; then say `wordings`.
    case loadWordings(SegmentID, of: DraftID, from: Seq, count: Int)
    /// Put a text into the terminal's clipboard, which is never read.
    case copy(String)
    /// Remember in which drafts words are private.
    case keepPrivate(DraftID, Bool)
    /// Ask the dictionaries, then say `spelling`.
    case spell(SpellingWish)
    /// Call the reader by a notification of their desktop, also where the terminal is inside a multiplexer.
    case notify(String, throughMultiplexer: Bool)
    /// Hand a text to the writer's own editor, then say `editedOutside`.
    case editOutside(String)
    /// Tell the reader these lines, one after the other.
    case say([String])
    /// Remember how many segments of a draft were seen.
    case keepSeen(DraftID, segments: Int)
    /// Draw the whole screen anew, whatever stands on it.
    case redraw
    /// Stop as a shell's job.
    case suspend
    /// Leave.
    case quit
}
