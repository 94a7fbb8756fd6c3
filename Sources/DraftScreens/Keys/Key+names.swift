import CellGrid

// How keys are called: on the screen, and in the configuration file.
extension Key {
    /// As the screen shows it: `^S`, `Alt Shift U`, `PgUp`.
    var name: String {
        guard case .character(let character) = code else { return Self.prefix(modifiers) + bareName }
        let letter = character == " " ? "Space" : character.uppercased()
        switch modifiers {
        case []: return character == " " ? letter : String(character)
        case .control: return "^" + letter
        default:
            let shift = character.isUppercase ? "Shift " : ""
            let alt = modifiers.contains(.alt) ? "Alt " : ""
            return alt + shift + (modifiers.contains(.control) ? "^" : "") + letter
        }
    }

    /// The name without its modifiers.
    var bareName: String {
        switch code {
        case .character(let character): String(character)
        case .function(let number): "F\(number)"
        default: Self.names[code]?.name ?? ""
        }
    }

    /// Whether it has a name, and is no letter.
    var isNamed: Bool {
        if case .character = code { false } else { true }
    }

    /// What stands before the names of keys with these modifiers.
    static func prefix(_ modifiers: Modifiers) -> String {
        (modifiers.contains(.control) ? "Ctrl " : "") + (modifiers.contains(.alt) ? "Alt " : "")
            + (modifiers.contains(.shift) ? "Shift " : "")
    }

    /// As the configuration file writes it: `ctrl-s`, `alt-shift-u`, `pgup`.
    var spelling: String {
        var head = (modifiers.contains(.control) ? "ctrl-" : "") + (modifiers.contains(.alt) ? "alt-" : "")
        switch code {
        case .character(let character):
            if character.isUppercase { head += "shift-" }
            return head + (character == " " ? "space" : character.lowercased())
        case .function(let number): return head + (modifiers.contains(.shift) ? "shift-" : "") + "f\(number)"
        default:
            return head + (modifiers.contains(.shift) ? "shift-" : "") + (Self.names[code]?.spellings.first ?? "")
        }
    }

    /// The key that is spelled so, whatever the case of the letters; nil where that is none.
    init?(spelled word: String) {
        var modifiers: Modifiers = []
        var rest = Substring(word.lowercased())
        while let head = Self.heads.first(where: { rest.hasPrefix($0.text) && rest.count > $0.text.count }) {
            modifiers.insert(head.modifier)
            rest = rest.dropFirst(head.text.count)
        }
        if let code = Self.codes[String(rest)] {
            self.init(code, modifiers)
        } else if rest.count == 1, let letter = rest.first, letter.isASCII ? letter > " " : !letter.isWhitespace {
            self.init(letter: letter, modifiers)
        } else if rest == "space" {
            self.init(letter: " ", modifiers)
        } else {
            return nil
        }
    }

    /// Control with a mark is what the terminal makes of it; shift makes another letter.
    private init(letter: Character, _ modifiers: Modifiers) {
        guard modifiers.contains(.control) else {
            let isShifted = modifiers.contains(.shift)
            let shifted = letter.uppercased()
            // What has no capital stays a key with shift, which no terminal sends.
            guard isShifted, shifted != String(letter), shifted.count == 1, let capital = shifted.first else {
                self.init(.character(letter), modifiers)
                return
            }
            self.init(.character(capital), modifiers.subtracting(.shift))
            return
        }
        let sent: [Character: Character] = ["/": "_", "@": " "]
        self.init(.character(sent[letter] ?? letter), modifiers)
    }

    private static let heads: [(text: String, modifier: Modifiers)] = [
        ("ctrl-", .control), ("control-", .control), ("^", .control), ("alt-", .alt), ("meta-", .alt),
        ("shift-", .shift),
    ]

    private static let names: [Code: (name: String, spellings: [String])] = [
        .enter: ("Enter", ["enter", "return"]), .tab: ("Tab", ["tab"]), .backspace: ("Backspace", ["backspace"]),
        .delete: ("Delete", ["delete", "del"]), .insert: ("Insert", ["insert", "ins"]),
        .escape: ("Esc", ["esc", "escape"]), .up: ("↑", ["up"]), .down: ("↓", ["down"]), .left: ("←", ["left"]),
        .right: ("→", ["right"]), .home: ("Home", ["home"]), .end: ("End", ["end"]),
        .pageUp: ("PgUp", ["pgup", "pageup"]), .pageDown: ("PgDn", ["pgdn", "pagedown"]),
    ]

    private static let codes: [String: Code] = {
        var codes: [String: Code] = [:]
        for (code, (_, spellings)) in names { for spelling in spellings { codes[spelling] = code } }
        for number in 1...24 { codes["f\(number)"] = .function(number) }
        return codes
    }()
}
