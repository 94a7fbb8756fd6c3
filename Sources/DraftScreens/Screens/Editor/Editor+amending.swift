import CellGrid
import DraftCore

/// Another wording of a segment, while it is being written in the composer.
struct Revision: Sendable {
    let id: SegmentID
    /// The wording that its writer has seen last.
    var seen: Int
    /// The text that it started from.
    let original: String
    /// What was in the composer before, and is there again afterwards.
    var kept: Composer
}

// Revising and striking a segment that stands.
extension Model {
    /// Why the segment at a place cannot be revised or struck; nil where it can.
    func refusalToAmend(_ segment: Segment, at order: Int, _ editor: Editor) -> String? {
        if let reading = readingOnly(editor) { return reading.refusal }
        guard let replica = editor.replica else { return Phrases.notOpenYet }
        // The server gives it its id; until then there is nothing to name it by.
        if replica.isPending(at: order) { return Phrases.stillOnItsWay }
        return rejection(of: .strike(segment.id), replica, segment).map { sentence(of: $0, editor) }
    }

    private func rejection(of action: Command.Action, _ replica: Replica, _ segment: Segment?) -> Rejection? {
        let draft = replica.visible.draft
        let command = Command(actor: me, tenure: draft.ring.tenure, action: action)
        do throws(Rejection) {
            _ = try draft.decide(command, target: segment?.header, at: now)
            return nil
        } catch {
            return error
        }
    }

    private func sentence(of rejection: Rejection, _ editor: Editor) -> String {
        Phrases.refusal(rejection) { editor.name(of: $0) }
    }

    // MARK: Striking

    /// The first press asks, the second strikes; the words stay in the log, and within reach.
    mutating func strike(_ segment: Segment, at order: Int, isSure: Bool, _ editor: inout Editor) -> [Effect] {
        if let refusal = refusalToAmend(segment, at: order, editor) {
            warn(refusal)
            return []
        }
        if editor.revising?.id == segment.id {
            tell(Phrases.revisionComesFirst)
            return []
        }
        guard isSure, let content = segment.content else {
            editor.chosen?.isStriking = true
            tell(Phrases.strikeQuestion)
            return []
        }
        killRing.keep(content)
        tell(Phrases.struckNow)
        return submit(.strike(segment.id), &editor)
    }

    // MARK: Revising

    /// The segment's text is in the composer now; what was there waits.
    mutating func beginRevision(of segment: Segment, at order: Int, _ editor: inout Editor) -> [Effect] {
        if editor.revising != nil {
            tell(Phrases.revisionComesFirst)
            return []
        }
        if let refusal = refusalToAmend(segment, at: order, editor) {
            warn(refusal)
            return []
        }
        guard let content = segment.content else { return [] }
        let text = SafeText.cleaned(content, for: .segment).text
        revise(segment.id, seen: segment.revision, original: text, as: text, &editor)
        tell(Phrases.revisingNow)
        return []
    }

    private mutating func revise(
        _ id: SegmentID, seen: Int, original: String, as text: String, _ editor: inout Editor
    ) {
        editor.revising = Revision(id: id, seen: seen, original: original, kept: editor.composer)
        editor.chosen = nil
        // An armed text would take the revision for itself when its moment comes.
        editor.isArmed = false
        show(Composer(of: text, columns: EditorLayout.textColumns(size)), &editor)
    }

    /// `^S` while revising.
    mutating func sendRevision(_ editor: inout Editor) -> [Effect] {
        guard var revising = editor.revising, let replica = editor.replica else { return [] }
        let content = SafeText.trimmed(editor.composer.text)
        guard content != SafeText.trimmed(revising.original) else {
            tell(Phrases.revisionUnchanged)
            return endRevision(&editor)
        }
        let action = Command.Action.revise(revising.id, content: content, revision: revising.seen)
        let segment = replica.shownSegment(revising.id)
        if let rejection = rejection(of: action, replica, segment) {
            warn(sentence(of: rejection, editor))
            if case .conflict(.staleRevision(let current)) = rejection {
                // Whoever sends once more has been told of the other wording, which the log keeps.
                revising.seen = current
                editor.revising = revising
            }
            return []
        }
        let effects = submit(action, &editor)
        return effects + endRevision(&editor)
    }

    /// A revision that was refused is one still: sent again as it is, it would be a new segment.
    /// - Returns: whether it is in the composer again.
    mutating func resumeRevision(_ refused: Command, _ editor: inout Editor) -> Bool {
        guard case .revise(let id, let content, let seen?) = refused.action, editor.revising == nil,
            editor.outside == nil, let original = editor.replica?.shownSegment(id)?.content
        else { return false }
        let text = SafeText.cleaned(original, for: .segment).text
        revise(id, seen: seen, original: text, as: content, &editor)
        return true
    }

    /// `Esc` while revising: the segment stays as it is, and what was written of another wording stays within reach.
    mutating func leaveRevision(_ editor: inout Editor) -> [Effect] {
        if let words = editor.revisedWords {
            killRing.keep(words)
            tell(Phrases.revisionLeft)
        }
        return endRevision(&editor)
    }

    private mutating func endRevision(_ editor: inout Editor) -> [Effect] {
        guard let revising = editor.revising else { return [] }
        editor.revising = nil
        show(revising.kept, &editor)
        return [keepWords(editor)]
    }

    private mutating func show(_ composer: Composer, _ editor: inout Editor) {
        killRing.interrupt()
        editor.find = nil
        editor.pointing = nil
        editor.composer = composer
        fit(&editor)
        reveal(&editor)
        editor.shownWords = editor.composer.wordCount
    }

    /// Says so where the segment that is being revised was changed, and not from here.
    mutating func noteAmendment(_ event: Event, answering own: Command?, _ editor: Editor) {
        guard let revising = editor.revising, own == nil else { return }
        switch event.change {
        case .segmentRevised(revising.id, _, _): warn(Phrases.revisedMeanwhile(editor.name(of: event.actor)))
        case .segmentStruck(revising.id): warn(Phrases.struckMeanwhile(editor.name(of: event.actor)))
        default: break
        }
    }
}

extension Editor {
    /// What was written of another wording, if that is any other.
    var revisedWords: String? {
        guard let revising, !composer.isBlank, composer.text != revising.original else { return nil }
        return composer.text
    }

    /// All words that nobody else has: those of a revision stand above those that wait for its end.
    var ownWords: Composer {
        guard let revising else { return composer }
        var words = revising.kept
        if let revised = revisedWords { words.putAbove(revised) }
        return words
    }

    /// The same, as they are kept on disk.
    var keptWords: (text: String, caret: Int) {
        guard let revising else { return (composer.text, composer.caret) }
        let kept = revising.kept
        guard let revised = revisedWords else { return (kept.text, kept.caret) }
        if kept.isBlank { return (revised, composer.caret) }
        let head = revised + "\n\n"
        return (head + kept.text, head.count + kept.caret)
    }

    /// Puts texts that come back above the words that are being written, never among those of a revision.
    mutating func putAbove(_ text: String, at moment: Timestamp) {
        if revising == nil { composer.putAbove(text, at: moment) } else { revising?.kept.putAbove(text, at: moment) }
    }
}
