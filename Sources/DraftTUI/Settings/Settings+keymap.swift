import DraftScreens

extension Settings {
    /// The keymap that is asked for, with the actions that `[keys]` rebinds, and what of these is not understood.
    var boundKeymap: (Keymap, [KeymapProblem]) {
        let keymap: Keymap =
            switch self[.keymap].value.spelling {
            case "emacs": .emacs
            case "vi": .vi
            default: .plain
            }
        return keys.isEmpty ? (keymap, []) : keymap.rebinding(keys)
    }

    /// Tells on standard error what was not understood.
    func complain() {
        for problem in problems { Output.complain(problem.description) }
    }
}

extension Model {
    /// Takes over what the reader has set, and tells in one sentence what of it is not understood.
    mutating func adopt(_ settings: Settings) {
        adopt(settings.preferences)
        keymap = settings.boundKeymap.0
        if let sentence = settings.notice { tellOfSettings(sentence) }
    }
}
