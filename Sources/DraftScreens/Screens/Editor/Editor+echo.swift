import CellGrid

// What a letter does before anybody has thought about it.
extension Model {
    /// How a letter that is typed next will look at the caret, where it changes nothing else on the screen: it is put at the
    /// end of the text, in a line with room behind it.
    func echo(of editor: Editor, in area: Rect, caret: Point?) -> Style? {
        let composer = editor.composer
        guard let caret, isTyping(in: editor), editor.holds(me), readingOnly(editor) == nil, !composer.isBlank,
            composer.offset == composer.content.end, lengthText(editor) == nil,
            caret.column > area.origin.column, caret.column + 2 < area.columns.upperBound,
            // Behind anything else the letter may become a part of it, or break the line elsewhere.
            composer.content.character(before: composer.offset)?.isASCII == true
        else { return nil }
        return theme.body
    }

    /// Whether letters are text, and a key takes nothing off the screen.
    private func isTyping(in editor: Editor) -> Bool {
        overlay == nil && notice == nil && keysBegun.isEmpty && editor.search == nil && editor.find == nil
            && editor.chosen == nil && !editor.isArmed && !editor.composer.isSelecting && spelling.phase == .off
            && (!keymap.isModal || vi.mode == .insert)
    }
}
