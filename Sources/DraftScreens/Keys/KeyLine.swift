import DraftCore

/// The line of keys at the bottom: what can be done at this moment, and nothing else.
enum KeyLine {
    struct Entry: Equatable {
        let key: String
        let action: String
    }

    static let library = [
        Entry(key: "Enter", action: "open"), Entry(key: "^N", action: "new draft"),
        Entry(key: "^F", action: "find"), Entry(key: "^S", action: "sort"), Entry(key: "^Q", action: "leave"),
        Entry(key: "F1", action: "help"), Entry(key: "^L", action: "look again"), Entry(key: "^O", action: "servers"),
    ]

    /// While titles are looked through.
    static let filter = [
        Entry(key: "Enter", action: "open"), Entry(key: "↑ ↓", action: "choose"), Entry(key: "Esc", action: "show all"),
        Entry(key: "^Q", action: "leave"), Entry(key: "F1", action: "help"),
    ]

    /// What can be done in the list.
    static func entries(of library: Library) -> [Entry] {
        let entries = library.filter == nil ? Self.library : filter
        let needed: Set = ["Enter", "↑ ↓", "^F", "^S"]
        return entries.filter { !needed.contains($0.key) || library.selected != nil }
    }

    static let search = [
        Entry(key: "Enter", action: "next"), Entry(key: "↑", action: "previous"), Entry(key: "Esc", action: "close"),
    ]

    static func editor(_ editor: Editor, me: UserID, reading: ReadingOnly? = nil) -> [Entry] {
        let list = reading?.isOfGuest == true ? [] : [Entry(key: "Esc", action: "drafts")]
        let rest = list + [Entry(key: "^Q", action: "leave"), Entry(key: "F1", action: "help")]
        guard reading == nil, let draft = editor.draft, draft.role(of: me)?.mayWrite == true, draft.status == .active,
            editor.closedBecause == nil
        else {
            let reading = [Entry(key: "^F", action: "find"), Entry(key: "^X", action: "export")]
            return (editor.closedBecause == nil ? reading : reading.reversed()) + rest
        }
        var entries: [Entry] = []
        if draft.ring.holder == me {
            entries.append(Entry(key: "^S", action: "send"))
            if let next = editor.nextHolder {
                entries.append(Entry(key: "^R", action: "pass to \(editor.name(of: next))"))
                entries.append(Entry(key: "^T", action: "pass to…"))
            } else {
                entries.append(Entry(key: "^N", action: "add a writer"))
            }
        } else {
            entries.append(Entry(key: "^S", action: editor.isArmed ? "do not send" : "send on your turn"))
            if draft.creatorID == me { entries.append(Entry(key: "^G", action: "take the ring")) }
        }
        return entries + rest
    }
}
