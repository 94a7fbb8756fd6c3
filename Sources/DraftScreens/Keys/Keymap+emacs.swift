extension Keymap {
    /// The keys of Emacs, as far as they mean something here.
    ///
    /// Esc closes what lies over the text and nothing else: who takes it for Meta and waits too long leaves nothing.
    public static let emacs = Keymap(name: "emacs", emacsKeys)

    private static let emacsKeys = commonKeys.merging([
        .quit: "ctrl-x ctrl-c", .palette: "alt-x", .newDraft: "ctrl-x ctrl-f", .drafts: "ctrl-x k",
        .filter: "ctrl-s", .sort: "alt-s", .servers: "ctrl-x ctrl-b",
        .chooseUp: "up, ctrl-p", .chooseDown: "down, ctrl-n", .choosePageUp: "pgup, alt-v",
        .choosePageDown: "pgdn, ctrl-v", .chooseFirst: "home, alt-<", .chooseLast: "end, alt->",
        .cancel: "ctrl-g, esc", .deselect: "ctrl-g",
        .send: "ctrl-x ctrl-s", .pass: "ctrl-x ctrl-p", .passTo: "ctrl-x p", .reclaim: "ctrl-x g",
        .addWriter: "ctrl-x a", .shareWords: "ctrl-x ctrl-o", .export: "ctrl-x ctrl-w",
        .search: "ctrl-s", .find: "alt-s", .replace: "alt-%", .replaceAll: "alt-enter",
        .nextMatch: "down, ctrl-n", .previousMatch: "up, ctrl-r, ctrl-p",
        .readPageUp: "alt-v, pgup", .readPageDown: "ctrl-v, pgdn",
        .newLine: "enter, ctrl-j, alt-enter",
        .left: "ctrl-b, left", .right: "ctrl-f, right", .up: "ctrl-p, up", .down: "ctrl-n, down",
        .wordLeft: "alt-b, ctrl-left, alt-left", .wordRight: "alt-f, ctrl-right, alt-right",
        .lineStart: "ctrl-a, home", .lineEnd: "ctrl-e, end",
        .sentenceStart: "alt-a", .sentenceEnd: "alt-e",
        .paragraphStart: "alt-{, alt-up", .paragraphEnd: "alt-}, alt-down",
        .pageUp: "alt-pgup", .pageDown: "alt-pgdn", .textStart: "alt-<, alt-home", .textEnd: "alt->, alt-end",
        .mark: "ctrl-space", .selectAll: "ctrl-x h",
        .deleteBackward: "backspace", .deleteForward: "ctrl-d, delete",
        .killWordBackward: "alt-backspace", .killWordForward: "alt-d, alt-delete, ctrl-delete",
        .killLine: "ctrl-k", .killSentence: "alt-k", .cut: "ctrl-w, shift-delete", .copy: "alt-w, ctrl-insert",
        .yank: "ctrl-y, shift-insert", .yankPop: "alt-y",
        .undo: "ctrl-/, ctrl-x u", .redo: "alt-_, alt-shift-z", .setTypography: "alt-q",
    ]) { $1 }
}
