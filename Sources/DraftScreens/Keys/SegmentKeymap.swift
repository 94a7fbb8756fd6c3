import CellGrid

/// What a key can do to the segment that is chosen.
enum SegmentCommand: Hashable, Sendable {
    case move(SegmentMove)
    case details, copy, revise, strike, leave
}

/// Which key does what to the segment that is chosen.
enum SegmentKeymap {
    /// The keys that choose a segment where none is chosen. The second is for those whose terminal keeps the first.
    static let opening: Set<Key> = [.control("u"), .alt("s")]

    static let plain: [Key: SegmentCommand] = [
        .up: .move(.before), .down: .move(.after), .home: .move(.first), .end: .move(.last),
        .pageUp: .move(.pageBefore), .pageDown: .move(.pageAfter),
        .backtab: .move(.sameAuthorBefore), .tab: .move(.sameAuthorAfter),
        Key(.up, .alt): .move(.otherAuthorBefore), Key(.down, .alt): .move(.otherAuthorAfter),
        .left: .move(.turnBefore), .right: .move(.turnAfter),
        .enter: .details, .control("c"): .copy, .alt("w"): .copy, .control("u"): .revise, .alt("s"): .revise,
        .control("d"): .strike, .delete: .strike, .escape: .leave,
    ]
}

extension KeyHelp {
    /// The keys of a segment that is chosen.
    static let segments = [
        KeyHelp(key: "↑, ↓", action: "choose the segment above, below"),
        KeyHelp(key: "←, →", action: "go to where the turn begins, the next one"),
        KeyHelp(key: "Tab, Shift Tab", action: "go to what the same author wrote"),
        KeyHelp(key: "Alt ↑, ↓", action: "go to what another author wrote"),
        KeyHelp(key: "Home, End", action: "choose the first segment, the newest"),
        KeyHelp(key: "PgUp, PgDn", action: "choose one a page up, a page down"),
        KeyHelp(key: "Enter", action: "tell who wrote it and when, and its wordings"),
        KeyHelp(key: "^C", action: "copy it"),
        KeyHelp(key: "^U", action: "revise it in the composer"),
        KeyHelp(key: "^D, Delete", action: "strike it, when pressed twice"),
        KeyHelp(key: "Esc", action: "let it go"),
    ]
}

extension KeyLine {
    /// The keys of the segment that is chosen, and of its revision.
    static func segments(mayAmend: Bool, isStriking: Bool) -> [Entry] {
        if isStriking { return [Entry(key: "^D", action: "strike it"), Entry(key: "Esc", action: "keep it")] }
        let amending = [Entry(key: "^U", action: "revise"), Entry(key: "^D", action: "strike")]
        let rest = [
            Entry(key: "↑", action: "above"), Entry(key: "↓", action: "below"), Entry(key: "Enter", action: "details"),
            Entry(key: "^C", action: "copy"),
        ]
        return (mayAmend ? amending : []) + rest + [
            Entry(key: "Esc", action: "let go"), Entry(key: "F1", action: "help"),
        ]
    }

    static let revising = [
        Entry(key: "^S", action: "send the revision"), Entry(key: "Esc", action: "leave it as it was"),
        Entry(key: "^Q", action: "leave"), Entry(key: "F1", action: "help"),
    ]
}
