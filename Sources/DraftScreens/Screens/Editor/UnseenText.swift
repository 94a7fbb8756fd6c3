import CellGrid
import DraftCore

/// The text that came while the reader looked elsewhere, until they have seen it.
struct UnseenText: Equatable, Sendable {
    /// So long it is in sight before it counts as seen, in milliseconds.
    static let glance: Int64 = 2000

    /// Where it begins.
    let first: Int
    /// Whether its beginning stands above the window.
    private(set) var isAbove = false
    /// Whether its beginning was looked at.
    private var sawBeginning = false
    /// Since when all of it has been looked at.
    private var seenSince: Timestamp?

    init(from first: Int) {
        self.first = first
    }

    /// Looks at what a window shows.
    mutating func look(
        at layout: ManuscriptLayout, _ scroll: ManuscriptScroll, rows: Int, hasFocus: Bool, now: Timestamp
    ) {
        let top = scroll.top ?? layout.anchorOfEnd(rows: rows)
        let beginning = LineAnchor(order: first, line: 0)
        var end = top
        layout.step(&end, forward: rows)
        isAbove = beginning < top
        sawBeginning = sawBeginning || hasFocus && !isAbove && beginning < end
        guard hasFocus, sawBeginning, scroll.isFollowing else { return seenSince = nil }
        seenSince = seenSince ?? now
    }

    func isSeen(at now: Timestamp) -> Bool {
        seenSince.map { now.milliseconds - $0.milliseconds >= Self.glance } ?? false
    }
}

extension Editor {
    /// Somebody else's segment has come while the reader looks elsewhere.
    mutating func noteUnseen(_ order: Int, at now: Timestamp) {
        if unseen.map({ $0.isSeen(at: now) }) ?? true { unseen = UnseenText(from: order) }
    }

    /// The draft was loaded again: what others have added meanwhile came unseen, in one piece.
    mutating func noteUnseen(since count: Int, by me: UserID, at now: Timestamp) {
        guard let manuscript = replica?.manuscript else { return }
        let news = manuscript.segments.drop { $0.order < count }.filter { $0.author != me }
        guard let first = news.first else { return }
        noteUnseen(first.order, at: now)
        for _ in news { scroll.noteNewBelow() }
    }

    mutating func forgetSeen(at now: Timestamp) {
        if unseen?.isSeen(at: now) == true { unseen = nil }
    }
}

extension Model {
    /// Whether what comes now is seen as it comes.
    func looksOn(_ editor: Editor) -> Bool {
        hasFocus != false && editor.scroll.isFollowing
    }

    /// The terminal's window has the keyboard, or has it no longer.
    mutating func take(focus: Bool) {
        hasFocus = focus
        guard case .editor(var editor) = screen else { return }
        editor.forgetSeen(at: now)
        screen = .editor(editor)
    }

    /// Notes what of the unseen text is in sight.
    mutating func look() {
        guard overlay == nil, case .editor(var editor) = screen, let replica = editor.replica, editor.unseen != nil
        else { return }
        let area = EditorLayout(size, editor, me: me).manuscript
        let layout = ManuscriptLayout(replica, columns: area.size.columns, measure: measure)
        editor.unseen?.look(at: layout, editor.scroll, rows: area.size.rows, hasFocus: hasFocus != false, now: now)
        screen = .editor(editor)
    }

    /// Says in the divider that there is new text out of sight.
    /// - Returns: how many columns are left for notices.
    func drawNews(of editor: Editor, in divider: Rect, on grid: inout Grid) -> Int {
        let columns = divider.size.columns
        guard let (text, short) = news(of: editor) else { return columns }
        let notice = shownNotice.map { CellWidth.columns(of: $0.text) + 4 } ?? 0
        let fits = notice + CellWidth.columns(of: text) + 6 <= columns
        let shown = " " + (fits ? text : short) + " "
        drawRight(
            shown, upTo: divider.columns.upperBound - 2, row: divider.origin.row, style: theme.selected, on: &grid)
        return columns - CellWidth.columns(of: shown) - 1
    }

    private func news(of editor: Editor) -> (text: String, short: String)? {
        let below = editor.scroll.newBelow
        if below > 0 { return (Phrases.newBelow(below), Phrases.newBelowShort(below)) }
        guard let unseen = editor.unseen, unseen.isAbove, editor.scroll.isFollowing, let replica = editor.replica else {
            return textOfOlder(editor)
        }
        let above = max(1, replica.confirmed.segmentCount - unseen.first)
        return (Phrases.newAbove(above), Phrases.newAboveShort(above))
    }
}
