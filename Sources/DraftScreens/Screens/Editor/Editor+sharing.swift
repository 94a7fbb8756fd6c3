import DraftCore

// Whether the others see the holder's words while they are being written.
extension Model {
    /// Whether this draft's words are shared; each draft is switched by itself.
    func sharesWords(_ editor: Editor) -> Bool {
        !privateDrafts.contains(editor.id) && (preferences.sharesWords || sharedDrafts.contains(editor.id))
    }

    /// `^O`: keeps the words private, or lets them be seen again.
    mutating func toggleSharing(_ editor: Editor) -> [Effect] {
        if sharesWords(editor) {
            privateDrafts.insert(editor.id)
            sharedDrafts.remove(editor.id)
            tell(Phrases.wordsPrivateNow)
            // Also without the ring: words of the last turn may still be on their way to the others.
            return [.shareWords(""), .keepPrivate(editor.id, true)]
        }
        privateDrafts.remove(editor.id)
        sharedDrafts.insert(editor.id)
        tell(Phrases.wordsSharedNow)
        return share((editor.revising?.kept ?? editor.composer).text, editor) + [.keepPrivate(editor.id, false)]
    }

    /// Lets the others see `words`, if the ring is here and the words are not private.
    func share(_ words: String, _ editor: Editor) -> [Effect] {
        sharesWords(editor) && editor.holds(me) ? [.shareWords(words)] : []
    }
}
