import DraftCore

// Why an action cannot be had at this moment: what its key would be answered with.
extension Model {
    /// Why `action` does nothing; nil where it does something.
    func refusal(of action: Action, _ editor: Editor) -> String? {
        if let reading = readingOnly(editor), action.isForOthers { return reading.refusal }
        if let refusal = refusalOfSegments(action, editor) { return refusal.reason }
        switch action {
        case .send: return refusalToSend(editor)
        case .pass: return refusalToPass(editor)
        case .passTo: return refusalToChoose(editor)
        case .reclaim: return refusalToReclaim(editor)
        case .addWriter: return editor.draft?.creatorID == me ? nil : Phrases.onlyCreatorAdds
        case .search: return editor.replica == nil ? Phrases.notOpenYet : nil
        case .export: return editor.replica == nil && editor.composer.isBlank ? Phrases.notOpenYet : nil
        case .drafts: return isGuest && !editor.composer.isSelecting ? Phrases.guestHasNoList : nil
        default: return refusalToCompose(action, editor)
        }
    }

    private func refusalToSend(_ editor: Editor) -> String? {
        if editor.composer.isBlank { return Phrases.nothingToSend }
        if editor.isArmed { return nil }
        guard let draft = editor.draft else { return Phrases.notOpenYet }
        if draft.role(of: me)?.mayWrite != true { return Phrases.viewerMayNotWrite }
        if draft.status != .active { return Phrases.notActive }
        let count = editor.composer.content.trimmedScalarCount
        return count > draft.segmentLimit ? Phrases.tooLong(count, limit: draft.segmentLimit) : nil
    }

    private func refusalToPass(_ editor: Editor) -> String? {
        guard let draft = editor.draft else { return Phrases.notOpenYet }
        if draft.ring.holder != me { return Phrases.notYourRing }
        if draft.status != .active { return Phrases.notActive }
        return editor.nextHolder == nil ? Phrases.nobodyToPassTo : nil
    }

    private func refusalToChoose(_ editor: Editor) -> String? {
        guard let draft = editor.draft else { return Phrases.notOpenYet }
        if draft.ring.holder != me { return Phrases.notYourRing }
        return draft.candidates.isEmpty ? Phrases.nobodyToPassTo : nil
    }

    private func refusalToReclaim(_ editor: Editor) -> String? {
        guard let draft = editor.draft else { return Phrases.notOpenYet }
        if draft.creatorID != me { return Phrases.onlyCreatorReclaims }
        return draft.ring.holder == me ? Phrases.alreadyYours : nil
    }

    private func refusalToCompose(_ action: Action, _ editor: Editor) -> String? {
        guard let command = action.composerCommand else { return nil }
        if isGuest { return Phrases.guestMayNotWrite }
        switch command {
        case .cut, .copy: return editor.composer.isSelecting ? nil : Phrases.nothingSelected
        case .yank: return killRing.newest == nil ? Phrases.nothingToYank : nil
        default: return nil
        }
    }
}
