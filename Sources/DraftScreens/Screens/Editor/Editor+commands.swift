import DraftCore

// What the reader asks for, in the frame of the keystroke.
extension Model {
    /// `^S`: sends what is written, or, without the ring, arms it to go out when the ring comes.
    mutating func send(_ editor: inout Editor) -> [Effect] {
        guard !editor.composer.isBlank else {
            tell(Phrases.nothingToSend)
            return []
        }
        if editor.isArmed {
            editor.isArmed = false
            tell(Phrases.disarmed)
            return []
        }
        guard let replica = editor.replica else {
            tell(Phrases.notOpenYet)
            return []
        }
        guard mayWrite(editor), isWithinLimit(editor) else { return [] }
        guard replica.visible.draft.ring.holder == me else {
            editor.isArmed = true
            tell(Phrases.armedNotice)
            return []
        }
        return submitText(&editor)
    }

    /// Sends an armed text if its moment has come.
    mutating func sendIfArmed(_ editor: inout Editor) -> [Effect] {
        guard editor.isArmed, editor.link.carriesCommands, editor.replica?.confirmed.ring.holder == me, editor.holds(me)
        else { return [] }
        editor.isArmed = false
        guard mayWrite(editor), isWithinLimit(editor) else { return [] }
        return submitText(&editor)
    }

    /// `^R` and `^T`: passes the ring.
    mutating func pass(_ editor: inout Editor, to recipient: UserID?) -> [Effect] {
        guard let draft = editor.draft else { return [] }
        guard draft.ring.holder == me else {
            tell(Phrases.notYourRing)
            return []
        }
        guard draft.status == .active else {
            tell(Phrases.notActive)
            return []
        }
        guard let recipient = recipient ?? editor.nextHolder else {
            tell(Phrases.nobodyToPassTo)
            return []
        }
        let clearing = share("", editor)
        return submit(.pass(to: recipient), &editor) + clearing
    }

    /// `^G`: the creator takes the ring back.
    mutating func reclaim(_ editor: inout Editor) -> [Effect] {
        guard let draft = editor.draft else { return [] }
        guard draft.creatorID == me else {
            tell(Phrases.onlyCreatorReclaims)
            return []
        }
        guard draft.ring.holder != me else {
            tell(Phrases.alreadyYours)
            return []
        }
        return submit(.reclaim, &editor)
    }

    private mutating func submitText(_ editor: inout Editor) -> [Effect] {
        // White space around a paragraph is an accident of typing; inside it is the writer's.
        let content = SafeText.trimmed(editor.composer.text)
        editor.composer.clear()
        editor.shownWords = 0
        editor.scroll.follow()
        let effects = submit(.append(SegmentID.random(using: &random), content: content), &editor)
        return effects + [.keepWords("", caret: 0)] + share("", editor)
    }

    mutating func submit(_ action: Command.Action, _ editor: inout Editor) -> [Effect] {
        guard editor.replica != nil else { return [] }
        let key = IdempotencyKey.random(using: &random)
        let command = Command(actor: me, key: key, tenure: editor.draft?.ring.tenure, action: action)
        editor.replica?.submit(command, at: now)
        editor.untaken.insert(key)
        return [.submit(command)]
    }

    private mutating func mayWrite(_ editor: Editor) -> Bool {
        if let reason = editor.closedBecause {
            warn(Phrases.closed(reason))
            return false
        }
        guard let draft = editor.draft else { return false }
        guard draft.role(of: me)?.mayWrite == true else {
            tell(Phrases.viewerMayNotWrite)
            return false
        }
        guard draft.status == .active else {
            tell(Phrases.notActive)
            return false
        }
        return true
    }

    private mutating func isWithinLimit(_ editor: Editor) -> Bool {
        let count = editor.composer.content.trimmedScalarCount
        guard let limit = editor.draft?.segmentLimit, count > limit else { return true }
        warn(Phrases.tooLong(count, limit: limit))
        return false
    }
}
