import DraftCore

// What is told without being asked for.
extension Model {
    /// Tells of what has happened as such.
    mutating func narrate(_ message: Message) {
        switch message {
        case .draftsLoaded, .draftsFailed, .draftsWithheld:
            narrateDrafts()
        case .session(let fact):
            guard case .editor(let editor) = screen else { return }
            narrate(fact, editor)
        case .editedOutside(.edited) where notice == nil:
            if case .editor(let editor) = screen { readUnsent(editor) }
        case .spelling(.suggestions):
            readSpelling()
        default:
            break
        }
    }

    /// Tells of what is different from what was told last: new text, who holds the ring, what the reader is to know.
    mutating func narrateChanges(_ effects: [Effect]) {
        guard case .editor(let editor) = screen else {
            if linear?.draft != nil { linear = restarted(nil) }
            return narrateNotice()
        }
        if linear?.draft != editor.id {
            linear = restarted(editor.id)
            say(Phrases.opening)
        }
        for case .submit(let command) in effects { narrate(command, editor) }
        if let replica = editor.replica {
            if linear?.next == nil { begin(replica, editor) }
            narrateText(replica, editor)
            narrateRing(replica, editor)
        }
        narrateNotice()
    }

    private func restarted(_ draft: DraftID?) -> Linear {
        var fresh = Linear(draft: draft)
        fresh.lines = linear?.lines ?? []
        fresh.waiting = linear?.waiting ?? []
        fresh.isEnding = linear?.isEnding ?? false
        return fresh
    }

    private mutating func narrateNotice() {
        guard let notice else { return }
        self.notice = nil
        say(Phrases.inCommands(notice.text).indented)
    }

    private mutating func narrate(_ command: Command, _ editor: Editor) {
        switch command.action {
        case .append:
            if let key = command.key { linear?.own.insert(key) }
            say(Phrases.beingSentNow)
        case .pass(let recipient):
            say(Phrases.passing(toListed: shown(editor.name(of: recipient))))
        default:
            break
        }
    }

    private mutating func begin(_ replica: Replica, _ editor: Editor) {
        let draft = replica.confirmed
        say(SafeText.escaped(draft.title, for: .line))
        let shownCount = replica.manuscript.segments.count
        let part = shownCount < draft.segmentCount ? Phrases.newestFollow(shownCount) : ""
        say(Phrases.segments(draft.segmentCount) + ", " + Phrases.turn(draft.ring.tenure.description) + part)
        linear?.next = replica.manuscript.firstOrder
        if let reading = readingOnly(editor) { say(Phrases.inCommands(reading.sentence)) }
    }

    private mutating func narrateText(_ replica: Replica, _ editor: Editor) {
        let end = replica.confirmed.segmentCount
        guard let first = linear?.next, first < end else { return }
        for order in first..<end {
            guard let segment = replica.manuscript[order] else { continue }
            let isOwn = segment.key.flatMap { linear?.own.remove($0) } != nil
            say(isOwn ? Phrases.savedSegment(order + 1) : line(of: segment, editor))
        }
        linear?.next = end
    }

    private mutating func narrateRing(_ replica: Replica, _ editor: Editor) {
        let holder = replica.confirmed.ring.holder
        guard linear?.holder != holder else { return }
        let isFirst = linear?.holder == nil
        linear?.holder = holder
        linear?.writing = nil
        if holder != me {
            say(Phrases.ringIsWith(shown(editor.name(of: holder))))
        } else if isFirst || notice?.text != Phrases.ringIsYours {
            say(Phrases.ringIsYours)
        }
    }

    private mutating func narrate(_ fact: SessionFact, _ editor: Editor) {
        switch fact {
        case .event(let event): narrate(event, editor)
        case .refused(_, let texts, _) where !texts.isEmpty, .recovered(let texts, _) where !texts.isEmpty,
            .setBack(_, let texts) where !texts.isEmpty:
            narrateNotice()
            readUnsent(editor)
        case .liveWords(let user, let text):
            guard user != me, linear?.writing != (text.isEmpty ? nil : user) else { return }
            linear?.writing = text.isEmpty ? nil : user
            if !text.isEmpty { say(Phrases.writes(shown(editor.name(of: user)))) }
        case .presence(let presence): narrate(presence, editor)
        case .delayed(let reason) where linear?.delay != reason:
            linear?.delay = reason
            say(Phrases.delayed(reason))
        case .acknowledged: linear?.delay = nil
        case .journalFailed(let reason): say(Phrases.journalFailed(reason))
        case .link(.signInNeeded(let advice)): say(advice)
        default: break
        }
    }

    private mutating func narrate(_ presence: [Presence], _ editor: Editor) {
        let around = Set(presence.filter { $0.state != .away }.map(\.userID)).subtracting([me])
        defer { linear?.around = around }
        guard let before = linear?.around else { return }
        for user in around.subtracting(before).sorted() { say(Phrases.isHere(shown(editor.name(of: user)))) }
        for user in before.subtracting(around).sorted() { say(Phrases.isAway(shown(editor.name(of: user)))) }
    }

    private mutating func narrate(_ event: Event, _ editor: Editor) {
        func name(_ user: UserID) -> String { shown(editor.name(of: user)) }
        func place(of id: SegmentID) -> String {
            Phrases.segment((editor.replica?.manuscript[id]?.order).map { $0 + 1 })
        }
        switch event.change {
        case .segmentRevised(let id, let content, _):
            let text = SafeText.escaped(content, for: .segment).indented
            say(Phrases.changed(name(event.actor), place(of: id), text))
        case .segmentStruck(let id):
            say(Phrases.struck(name(event.actor), place(of: id)))
        case .memberAdded(let user, let role): say(Phrases.joined(name(user), role.rawValue))
        case .memberRemoved(let user, _): say(Phrases.left(name(user)))
        case .draftUpdated: say(Phrases.settingsChanged(name(event.actor), editor.draft?.status.rawValue ?? ""))
        case .draftCreated, .segmentAdded, .ringPassed: break
        }
    }

    private mutating func narrateDrafts() {
        guard case .library(let library) = screen, let drafts = library.drafts else { return }
        say(drafts.isEmpty ? Phrases.inCommands(Phrases.libraryEmpty) : Phrases.libraryTitle)
        for (number, draft) in drafts.enumerated() {
            let turn = draft.isMine ? Phrases.yourTurn : Phrases.ringOf(shown(draft.holderName))
            let title = SafeText.escaped(draft.title, for: .line)
            say("\(number + 1). \(title), \(Phrases.segments(draft.segmentCount)), \(turn)")
        }
        if let failure = library.failure { say(Phrases.inCommands(failure)) }
    }
}
