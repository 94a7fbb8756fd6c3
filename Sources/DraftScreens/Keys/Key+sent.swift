import CellGrid

extension Key {
    /// Why no terminal sends it, in a clause; nil where terminals do.
    var reasonNotSent: String? {
        switch code {
        case .character(let character): reasonNotSent(character)
        case .enter, .backspace: modifiers.isSubset(of: .alt) ? nil : Phrases.sentAsPlain(Key(code).name)
        case .escape: modifiers.isEmpty ? nil : Phrases.sentAsPlain("Esc")
        case .tab: modifiers.contains(.control) ? Phrases.sentAsPlain("Tab") : nil
        case .function(let number): number > 12 && !modifiers.isEmpty ? Phrases.notSent : nil
        case .delete, .insert, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown: nil
        }
    }

    private func reasonNotSent(_ character: Character) -> String? {
        if modifiers.contains(.shift) { return Phrases.notSent }
        guard modifiers.contains(.control) else { return nil }
        switch character {
        case "h": return Phrases.sentAsPlain("Backspace")
        case "i": return Phrases.sentAsPlain("Tab")
        case "m": return Phrases.sentAsPlain("Enter")
        case "[": return Phrases.sentAsPlain("Esc")
        case "a"..."z", " ", "\\", "]", "^", "_": return nil
        default: return Phrases.notSent
        }
    }
}
