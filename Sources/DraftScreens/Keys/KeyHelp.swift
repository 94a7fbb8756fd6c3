/// What a key does, as the help tells it.
struct KeyHelp {
    let key: String
    let action: String

    static let library = [
        KeyHelp(key: "↑ ↓", action: "choose a draft"),
        KeyHelp(key: "Enter", action: "open it"),
        KeyHelp(key: "^N", action: "begin a new draft"),
        KeyHelp(key: "^L", action: "look again"),
        KeyHelp(key: "^P", action: "find an action by its name"),
        KeyHelp(key: "^Q", action: "leave"),
    ]

    static let editor = [
        KeyHelp(key: "^S", action: "send what you have written"),
        KeyHelp(key: "^R", action: "pass the ring to the next writer"),
        KeyHelp(key: "^T", action: "choose who gets the ring"),
        KeyHelp(key: "^G", action: "take the ring back (the draft's creator)"),
        KeyHelp(key: "^N", action: "add a writer (the draft's creator)"),
        KeyHelp(key: "^F", action: "find in the manuscript"),
        KeyHelp(key: "^U, Alt S", action: "choose a segment to copy, revise or strike"),
        KeyHelp(key: "^X", action: "export the manuscript to a file"),
        KeyHelp(key: "^O", action: "show or hide your words while you write"),
        KeyHelp(key: "^P", action: "find an action by its name"),
        KeyHelp(key: "^L", action: "draw the screen anew"),
        KeyHelp(key: "F2", action: "show user ids instead of names, and back"),
        KeyHelp(key: "F3", action: "show statistics: words by day and author, a goal"),
        KeyHelp(key: "F4", action: "show text and composer alone, and back"),
        KeyHelp(key: "PgUp PgDn", action: "read up and down"),
        KeyHelp(key: "Ctrl ↑ ↓", action: "read line by line"),
        KeyHelp(key: "Ctrl Home End", action: "go to the beginning, the newest"),
        KeyHelp(key: "Ctrl ← →", action: "move by words"),
        KeyHelp(key: "^W", action: "delete the word before the caret"),
        KeyHelp(key: "Esc", action: "back to your drafts; your words are kept"),
        KeyHelp(key: "^Q", action: "leave; your words are kept"),
    ]
}
