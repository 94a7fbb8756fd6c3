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
}
