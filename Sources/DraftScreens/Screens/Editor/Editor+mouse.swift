import CellGrid
import DraftCore

/// Presses of the mouse in the composer that may belong together.
struct Pointing: Equatable, Sendable {
    /// So soon a second press follows the first, in milliseconds.
    static let doubleClick = 400

    var point: Point
    var moment: Timestamp
    /// How many presses came one upon the other.
    var count = 1
    var isHeld = true
    /// What the first of them selected; a drag selects from there on.
    var origin: Range<Int>

    func isFollowed(by point: Point, at moment: Timestamp) -> Bool {
        self.point == point && moment.milliseconds - self.moment.milliseconds <= Int64(Self.doubleClick)
    }
}

extension Model {
    /// Places the caret, selects as the mouse is dragged; a word at a second press, a paragraph at a third.
    mutating func point(_ mouse: Mouse, in editor: inout Editor) {
        fit(&editor)
        let area = EditorLayout(size, editor, me: me).composerText
        let layout = ComposerLayout(editor.composer, columns: area.size.columns)
        let row = mouse.point.row - area.origin.row + layout.top(rows: area.size.rows)
        let offset = layout.offset(at: Point(column: mouse.point.column - area.origin.column, row: row))
        switch mouse.action {
        case .press(.left):
            killRing.interrupt()
            guard area.rows.contains(mouse.point.row) else { return editor.pointing = nil }
            press(at: offset, mouse, in: &editor)
        case .drag(.left):
            guard let pointing = editor.pointing, pointing.isHeld else { return }
            let origin = pointing.origin
            editor.composer.select(offset < origin.lowerBound ? origin.upperBound..<origin.upperBound : origin)
            if offset < origin.lowerBound || offset > origin.upperBound { editor.composer.select(to: offset) }
        case .release(.left):
            editor.pointing?.isHeld = false
            return
        default:
            return
        }
        reveal(&editor)
    }

    private mutating func press(at offset: Int, _ mouse: Mouse, in editor: inout Editor) {
        if mouse.modifiers.contains(.shift) { return editor.composer.select(to: offset) }
        var count = 1
        if let last = editor.pointing, last.isFollowed(by: mouse.point, at: now) { count = last.count % 3 + 1 }
        let content = editor.composer.content
        let range =
            switch count {
            case 2: content.word(around: offset)
            case 3: content.paragraph(around: offset)
            default: offset..<offset
            }
        editor.composer.deselect()
        editor.composer.select(range)
        editor.pointing = Pointing(point: mouse.point, moment: now, count: count, origin: range)
    }
}
