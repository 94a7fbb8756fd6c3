import CellGrid
import DraftCore

/// The text that is being written: a text, a caret in it, what is selected, and how it came to be so.
///
/// Invariant: caret and anchor stand between two characters as people count them, whatever a change joins or parts.
struct Composer: Equatable, Sendable {
    private(set) var content = ComposerText()
    /// Where the caret stands, as a UTF-8 offset.
    private(set) var offset = 0
    /// How many characters stand before the caret.
    private(set) var caret = 0
    /// The end of the selection at which the caret does not stand.
    private(set) var anchor: Int?
    /// Whether movements select, as they do with shift.
    private(set) var isMarking = false
    /// The column that up and down try to keep; forgotten by every other movement.
    private(set) var goalColumn: Int?
    /// Counts the changes of the text, so that two states need not be compared; never falls.
    private(set) var revision = 0
    /// The first line that is shown where not all are.
    var top = 0
    private var history = EditHistory()

    init() {}

    /// A text that nothing came before: it cannot be taken back.
    init(of text: String, columns: Int) {
        fit(columns: columns)
        insert(text)
        history = EditHistory()
    }

    var text: String { content.string }

    var isEmpty: Bool { content.end == 0 }

    /// Whether there is nothing in it but white space.
    var isBlank: Bool { content.isBlank }

    /// Length as the wire counts it: Unicode scalars.
    var scalarCount: Int { content.scalarCount }

    var wordCount: Int { content.wordCount }

    /// Breaks the lines at another width.
    mutating func fit(columns: Int) {
        content.fit(columns: columns)
    }

    // MARK: Changes

    /// Puts `text` in at the caret, in the place of what is selected; the caret stands behind it then.
    mutating func insert(_ text: String, as kind: EditHistory.Kind = .whole, at moment: Timestamp = .never) {
        replace(selection ?? offset..<offset, with: text, as: kind, at: moment)
    }

    /// Puts `text` in the place of a range.
    mutating func replace(
        _ range: Range<Int>, with text: String, as kind: EditHistory.Kind = .whole, at moment: Timestamp = .never
    ) {
        let text = text.utf8.contains(13) ? Self.withLineFeeds(text) : text
        guard !range.isEmpty || !text.isEmpty else { return }
        let before = EditHistory.Place(caret: offset, anchor: anchor)
        let removed = change(range, to: text)
        let edit = EditHistory.Edit(offset: range.lowerBound, removed: removed, inserted: text)
        history.note(edit, kind, before: before, after: EditHistory.Place(caret: offset), at: moment)
    }

    /// Puts `text` above what is here; caret and selection stay where they were among the words.
    mutating func putAbove(_ text: String, at moment: Timestamp = .never) {
        guard !text.isEmpty else { return }
        guard !isBlank else { return replace(0..<content.end, with: text, at: moment) }
        let (wordsBehind, selected) = (content.end - offset, anchor.map { content.end - $0 })
        replace(0..<0, with: text + "\n\n", at: moment)
        place(at: content.end - wordsBehind)
        anchor = selected.map { content.end - $0 }
    }

    /// Takes everything out for good: what was sent cannot come back here by being taken back.
    mutating func clear() {
        var empty = Composer()
        empty.fit(columns: content.wrap.columns)
        empty.revision = revision + 1
        self = empty
    }

    /// Takes the last change back.
    /// - Returns: whether there was one.
    mutating func undo() -> Bool {
        history.undo().map { carryOut($0) } != nil
    }

    /// Makes the change again that was taken back last.
    /// - Returns: whether there was one.
    mutating func redo() -> Bool {
        history.redo().map { carryOut($0) } != nil
    }

    private mutating func carryOut(_ change: EditHistory.Change) {
        for edit in change.edits { _ = self.change(edit.removedRange, to: edit.inserted) }
        place(at: change.after.caret)
        anchor = change.after.anchor
    }

    /// The one way by which the text changes.
    private mutating func change(_ range: Range<Int>, to text: String) -> String {
        // Whether a character begins there depends on nothing behind it, so the count up to there stays right.
        let steady = content.boundary(before: range.lowerBound)
        let counted = caret + content.count(from: offset, to: steady)
        let removed = content.replace(range, with: text)
        offset = content.boundary(from: range.lowerBound + text.utf8.count)
        caret = counted + content.count(from: steady, to: offset)
        revision += 1
        goalColumn = nil
        anchor = nil
        isMarking = false
        return removed
    }

    private static func withLineFeeds(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false) { $0 == "\r\n" || $0 == "\r" }.joined(separator: "\n")
    }

    // MARK: Caret and selection

    /// Puts the caret to a place, or to the next one between two characters; what is selected is so no more.
    mutating func place(at target: Int, keepingColumn column: Int? = nil) {
        let target = content.boundary(from: target)
        caret += content.count(from: offset, to: target)
        offset = target
        goalColumn = column
        anchor = nil
        history.endRun()
    }

    /// Puts the caret behind that many characters, or as near as can be.
    mutating func place(_ position: Int) {
        place(at: content.place(ofCharacter: position))
    }

    /// Puts the caret to a place and selects all from the anchor, or from where it stood, up to there.
    mutating func select(to target: Int, keepingColumn column: Int? = nil) {
        let start = anchor ?? offset
        place(at: target, keepingColumn: column)
        anchor = start
    }

    mutating func select(_ range: Range<Int>) {
        place(at: range.lowerBound)
        if !range.isEmpty { select(to: range.upperBound) }
    }

    /// From now on movements select, or no longer.
    mutating func toggleMark() {
        isMarking.toggle()
        anchor = isMarking ? offset : nil
    }

    mutating func deselect() {
        anchor = nil
        isMarking = false
    }

    /// Whether anything is selected, or movements select.
    var isSelecting: Bool { isMarking || selection != nil }

    /// What is selected; nil where that is nothing.
    var selection: Range<Int>? {
        guard let anchor, anchor != offset else { return nil }
        return min(anchor, offset)..<max(anchor, offset)
    }

    var selectedText: String? { selection.map { content[$0] } }
}

extension Timestamp {
    /// Longer ago than anything.
    static let never = Timestamp(milliseconds: .min)
}
