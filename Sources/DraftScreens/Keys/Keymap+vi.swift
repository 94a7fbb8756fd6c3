extension Keymap {
    /// The keys of vi: the letters are `ViMode`'s, what stands here holds in every mode.
    ///
    /// Esc goes to the normal mode and never out of the draft; `^R` makes again what was taken back, as in vi, so the ring is
    /// passed by another key.
    public static let vi = Keymap(name: "vi", viKeys)

    /// Whether letters are commands until one says that they are to be written.
    var isModal: Bool { name == "vi" }

    private static let viKeys = plainKeys.merging([
        .drafts: "alt-l", .pass: "alt-p", .redo: "ctrl-r, alt-shift-u",
        .search: "alt-s", .chooseSegment: "ctrl-u", .revise: "ctrl-u", .readPageUp: "ctrl-b, pgup",
        .readPageDown: "ctrl-f, pgdn",
        .readUp: "ctrl-y, ctrl-up", .readDown: "ctrl-e, ctrl-down",
        .lineEnd: "end", .yank: "ctrl-v, shift-insert", .deleteForward: "delete",
        .previousMatch: "up", .newLine: "enter, alt-enter", .deleteBackward: "backspace",
        .killWordBackward: "ctrl-w, alt-backspace",
    ]) { $1 }
}
