import CellGrid
import DraftCore

extension Composer {
    /// What a key does to a text of one line.
    mutating func takeInLine(_ key: Key) {
        switch key {
        case .backspace, .control("h"): deleteBackward()
        case .delete: deleteForward()
        case .left: move(.left)
        case .right: move(.right)
        case .home: move(.textStart)
        case .end: move(.textEnd)
        default:
            if let character = key.text { insert(SafeText.cleaned(String(character), for: .line).text) }
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
