import CellGrid
import DraftCore

/// The list of the reader's drafts.
public struct Library: Equatable, Sendable {
    /// The list; nil while it has not come.
    private(set) var drafts: [DraftSummary]?
    /// All of it in its order, made once for all letters that are typed.
    private var all: [Row] = []
    /// Those of it that are shown, in the order in which they are.
    private(set) var rows: [Row] = []
    /// Why there is no list.
    var failure: String?
    /// Whether the server does not know the reader.
    var isWithheld = false
    /// The draft that is chosen when the list comes: the one that was just left.
    var preferred: DraftID?
    /// Which row is chosen.
    private(set) var selection = 0
    /// Which row is the first on the screen, where the chosen one is then on it too.
    var top = 0
    /// What comes first.
    private(set) var order = DraftOrder.changed
    /// What the titles are looked through for, while they are.
    private(set) var filter: Composer?
    /// Where the mouse was pressed last, and when.
    var pressed: Press?

    struct Row: Equatable, Sendable {
        let draft: DraftSummary
        /// The title as it may be shown.
        let title: String
        /// Which characters of it answer to what is looked for.
        var found: [Int] = []

        init(_ draft: DraftSummary) {
            self.draft = draft
            title = SafeText.escaped(draft.title, for: .line)
        }
    }

    struct Press: Equatable, Sendable {
        let row: Int
        let moment: Timestamp
    }

    init(order: DraftOrder = .changed) {
        self.order = order
    }

    var selected: DraftSummary? {
        rows.indices.contains(selection) ? rows[selection].draft : nil
    }

    /// The draft that is opened: the chosen one, or while there is no list the one that will be chosen.
    var opening: DraftID? { selected?.id ?? (drafts == nil ? preferred : nil) }

    mutating func show(_ drafts: [DraftSummary]) {
        let chosen = selected?.id ?? preferred
        self.drafts = drafts
        failure = nil
        isWithheld = false
        sort()
        arrange(choosing: chosen)
    }

    mutating func move(by count: Int) {
        choose(selection + count)
    }

    mutating func choose(_ row: Int) {
        selection = min(max(0, row), max(0, rows.count - 1))
    }

    /// Puts something else first; what was chosen stays chosen.
    mutating func sort(by order: DraftOrder) {
        self.order = order
        let chosen = selected?.id
        sort()
        arrange(choosing: chosen)
    }

    /// Looks for something else, or with nil for nothing. The best match is chosen, or what was if all are shown again.
    mutating func look(for filter: Composer?) {
        guard filter?.text != self.filter?.text else {
            self.filter = filter
            return
        }
        let chosen = filter?.text.isEmpty ?? true ? selected?.id : nil
        self.filter = filter
        selection = 0
        top = 0
        arrange(choosing: chosen)
    }

    private mutating func sort() {
        all = order.sorted(drafts ?? []).map(Row.init)
    }

    private mutating func arrange(choosing chosen: DraftID?) {
        let query = filter?.text ?? ""
        rows = query.allSatisfy(\.isWhitespace) ? all : Self.ranked(all, by: query)
        choose(rows.firstIndex { $0.draft.id == chosen } ?? selection)
    }

    /// Those whose title answers to `query`, the best first; what is alike stays in its order.
    private static func ranked(_ rows: [Row], by query: String) -> [Row] {
        let scored = rows.enumerated().compactMap { place, row -> (score: Int, place: Int, row: Row)? in
            guard let match = FuzzyMatch(query, in: row.title) else { return nil }
            var row = row
            row.found = match.positions
            return (match.score, place, row)
        }
        return scored.sorted { ($1.score, $0.place) < ($0.score, $1.place) }.map(\.row)
    }
}

/// What comes first in the list.
enum DraftOrder: CaseIterable, Equatable, Sendable {
    case changed, title, unread

    var next: DraftOrder {
        switch self {
        case .changed: .title
        case .title: .unread
        case .unread: .changed
        }
    }

    /// What is alike comes in the order of the last change, and then as it was.
    func sorted(_ drafts: [DraftSummary]) -> [DraftSummary] {
        let keyed = drafts.enumerated().map { place, draft in (key: key(of: draft), place: place, draft: draft) }
        return keyed.sorted { left, right in
            if left.key != right.key { return left.key < right.key }
            if left.draft.updatedAt != right.draft.updatedAt { return left.draft.updatedAt > right.draft.updatedAt }
            return left.place < right.place
        }.map(\.draft)
    }

    private struct Key: Comparable {
        var number = 0
        var text = ""

        static func < (left: Self, right: Self) -> Bool {
            (left.number, left.text) < (right.number, right.text)
        }
    }

    private func key(of draft: DraftSummary) -> Key {
        switch self {
        case .changed: Key()
        case .title: Key(text: draft.title.lowercased())
        case .unread: Key(number: -(draft.unread ?? draft.segmentCount))
        }
    }
}
