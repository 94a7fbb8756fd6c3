import DraftCore

/// The list of the reader's drafts.
public struct Library: Equatable, Sendable {
    /// The list; nil while it has not come.
    var drafts: [DraftSummary]?
    /// Why there is no list.
    var failure: String?
    /// Whether the server does not know the reader.
    var isWithheld = false
    /// The draft that is chosen when the list comes: the one that was just left.
    var preferred: DraftID?
    /// Which row is chosen.
    var selection = 0

    var selected: DraftSummary? {
        guard let drafts, drafts.indices.contains(selection) else { return nil }
        return drafts[selection]
    }

    mutating func show(_ drafts: [DraftSummary]) {
        let chosen = selected?.id ?? preferred
        self.drafts = drafts
        failure = nil
        isWithheld = false
        selection = drafts.firstIndex { $0.id == chosen } ?? min(selection, max(0, drafts.count - 1))
    }

    mutating func move(by rows: Int) {
        guard let count = drafts?.count, count > 0 else { return }
        selection = min(max(0, selection + rows), count - 1)
    }
}
