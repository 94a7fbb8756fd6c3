import DraftCore

/// Why the reader looks on and writes nothing that others see.
enum ReadingOnly: Equatable, Sendable {
    /// The server does not know them; what to do about it, in a sentence.
    case unknown(String)
    /// They have come by a link.
    case guest
    /// They are a viewer.
    case viewer
    /// The session is over; the reason, in a sentence.
    case over(String, isGuest: Bool)

    /// What stands where the hint of the composer stands for those who write.
    var sentence: String {
        switch self {
        case .unknown(let advice): advice
        case .guest: Phrases.guestReads
        case .viewer: Phrases.viewerReads
        case .over(let reason, let isGuest): isGuest ? Phrases.closedToGuest(reason) : Phrases.closed(reason)
        }
    }

    /// What a key is answered with that would change something.
    var refusal: String {
        switch self {
        // The command to run stays in sight, whatever is pressed.
        case .unknown(let advice): advice
        case .guest: Phrases.guestMayNotWrite
        case .viewer: Phrases.viewerMayNotWrite
        case .over: sentence
        }
    }

    /// A few words, to stand behind "read-only".
    var reason: String {
        switch self {
        case .unknown: Phrases.becauseOfSignIn
        case .guest: Phrases.becauseGuest
        case .viewer: Phrases.becauseViewer
        case .over: ""
        }
    }

    /// Whether the reader has come by a link.
    var isOfGuest: Bool {
        switch self {
        case .guest, .over(_, isGuest: true): true
        case .unknown, .viewer, .over: false
        }
    }

    /// Whether it is to be mended, and not how things are meant to be.
    var isTrouble: Bool {
        switch self {
        case .unknown, .over: true
        case .guest, .viewer: false
        }
    }
}

extension Model {
    /// Why the reader may not write; nil where they may, as soon as the ring is theirs.
    func readingOnly(_ editor: Editor) -> ReadingOnly? {
        if let reason = editor.closedBecause { return .over(reason, isGuest: isGuest) }
        if case .signInNeeded(let advice) = editor.link { return .unknown(advice) }
        if isGuest { return .guest }
        return editor.draft?.role(of: me) == .viewer ? .viewer : nil
    }

    /// Whoever was shut out has been let in again, or has come to be somebody whom the server does not know.
    mutating func comeBack(from before: LinkState, _ editor: inout Editor) {
        // A refused key was answered with what to do, and that is done.
        if case .signInNeeded(let advice) = before, editor.link != before, notice?.text == advice { notice = nil }
        guard case .readOnly = before else { return }
        if case .readOnly = editor.link { return }
        guard editor.closedBecause != nil else { return }
        editor.closedBecause = nil
        notice = nil
        if case .signInNeeded = editor.link { return }
        tell(editor.draft?.role(of: me)?.mayWrite == true ? Phrases.mayWriteNow : Phrases.mayOnlyReadNow)
    }

    /// Answers what would change something with the reason why it does not.
    /// - Returns: whether it did.
    mutating func answersReading(_ meaning: KeyMeaning, _ editor: Editor) -> Bool {
        guard let reading = readingOnly(editor), case .action(let action) = meaning, action.isForOthers else {
            return false
        }
        warn(reading.refusal)
        return true
    }

    /// The reason why nothing is written stands below the text that is being written, or, where there is one, where the
    /// holder's words stand; so it comes and goes without moving anything.
    enum PlaceOfReason {
        case composer
        case live
        case divider
    }

    func placeOfReason(_ editor: Editor) -> PlaceOfReason {
        if isGuest || editor.composer.isEmpty { return .composer }
        guard let draft = editor.draft, draft.ring.holder != me, editor.liveWords?.user != draft.ring.holder else {
            return .divider
        }
        return .live
    }

    /// The reader has come to be somebody: the draft is opened again in their name, with the words that are here.
    mutating func becomes(_ user: UserID, _ leftover: Leftover?) -> [Effect] {
        me = user
        // Whom one chooses from is another matter for another user; what is being typed stays.
        if case .picker? = overlay { overlay = nil }
        if let leftover {
            warn(Phrases.signedIn(user.description, leaving: leftover.unsent, of: leftover.user.description))
        } else {
            tell(Phrases.signedIn(user.description))
        }
        guard case .editor(let editor) = screen else { return [.loadDrafts] }
        var fresh = Editor(id: editor.id)
        fresh.composer = editor.ownWords
        fresh.shownWords = fresh.composer.wordCount
        fresh.isFocused = editor.isFocused
        fresh.outside = editor.outside
        screen = .editor(fresh)
        return [.reopenDraft(fresh.id, words: fresh.composer.text, caret: fresh.composer.caret)]
    }
}
