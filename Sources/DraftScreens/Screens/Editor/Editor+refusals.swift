import CellGrid
import DraftCore

// Why an action cannot be had at this moment: what its key would be answered with.
extension Model {
    /// Why `key` does nothing; nil where it does something.
    func refusal(of key: Key, _ editor: Editor) -> String? {
        if let reading = readingOnly(editor), Self.changing.contains(key) { return reading.refusal }
        if let refusal = refusalOfSegments(key, editor) { return refusal.reason }
        switch key {
        case .control("s"): return refusalToSend(editor)
        case .control("r"): return refusalToPass(editor)
        case .control("t"): return refusalToChoose(editor)
        case .control("g"): return refusalToReclaim(editor)
        case .control("n"): return editor.draft?.creatorID == me ? nil : Phrases.onlyCreatorAdds
        case .control("f"): return editor.replica == nil ? Phrases.notOpenYet : nil
        case .control("x"): return editor.replica == nil && editor.composer.isBlank ? Phrases.notOpenYet : nil
        case .escape: return isGuest && !editor.composer.isSelecting ? Phrases.guestHasNoList : nil
        default: return refusalToCompose(key, editor)
        }
    }

    /// The keys that would change what others see.
    static let changing: Set<Key> = [
        .control("s"), .control("r"), .control("t"), .control("g"), .control("n"), .control("o"),
    ]

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

    private func refusalToCompose(_ key: Key, _ editor: Editor) -> String? {
        guard let command = ComposerKeymap.command(for: key) else { return nil }
        if isGuest { return Phrases.guestMayNotWrite }
        switch command {
        case .cut, .copy: return editor.composer.isSelecting ? nil : Phrases.nothingSelected
        case .yank: return killRing.newest == nil ? Phrases.nothingToYank : nil
        default: return nil
        }
    }
}
