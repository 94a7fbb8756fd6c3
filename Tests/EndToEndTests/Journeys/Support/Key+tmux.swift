import CellGrid

extension Key {
    /// What tmux calls it.
    var tmuxName: String {
        let isBacktab = self == .backtab
        let heads: [(Modifiers, String)] = [(.control, "C-"), (.alt, "M-"), (.shift, "S-")]
        let head = heads.filter { modifiers.contains($0.0) }.map(\.1).joined()
        return isBacktab ? "BTab" : head + tmuxCode
    }

    private var tmuxCode: String {
        switch code {
        case .character(" "): "Space"
        case .character(let character): String(character)
        case .function(let number): "F\(number)"
        case .enter: "Enter"
        case .tab: "Tab"
        case .backspace: "BSpace"
        case .delete: "DC"
        case .insert: "IC"
        case .escape: "Escape"
        case .up: "Up"
        case .down: "Down"
        case .left: "Left"
        case .right: "Right"
        case .home: "Home"
        case .end: "End"
        case .pageUp: "PPage"
        case .pageDown: "NPage"
        }
    }
}
