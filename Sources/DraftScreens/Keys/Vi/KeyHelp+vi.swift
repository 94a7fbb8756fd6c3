extension KeyHelp {
    /// The letters of the modal keymap while they are not written down.
    static let vi = [
        KeyHelp(letters: "i a, I A", does: "write here, behind it; at the line's ends"),
        KeyHelp(letters: "o, O", does: "write in a new line below, above"),
        KeyHelp(letters: "Esc", does: "back from writing to the commands"),
        KeyHelp(letters: "h j k l", does: "move by characters, by lines as shown"),
        KeyHelp(letters: "w b e", does: "move by words"),
        KeyHelp(letters: "0 ^ $", does: "go to the line's beginning, letter, end"),
        KeyHelp(letters: "gg G, { }", does: "go to a line; move by paragraphs"),
        KeyHelp(letters: "d y c", does: "cut, copy, change as far as a motion"),
        KeyHelp(letters: "dd yy cc, Y", does: "the same with lines"),
        KeyHelp(letters: "x X, D C", does: "cut characters; cut, change to the end"),
        KeyHelp(letters: "p P", does: "put in behind, before the caret"),
        KeyHelp(letters: "u", does: "take the last change back"),
        KeyHelp(letters: "v", does: "select; then y, d or c"),
        KeyHelp(letters: "/, n N", does: "find in it; the next, the previous"),
        KeyHelp(letters: ":w :q :pass", does: "send, leave, pass; any action by its name"),
    ]
}
