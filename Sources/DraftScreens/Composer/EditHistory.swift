import DraftCore

/// What was changed, so that it can be taken back and brought again. Nothing that was ever written is out of reach: where
/// a change follows upon changes that were taken back, these stay in the history, together with their taking back.
///
/// A run of one kind of change without a pause counts as one. The oldest are forgotten when all become too many.
struct EditHistory: Equatable, Sendable {
    /// What sort of change it is; only typing and the two deletings make runs.
    enum Kind: Equatable, Sendable {
        case typing, deletingBackward, deletingForward
        /// A text that came as a whole, or went as one.
        case whole
        /// The taking back of several changes.
        case takingBack
    }

    /// A part of a text that became another.
    struct Edit: Equatable, Sendable {
        var offset: Int
        var removed: String
        var inserted: String

        var removedRange: Range<Int> { offset..<offset + removed.utf8.count }

        var inverse: Edit { Edit(offset: offset, removed: inserted, inserted: removed) }
    }

    /// Where the caret stood, and the other end of the selection.
    struct Place: Equatable, Sendable {
        var caret: Int
        var anchor: Int?
    }

    struct Change: Equatable, Sendable {
        var kind: Kind
        /// One after the other.
        var edits: [Edit]
        var before: Place
        var after: Place

        var inverse: Change {
            Change(kind: .takingBack, edits: edits.reversed().map(\.inverse), before: after, after: before)
        }

        fileprivate var cost: Int {
            edits.reduce(100) { $0 + $1.removed.utf8.count + $1.inserted.utf8.count }
        }
    }

    /// So long a pause ends a run, in milliseconds.
    static let pause = 1_500
    /// So many bytes of text are remembered.
    static let budget = 4 << 20

    private var done: [Change] = []
    /// The last change, while it may still grow: kept apart, because it is what every key touches.
    private var run: Change?
    private var runEndsAt = 0 as Int64
    /// What was taken back, the next to come again at the end.
    private var undone: [Change] = []
    private var cost = 0

    /// Notes a change that has just been made.
    mutating func note(_ edit: Edit, _ kind: Kind, before: Place, after: Place, at moment: Timestamp) {
        keepBranch()
        if let run, run.kind == kind, moment.milliseconds < runEndsAt, let joined = run.edits.last?.joined(edit, kind) {
            self.run = Change(kind: kind, edits: [joined], before: run.before, after: after)
        } else {
            endRun()
            run = Change(kind: kind, edits: [edit], before: before, after: after)
        }
        runEndsAt = moment.milliseconds + Int64(Self.pause)
    }

    /// The next change begins a run of its own.
    mutating func endRun() {
        guard let run else { return }
        push(run)
        self.run = nil
    }

    /// The change to take back, which is taken for taken back.
    mutating func undo() -> Change? {
        endRun()
        guard let last = done.popLast() else { return nil }
        cost -= last.cost
        undone.append(last)
        return last.inverse
    }

    /// The change to make again, which is taken for made.
    mutating func redo() -> Change? {
        guard let next = undone.popLast() else { return nil }
        push(next)
        return next
    }

    /// What was taken back becomes a part of the past: made again change by change, and taken back in one.
    private mutating func keepBranch() {
        guard let tip = undone.first, let root = undone.last else { return }
        endRun()
        let back = Change(
            kind: .takingBack, edits: undone.flatMap { $0.inverse.edits }, before: tip.after, after: root.before)
        let branch = undone.reversed()
        undone = []
        for change in branch { push(change) }
        push(back)
    }

    private mutating func push(_ change: Change) {
        done.append(change)
        cost += change.cost
        guard cost > Self.budget else { return }
        var kept = 0
        while cost > Self.budget / 2, kept < done.count - 1 {
            cost -= done[kept].cost
            kept += 1
        }
        done.removeFirst(kept)
    }
}

extension EditHistory.Edit {
    /// Both as one edit, where `next` goes on with what this one did.
    fileprivate func joined(_ next: Self, _ kind: EditHistory.Kind) -> Self? {
        switch kind {
        case .typing:
            // A line is what one takes back as a whole.
            guard next.removed.isEmpty, next.offset == offset + inserted.utf8.count, !inserted.hasSuffix("\n") else {
                return nil
            }
            return Self(offset: offset, removed: removed, inserted: inserted + next.inserted)
        case .deletingBackward:
            guard next.inserted.isEmpty, next.removedRange.upperBound == offset else { return nil }
            return Self(offset: next.offset, removed: next.removed + removed, inserted: inserted)
        case .deletingForward:
            guard next.inserted.isEmpty, next.offset == offset else { return nil }
            return Self(offset: offset, removed: removed + next.removed, inserted: inserted)
        case .whole, .takingBack:
            return nil
        }
    }
}
