import CellGrid
import DraftCore

/// The line of keys at the bottom: what can be done at this moment, and nothing else.
enum KeyLine {
    struct Entry: Equatable {
        /// Nil where no action of a keymap does it.
        let does: Action?
        /// In a word or two.
        let action: String
        /// What is shown for its key where that is not the one of the keymap.
        let key: String?

        init(_ does: Action?, _ action: String, key: String? = nil) {
            self.does = does
            self.action = action
            self.key = key
        }
    }

    static let library = [
        Entry(.accept, "open"), Entry(.newDraft, "new draft"), Entry(.filter, "find"), Entry(.sort, "sort"),
        Entry(.quit, "leave"), Entry(.help, "help"), Entry(.redraw, "look again"), Entry(.servers, "servers"),
    ]

    /// What can be done in the list, or while titles are looked through.
    static func entries(of library: Library, _ keymap: Keymap) -> [Entry] {
        let arrows = KeyHelp(.chooseUp, .chooseDown, does: "").key(in: keymap)
        let filter = [
            Entry(.accept, "open"), Entry(.chooseUp, "choose", key: arrows), Entry(.cancel, "show all"),
            Entry(.quit, "leave"), Entry(.help, "help"),
        ]
        let needed: Set<Action?> = [.accept, .chooseUp, .filter, .sort]
        let entries = library.filter == nil ? Self.library : filter
        return entries.filter { !needed.contains($0.does) || library.selected != nil }
    }

    static let search = [Entry(.accept, "next"), Entry(.previousMatch, "previous"), Entry(.cancel, "close")]

    static func editor(_ editor: Editor, me: UserID, reading: ReadingOnly? = nil) -> [Entry] {
        let list = reading?.isOfGuest == true ? [] : [Entry(.drafts, "drafts")]
        let rest = list + [Entry(.quit, "leave"), Entry(.help, "help")]
        guard reading == nil, let draft = editor.draft, draft.role(of: me)?.mayWrite == true, draft.status == .active,
            editor.closedBecause == nil
        else {
            let reading = [Entry(.search, "find"), Entry(.export, "export")]
            return (editor.closedBecause == nil ? reading : reading.reversed()) + rest
        }
        var entries: [Entry] = []
        if draft.ring.holder == me {
            entries.append(Entry(.send, "send"))
            if let next = editor.nextHolder {
                entries.append(Entry(.pass, "pass to \(editor.name(of: next))"))
                entries.append(Entry(.passTo, "pass to…"))
            } else {
                entries.append(Entry(.addWriter, "add a writer"))
            }
        } else {
            entries.append(Entry(.send, editor.isArmed ? "do not send" : "send on your turn"))
            if draft.creatorID == me { entries.append(Entry(.reclaim, "take the ring")) }
        }
        return entries + rest
    }

    /// The keys of the words where something is selected in them.
    static func composer(_ editor: Editor, _ keymap: Keymap) -> [Entry]? {
        guard editor.composer.isSelecting else { return nil }
        let lettingGo: Action = keymap.name(of: .deselect) == nil ? .drafts : .deselect
        return [Entry(.copy, "copy"), Entry(.killLine, "cut"), Entry(lettingGo, "let go"), Entry(.help, "help")]
    }

    /// What can follow upon keys that are the beginning of something: the keys that are missing, and what they do.
    static func following(_ begun: [Key], _ keymap: Keymap, in contexts: [KeyContext]) -> [Entry] {
        let beginning = KeySequence(begun)
        return contexts.flatMap(\.actions).flatMap { action in
            (keymap.keys[action] ?? []).filter { beginning.begins($0) }.map {
                Entry(action, action.shortTitle, key: KeySequence(Array($0.keys.dropFirst(begun.count))).name)
            }
        }
    }

    /// The keys of the search in the composer.
    static func find(_ find: ComposerFind, isModal: Bool = false) -> [Entry] {
        find.isInReplacement
            ? [
                Entry(.accept, "replace"), Entry(.replaceAll, "all"), Entry(.otherField, "find"),
                Entry(.cancel, "close"),
            ]
            : [
                Entry(.accept, isModal ? "go there" : "next"), Entry(.previousMatch, "previous"),
                Entry(.otherField, "replace by"),
                Entry(.cancel, "close"),
            ]
    }
}
