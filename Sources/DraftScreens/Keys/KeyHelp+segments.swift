extension KeyHelp {
    /// The keys of a segment that is chosen.
    static let segments = [
        KeyHelp(.chooseUp, .chooseDown, does: "choose the segment above, below"),
        KeyHelp(.turnStart, .turnNext, does: "go to where the turn begins, the next one"),
        KeyHelp(.sameAuthorNext, .sameAuthorPrevious, does: "go to what the same author wrote"),
        KeyHelp(.otherAuthorPrevious, .otherAuthorNext, does: "go to what another author wrote"),
        KeyHelp(.chooseFirst, .chooseLast, does: "choose the first segment, the newest"),
        KeyHelp(.choosePageUp, .choosePageDown, does: "choose one a page up, a page down"),
        KeyHelp(.accept, does: "tell who wrote it and when, and its wordings"),
        KeyHelp(.copy, does: "copy it"),
        KeyHelp(.revise, does: "revise it in the composer"),
        KeyHelp(.strike, ranks: [0, 1], does: "strike it, when pressed twice"),
        KeyHelp(.cancel, does: "let it go"),
    ]
}

extension KeyLine {
    /// The keys of the segment that is chosen, and of its revision.
    static func segments(mayAmend: Bool, isStriking: Bool) -> [Entry] {
        if isStriking { return [Entry(.strike, "strike it"), Entry(.cancel, "keep it")] }
        let amending = [Entry(.revise, "revise"), Entry(.strike, "strike")]
        let rest = [
            Entry(.chooseUp, "above"), Entry(.chooseDown, "below"), Entry(.accept, "details"), Entry(.copy, "copy"),
        ]
        return (mayAmend ? amending : []) + rest + [Entry(.cancel, "let go"), Entry(.help, "help")]
    }

    static let revising = [
        Entry(.send, "send the revision"), Entry(.cancel, "leave it as it was"), Entry(.quit, "leave"),
        Entry(.help, "help"),
    ]
}
