import CellGrid

extension Key {
    /// The key that the help calls so, as `^S`, `Alt Shift U` or `PgUp`; nil where it names several or none.
    init?(named name: String) {
        var modifiers: Modifiers = []
        var rest = Substring(name)
        for (prefix, modifier) in [("Ctrl ", Modifiers.control), ("Alt ", .alt), ("Shift ", .shift)]
        where rest.hasPrefix(prefix) {
            modifiers.insert(modifier)
            rest = rest.dropFirst(prefix.count)
        }
        if rest == "^Space" {
            self = .control(" ")
        } else if rest.count == 2, rest.first == "^", let letter = rest.last {
            self = .control(Character(letter.lowercased()))
        } else if let code = Self.codes[String(rest)] {
            self.init(code, modifiers)
        } else if rest.count == 1, let letter = rest.first, modifiers.contains(.alt) {
            let isShifted = modifiers.contains(.shift)
            self = .alt(isShifted ? letter : Character(letter.lowercased()))
        } else {
            return nil
        }
    }

    private static let codes: [String: Code] = [
        "Enter": .enter, "Tab": .tab, "Backspace": .backspace, "Delete": .delete, "Esc": .escape, "↑": .up, "↓": .down,
        "←": .left, "→": .right, "Home": .home, "End": .end, "PgUp": .pageUp, "PgDn": .pageDown, "F1": .function(1),
        "F2": .function(2), "F3": .function(3), "F4": .function(4), "F5": .function(5), "F6": .function(6),
        "F7": .function(7), "F8": .function(8), "F9": .function(9), "F10": .function(10),
    ]
}
