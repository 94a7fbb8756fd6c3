import CellGrid
import DraftCore

// What is said where there is nothing to show.
extension Model {
    /// What is said of the link where there is no room for all of it: how it is, before what it means for the words.
    func shortened(_ link: String, columns: Int) -> String {
        let state = link.split(separator: "·").first.map { SafeText.trimmed(String($0)) } ?? link
        // A sign and a word.
        let word = state.split(separator: " ").prefix(2).joined(separator: " ")
        return [link, state].first { CellWidth.columns(of: $0) <= columns }
            ?? CellWidth.truncated(word, columns: max(0, columns))
    }

    /// What stands in the place of a manuscript that has not come.
    func textOfUnopened(_ editor: Editor) -> String {
        guard case .offline = editor.link else { return Phrases.opening }
        return Phrases.notOnThisMachine
    }

    /// What stands in the place of a manuscript without a segment.
    func textOfEmpty(_ editor: Editor, _ draft: Draft) -> String {
        if let standstill = draft.standstill { return Phrases.nothingWritten + " " + standstill }
        if editor.holds(me), readingOnly(editor) == nil { return Phrases.emptyManuscript }
        return Phrases.nothingWritten + " " + Phrases.mayBegin(shortName(editor, draft.ring.holder))
    }

    /// What stands below the divider where the holder's words are not seen.
    func textOfWaiting(_ editor: Editor, _ draft: Draft) -> String {
        let holder = shortName(editor, draft.ring.holder)
        guard let standstill = draft.standstill else { return Phrases.waitingForWords(holder) }
        return standstill + " " + Phrases.wordsStay
    }

    /// What stands in a composer with nothing in it.
    func textOfEmptyComposer(_ draft: Draft?) -> String {
        draft?.standstill ?? composerHint
    }

    /// What is said of text that is not here, where the reader has come to the beginning of what is.
    func textOfOlder(_ editor: Editor) -> (text: String, short: String)? {
        guard let replica = editor.replica, !replica.manuscript.isComplete,
            editor.scroll.top == LineAnchor(order: replica.shownOrders.lowerBound, line: 0)
        else { return nil }
        let text = editor.link.carriesCommands ? Phrases.olderIsComing : Phrases.olderIsElsewhere
        return (text, Phrases.olderShort)
    }
}

extension Draft {
    /// Why nobody writes, in a sentence; nil where somebody may.
    fileprivate var standstill: String? {
        switch status {
        case .active: nil
        case .locked: Phrases.isLocked
        case .completed: Phrases.isCompleted
        }
    }
}
