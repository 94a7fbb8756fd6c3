extension Keymap {
    /// The keys as nano, micro and a shell's line taught them.
    public static let plain = Keymap(name: "plain", plainKeys)

    /// The keymaps that one can choose from.
    public static let all = [plain, emacs, vi]

    /// Those that every keymap has: what needs no letter.
    static let commonKeys: [Action: String] = [
        .redraw: "ctrl-l", .suspend: "ctrl-z", .help: "f1", .showIDs: "f2", .statistics: "f3", .focus: "f4",
        .authors: "f5", .outsideEditor: "f6", .spell: "f7",
        .chooseSegment: "ctrl-u", .revise: "ctrl-u", .strike: "ctrl-d, delete",
        .sameAuthorPrevious: "shift-tab", .sameAuthorNext: "tab", .otherAuthorPrevious: "alt-up",
        .otherAuthorNext: "alt-down", .turnStart: "left", .turnNext: "right",
        .chooseUp: "up", .chooseDown: "down", .chooseNext: "tab", .choosePageUp: "pgup", .choosePageDown: "pgdn",
        .chooseFirst: "home", .chooseLast: "end", .accept: "enter", .cancel: "esc",
        .readPageUp: "pgup", .readPageDown: "pgdn", .readUp: "ctrl-up", .readDown: "ctrl-down",
        .readBeginning: "ctrl-home", .readNewest: "ctrl-end",
        .nextMatch: "down", .previousMatch: "up", .otherField: "tab, shift-tab",
        .newLine: "enter, alt-enter", .tab: "tab",
        .left: "left", .right: "right", .up: "up", .down: "down",
        .selectLeft: "shift-left", .selectRight: "shift-right", .selectUp: "shift-up", .selectDown: "shift-down",
        .selectWordLeft: "ctrl-shift-left, alt-shift-left", .selectWordRight: "ctrl-shift-right, alt-shift-right",
        .selectLineStart: "shift-home", .selectLineEnd: "shift-end",
        .selectParagraphStart: "alt-shift-up, ctrl-shift-up", .selectParagraphEnd: "alt-shift-down, ctrl-shift-down",
        .selectPageUp: "alt-shift-pgup, shift-pgup", .selectPageDown: "alt-shift-pgdn, shift-pgdn",
        .selectTextStart: "alt-shift-home, ctrl-shift-home", .selectTextEnd: "alt-shift-end, ctrl-shift-end",
    ]

    static let plainKeys = commonKeys.merging([
        .quit: "ctrl-q", .palette: "ctrl-p", .drafts: "esc", .newDraft: "ctrl-n",
        .filter: "ctrl-f", .sort: "ctrl-s", .servers: "ctrl-o",
        .send: "ctrl-s", .pass: "ctrl-r", .passTo: "ctrl-t", .reclaim: "ctrl-g", .addWriter: "ctrl-n",
        .shareWords: "ctrl-o", .chooseSegment: "ctrl-u, alt-s", .revise: "ctrl-u, alt-s", .search: "ctrl-f",
        .export: "ctrl-x", .replaceAll: "alt-enter, alt-a",
        .previousMatch: "up, shift-enter", .newLine: "enter, shift-enter, alt-enter",
        .wordLeft: "ctrl-left, alt-b, alt-left", .wordRight: "ctrl-right, alt-f, alt-right",
        .lineStart: "ctrl-a, home", .lineEnd: "ctrl-e, end",
        .sentenceStart: "alt-a", .sentenceEnd: "alt-e",
        .paragraphStart: "alt-up, alt-{", .paragraphEnd: "alt-down, alt-}",
        .pageUp: "alt-pgup", .pageDown: "alt-pgdn", .textStart: "alt-home, alt-<", .textEnd: "alt-end, alt->",
        .selectAll: "alt-shift-a", .mark: "ctrl-space",
        .deleteBackward: "backspace, ctrl-h, shift-backspace", .deleteForward: "delete, ctrl-d",
        .killWordBackward: "ctrl-w, alt-backspace, ctrl-backspace",
        .killWordForward: "alt-d, ctrl-delete, alt-delete", .killLine: "ctrl-k", .killSentence: "alt-k",
        .cut: "shift-delete", .copy: "ctrl-c, alt-w, ctrl-insert",
        .yank: "ctrl-y, ctrl-v, shift-insert", .yankPop: "alt-y",
        .undo: "alt-u, alt-z, ctrl-_", .redo: "alt-shift-u, alt-shift-z",
        .find: "alt-/", .replace: "alt-r", .setTypography: "alt-q",
    ]) { $1 }
}
