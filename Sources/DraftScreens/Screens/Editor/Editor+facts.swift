import DraftCore

// What the session tells.
extension Model {
    mutating func take(_ fact: SessionFact, _ editor: inout Editor) -> [Effect] {
        defer {
            if fact.mayChangeText {
                lookAgain(&editor)
                keepChosenSeen(&editor)
            }
        }
        let heldBefore = editor.holds(me)
        let (tenure, said) = (editor.draft?.ring.tenure, notice)
        let effects = note(fact, &editor)
        // What was said of the ring is over with its turn.
        if said?.kind == .ring, notice == said, editor.draft?.ring.tenure != tenure { notice = nil }
        if let effects { return effects }
        let call = !heldBefore && editor.holds(me) ? ringArrived(editor) : []
        return call + sendIfArmed(&editor)
    }

    /// Takes in what a fact says.
    /// - Returns: what follows from it alone; nil where all that follows is a matter of who holds the ring now.
    private mutating func note(_ fact: SessionFact, _ editor: inout Editor) -> [Effect]? {
        switch fact {
        case .opened(let draft, let manuscript):
            if open(draft, manuscript, &editor) { return sendIfArmed(&editor) }
        case .olderPage(let segments):
            editor.prepend(segments)
        case .event(let event):
            receive(event, &editor)
        case .names(let names):
            editor.names = names
        case .submitted(let command, let moment):
            editor.take(command, at: moment)
        case .acknowledged(let key, let seq):
            editor.acknowledge(key, at: seq)
        case .delayed(let reason):
            editor.delay = reason
        case .refused(let keys, let texts, let reason):
            return takeBack(keys, texts, because: reason, &editor)
        case .link(let state):
            take(state, &editor)
        case .presence(let presence):
            editor.presence = presence
        case .liveWords(let user, let text):
            editor.liveWords = text.isEmpty ? nil : Editor.LiveWords(user: user, text: text)
        case .recovered(let texts, let droppedPasses):
            return recover(texts, droppedPasses, &editor)
        case .setBack(let missing, let texts):
            return takeBack(texts, lostWith: missing, &editor)
        case .leftBehind(let reason):
            warn(Phrases.leftBehind(reason))
        case .journalFailed(let reason):
            editor.journalFailure = reason
        case .journalMended:
            editor.journalFailure = nil
            tell(Phrases.journalMended)
        case .closed(let reason):
            close(&editor, because: reason)
        }
        return nil
    }

    private mutating func close(_ editor: inout Editor, because reason: String) {
        editor.closedBecause = reason
        warn(isGuest ? Phrases.closedToGuest(reason) : Phrases.closed(reason))
    }

    /// - Returns: whether the draft is here for the first time: whose ring it is then is no news.
    private func open(_ draft: Draft, _ manuscript: Manuscript, _ editor: inout Editor) -> Bool {
        defer { editor.countAnew() }
        if let count = editor.replica?.confirmed.segmentCount {
            _ = editor.replica?.reset(draft: draft, manuscript: manuscript)
            editor.noteUnseen(since: count, by: me, at: now)
            return false
        }
        editor.replica = Replica(draft: draft, manuscript: manuscript)
        return true
    }

    private mutating func receive(_ event: Event, _ editor: inout Editor) {
        let couldWrite = editor.replica?.confirmed.role(of: me)?.mayWrite
        guard case .applied(let own)? = editor.receive(event) else { return }
        noteAmendment(event, answering: own, editor)
        switch event.change {
        case .memberAdded(let user, let role) where user == me && couldWrite == !role.mayWrite:
            editor.isArmed = editor.isArmed && role.mayWrite
            tell(role.mayWrite ? Phrases.mayWriteNow : Phrases.mayOnlyReadNow)
        case .memberAdded(let user, let role) where own != nil && role.mayWrite:
            tell(Phrases.writesFromNowOn(editor.name(of: user), at: serverAddress))
        case .segmentAdded(let segment):
            if editor.liveWords?.user == segment.author { editor.liveWords = nil }
            guard segment.author != me else { break }
            if !looksOn(editor) { editor.noteUnseen(segment.order, at: now) }
            editor.scroll.noteNewBelow()
        case .ringPassed(let pass):
            editor.liveWords = nil
            if pass.from == me, pass.to != me, event.actor != me {
                notice = Notice(kind: .ring, text: Phrases.ringWasTaken(editor.name(of: pass.to)))
            }
        default:
            break
        }
    }

    /// Says in words when the server is lost and when it is back. What the reader was told of other things stays.
    private mutating func take(_ link: LinkState, _ editor: inout Editor) {
        let before = editor.link
        editor.link = link
        comeBack(from: before, &editor)
        // What it says of itself takes the place of what it said of a command.
        if !link.carriesCommands && link != .connecting { editor.delay = nil }
        guard notice == nil || notice?.kind == .link else { return }
        switch (before, link) {
        case (.offline, .offline):
            break
        case (_, .offline(let reason)):
            notice = Notice(kind: .link, text: Phrases.offlineNotice(reason, unsent: editor.unsentCount))
        case (.offline, .live), (.offline, .polling):
            notice = Notice(kind: .link, text: Phrases.onlineAgain)
        case (.offline, .connecting), (.offline, .readOnly), (.offline, .signInNeeded):
            if notice?.kind == .link { notice = nil }
        default:
            break
        }
    }

    /// Forgets the refused commands, and those that the session cancels because they were made in ignorance of the refusal;
    /// the texts return above what was typed since, in their order.
    /// - Parameter known: the texts of commands that were never shown here, because the draft has not come.
    private mutating func takeBack(
        _ keys: Set<IdempotencyKey>, _ known: [String], because reason: String, _ editor: inout Editor
    ) -> [Effect] {
        let refused = keys.union(editor.untaken)
        let commands = editor.replica?.forget(refused) ?? []
        editor.untaken = []
        editor.delay = nil
        // An armed text was armed against a ring that the refusal may have brought back.
        editor.isArmed = false
        warn(Phrases.refused(reason))
        let resumed = commands.first { resumeRevision($0, &editor) }
        let texts = commands.isEmpty ? known : commands.filter { $0 != resumed }.compactMap(\.action.text)
        return putBack(texts, &editor)
    }

    private mutating func recover(_ texts: [String], _ droppedPasses: Int, _ editor: inout Editor) -> [Effect] {
        if droppedPasses > 0 {
            tell(Phrases.droppedPass)
        } else if !texts.isEmpty {
            tell(Phrases.recovered)
        }
        return putBack(texts, &editor)
    }

    private mutating func takeBack(_ texts: [String], lostWith missing: Int, _ editor: inout Editor) -> [Effect] {
        warn(Phrases.setBack(missing, hasOwn: !texts.isEmpty))
        return putBack(texts, &editor)
    }

    /// The session holds what it hands back until it is told of the composer that has it, so it is told in any case.
    private func putBack(_ texts: [String], _ editor: inout Editor) -> [Effect] {
        if !texts.isEmpty {
            editor.putAbove(texts.joined(separator: "\n\n"), at: now)
            fit(&editor)
            editor.isArmed = false
            editor.shownWords = editor.composer.wordCount
        }
        return [keepWords(editor)]
    }

    func keepWords(_ editor: Editor) -> Effect {
        let words = editor.keptWords
        return .keepWords(words.text, caret: words.caret)
    }
}

extension SessionFact {
    /// Whether the text that is shown may be another after it.
    fileprivate var mayChangeText: Bool {
        switch self {
        case .opened, .olderPage, .event, .submitted, .acknowledged, .refused, .link: true
        case .names, .presence, .liveWords, .delayed, .recovered, .setBack, .leftBehind, .journalFailed, .journalMended,
            .closed:
            false
        }
    }
}

extension Command.Action {
    /// The words that it carries.
    fileprivate var text: String? {
        switch self {
        case .append(_, let content), .revise(_, let content, _): content
        case .strike, .pass, .passSmart, .reclaim, .addMember, .removeMember, .update: nil
        }
    }
}
