import DraftCore

/// What has come of a text that was handed to another editor.
public enum OutsideEdit: Equatable, Sendable {
    /// The text as the other editor left it.
    case edited(String)
    /// The text could not be edited; the reason, in a sentence.
    case failed(String)
}

// The words that are being written, in an editor of the writer's own.
extension Model {
    /// Hands the composer's text out. What others see of it stays as it is until it comes back.
    mutating func handOut(_ editor: inout Editor) -> [Effect] {
        guard !isGuest, editor.outside == nil else { return [] }
        let text = editor.composer.text
        editor.outside = text
        // Whoever goes out to change a text does not want it to go out by itself meanwhile.
        if editor.isArmed {
            editor.isArmed = false
            tell(Phrases.disarmedByEdit)
        }
        return [.editOutside(text)]
    }

    /// Takes in what another editor has made of the text.
    mutating func takeBack(_ result: OutsideEdit) -> [Effect] {
        guard case .editor(var editor) = screen, let given = editor.outside else { return [] }
        editor.outside = nil
        var effects: [Effect] = []
        switch result {
        case .failed(let reason):
            warn(Phrases.outsideFailed(reason))
        case .edited(let text):
            let (clean, dropped) = SafeText.cleaned(text, for: .segment)
            if clean == given {
                tell(Phrases.unchangedOutside)
            } else {
                effects = put(clean, inPlaceOf: given, &editor)
                tellOfLength(editor)
            }
            if dropped > 0 { warn(Phrases.dropped(dropped)) }
        }
        screen = .editor(editor)
        return effects
    }

    /// Words that were handed back meanwhile stand above the text and stay there.
    private mutating func put(_ text: String, inPlaceOf given: String, _ editor: inout Editor) -> [Effect] {
        killRing.interrupt()
        fit(&editor)
        let end = editor.composer.content.end
        if editor.composer.text.hasSuffix(given), !given.isEmpty || editor.composer.isEmpty {
            editor.composer.replace(end - given.utf8.count..<end, with: text, at: now)
        } else {
            editor.composer.putAbove(text, at: now)
        }
        editor.shownWords = editor.composer.wordCount
        reveal(&editor)
        return edited(&editor)
    }

    private mutating func tellOfLength(_ editor: Editor) {
        let count = editor.composer.content.trimmedScalarCount
        guard let limit = editor.draft?.segmentLimit, count > limit else { return }
        warn(Phrases.tooLong(count, limit: limit))
    }
}
