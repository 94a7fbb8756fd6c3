import DraftCore

extension Composer {
    /// What a key does to a text of one line.
    mutating func takeInLine(_ meaning: KeyMeaning) {
        switch meaning {
        case .action(.deleteBackward): deleteBackward()
        case .action(.deleteForward): deleteForward()
        case .action(.left): move(.left)
        case .action(.right): move(.right)
        case .action(.lineStart): move(.textStart)
        case .action(.lineEnd): move(.textEnd)
        case .text(let character): insert(SafeText.cleaned(String(character), for: .line).text)
        case .action, .beginning, .nothing: break
        }
    }

    /// Takes out what is selected, or else the character before the caret.
    mutating func deleteBackward(at moment: Timestamp = .never) {
        if let selection { return replace(selection, with: "", at: moment) }
        replace(reach(of: .left), with: "", as: .deletingBackward, at: moment)
    }

    /// Takes out what is selected, or else the character behind the caret.
    mutating func deleteForward(at moment: Timestamp = .never) {
        if let selection { return replace(selection, with: "", at: moment) }
        replace(reach(of: .right), with: "", as: .deletingForward, at: moment)
    }
}
