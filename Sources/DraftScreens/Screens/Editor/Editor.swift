public import DraftCore

/// One draft that is open: what the log says, and what is being written.
public struct Editor: Sendable {
    /// The draft.
    public let id: DraftID
    /// The draft as this client sees it; nil until it has come.
    var replica: Replica? {
        didSet { countPending() }
    }
    /// How much was written.
    var statistics = ShownStatistics()
    /// The names of people.
    var names: [UserID: String] = [:]
    /// What is being written.
    var composer = Composer()
    /// How many words the key line tells of: those of the last moment of rest, so that a key repaints its own row alone.
    var shownWords = 0
    /// Whether the text goes out by itself when the ring comes.
    var isArmed = false
    /// How well the server can be heard.
    var link = LinkState.connecting
    /// Who is around.
    var presence: [Presence] = []
    /// The holder's words as they stand.
    var liveWords: LiveWords?
    /// Where the manuscript is read.
    var scroll = ManuscriptScroll()
    /// What came while the reader looked elsewhere.
    var unseen: UnseenText?
    /// What is looked for, while something is.
    var search: ManuscriptSearch?
    /// What is looked for in the composer, while something is.
    var find: ComposerFind?
    /// The segment of the manuscript that keys are about, while one is.
    var chosen: ChosenSegment?
    /// The segment that is being revised, while one is.
    var revising: Revision?
    /// Whether nothing is shown but the text and the composer.
    var isFocused = false
    /// Where the mouse was pressed last.
    var pointing: Pointing?
    /// The text that another editor has at the moment, as it was handed over.
    var outside: String?
    /// A file that is being written.
    var export: ManuscriptExport?
    /// Commands that the session has not said to have taken on.
    var untaken: Set<IdempotencyKey> = []
    /// Why the session is over.
    var closedBecause: String?
    /// Why the server takes nothing in at the moment.
    var delay: String?
    /// Whether people are shown by their user ids, which no two share.
    var showsIDs = false
    /// Who was to be a member from the beginning and is not.
    var missing: [UserID] = []
    /// Why unsent words cannot be written to this machine's disk.
    var journalFailure: String?

    struct LiveWords: Equatable, Sendable {
        let user: UserID
        let text: String
    }

    init(id: DraftID) {
        self.id = id
    }

    /// The draft with what is pending laid over it.
    var draft: Draft? { replica?.visible.draft }

    /// The session has taken `command` on; whatever was known of its verdict is known no more.
    mutating func take(_ command: Command, at moment: Timestamp) {
        guard let key = command.key else { return }
        untaken.remove(key)
        if replica?.pending.contains(where: { $0.command == command }) == true {
            replica?.forgetAcknowledgement(of: key)
        } else {
            replica?.submit(command, at: moment)
        }
    }

    /// The server has taken in a command.
    mutating func acknowledge(_ key: IdempotencyKey, at seq: Seq) {
        delay = nil
        replica?.acknowledge(key, at: seq)
    }

    func holds(_ user: UserID) -> Bool {
        draft?.ring.holder == user
    }

    /// The name to show for `user`.
    func name(of user: UserID) -> String {
        showsIDs ? user.description : names[user] ?? user.description
    }

    /// Whom `^R` passes to: the next in the order of user ids.
    var nextHolder: UserID? {
        draft?.nextHolder(by: .roundRobin)?.userID
    }

    /// How many commands the server has not answered.
    var unsentCount: Int {
        replica?.pending.count { $0.acknowledgedAt == nil } ?? 0
    }

    /// The recipient of a pass that has not come back from the server.
    var pendingPass: UserID? {
        guard let replica else { return nil }
        for item in replica.pending {
            if case .pass(let recipient) = item.command.action, !replica.visible.isDoubtful(item.command) {
                return recipient
            }
        }
        return nil
    }
}

extension VisibleDraft {
    fileprivate func isDoubtful(_ command: Command) -> Bool {
        command.key.map { doubtful.contains($0) } ?? false
    }
}
