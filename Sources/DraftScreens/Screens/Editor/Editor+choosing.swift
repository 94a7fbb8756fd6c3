import CellGrid
import DraftCore

// Choosing a segment of the manuscript, to read about it, copy, revise or strike it.
extension Model {
    /// What follows from a key that is about the segment that is chosen, or about its revision; nil where it is about
    /// something else. A key that writes lets the segment go.
    mutating func takeForSegment(_ meaning: KeyMeaning, _ editor: inout Editor) -> [Effect]? {
        if meaning == .action(.chooseSegment) {
            beginChoosing(&editor)
            return []
        }
        if let chosen = editor.chosen {
            editor.chosen?.isStriking = false
            if case .action(let action) = meaning, let command = action.segmentCommand {
                return carryOut(command, chosen, &editor)
            }
            if meaning.composerCommand != nil { editor.chosen = nil }
        }
        guard editor.revising != nil else { return nil }
        switch meaning {
        case .action(.send): return sendRevision(&editor)
        case .action(.cancel) where editor.composer.isSelecting:
            editor.composer.deselect()
            return []
        case .action(.cancel): return leaveRevision(&editor)
        default: return nil
        }
    }

    private mutating func carryOut(
        _ command: SegmentCommand, _ chosen: ChosenSegment, _ editor: inout Editor
    ) -> [Effect] {
        guard let (order, segment) = editor.chosenSegment else {
            editor.chosen = nil
            return []
        }
        switch command {
        case .move(let move):
            guard let next = target(of: move, from: order, editor) else {
                tell(Phrases.noSegmentThere)
                return []
            }
            choose(next, &editor)
        case .details: return openDetails(of: segment, at: order, editor)
        case .copy: return copy(segment)
        case .revise: return beginRevision(of: segment, at: order, &editor)
        case .strike: return strike(segment, at: order, isSure: chosen.isStriking && chosen.id == segment.id, &editor)
        case .leave:
            // Who goes on striking a key to be rid of a question means the question.
            if !chosen.isStriking { letGo(&editor) }
        }
        return []
    }

    /// Why an action does nothing to segments; nil where it is not about them, and no reason where it does something.
    func refusalOfSegments(_ action: Action, _ editor: Editor) -> Refusal? {
        if let (order, segment) = editor.chosenSegment {
            switch action.segmentCommand {
            case .move(let move):
                return Refusal(reason: target(of: move, from: order, editor) == nil ? Phrases.noSegmentThere : nil)
            case .copy: return Refusal(reason: segment.isStruck ? Phrases.nothingToCopy : nil)
            case .revise, .strike: return Refusal(reason: refusalToAmend(segment, at: order, editor))
            case .details, .leave: return Refusal(reason: nil)
            case nil: break
            }
        }
        guard action == .chooseSegment else { return nil }
        guard let replica = editor.replica else { return Refusal(reason: Phrases.notOpenYet) }
        return Refusal(reason: replica.shownOrders.isEmpty ? Phrases.nothingToChoose : nil)
    }

    /// Chooses the lowest segment that is in sight.
    private mutating func beginChoosing(_ editor: inout Editor) {
        guard let replica = editor.replica else { return tell(Phrases.notOpenYet) }
        guard let last = replica.shownOrders.last else { return tell(Phrases.nothingToChoose) }
        guard let (layout, area) = manuscriptLayout(editor) else { return }
        var bottom = editor.scroll.top ?? LineAnchor(order: last, line: 0)
        if editor.scroll.top != nil { layout.step(&bottom, forward: area.size.rows - 1) }
        choose(min(bottom.order, last), &editor)
    }

    private mutating func letGo(_ editor: inout Editor) {
        editor.chosen = nil
        guard let (layout, area) = manuscriptLayout(editor) else { return }
        // Whoever is back at the end follows it again.
        if !editor.scroll.isFollowing { editor.scroll.move(by: 0, layout, rows: area.size.rows) }
    }

    private func target(of move: SegmentMove, from order: Int, _ editor: Editor) -> Int? {
        guard let replica = editor.replica, let next = replica.order(move, from: order) else { return nil }
        guard move == .pageBefore || move == .pageAfter, let (layout, area) = manuscriptLayout(editor) else {
            return next
        }
        var anchor = LineAnchor(order: order, line: 0)
        let rows = max(1, area.size.rows - 2)
        if move == .pageBefore { layout.step(&anchor, back: rows) } else { layout.step(&anchor, forward: rows) }
        let place = min(anchor.order, layout.orders.upperBound - 1)
        return move == .pageBefore ? min(place, next) : max(place, next)
    }

    private func choose(_ order: Int, _ editor: inout Editor) {
        guard let segment = editor.replica?.shownSegment(at: order) else { return }
        editor.chosen = ChosenSegment(id: segment.id, order: order)
        revealChosen(&editor)
    }

    /// Scrolls to the segment that is chosen: to its beginning where not all of it can be seen.
    func revealChosen(_ editor: inout Editor) {
        guard let order = editor.chosenSegment?.order, let (layout, area) = manuscriptLayout(editor) else { return }
        let last = max(0, layout.lines(of: order).count - 2)
        editor.scroll.reveal(LineAnchor(order: order, line: last), layout, rows: area.size.rows)
        editor.scroll.reveal(LineAnchor(order: order, line: 0), layout, rows: area.size.rows)
    }

    /// New text below takes the segment that is chosen out of no one's sight who has not scrolled away from it.
    func keepChosenSeen(_ editor: inout Editor) {
        if editor.chosen != nil, editor.scroll.isFollowing { revealChosen(&editor) }
    }

    /// - Returns: whether the mouse was pressed in the manuscript's text, so that nothing else is meant by it.
    func choose(at mouse: Mouse, _ editor: inout Editor) -> Bool {
        guard mouse.action == .press(.left), editor.search == nil, editor.find == nil,
            let (layout, area) = manuscriptLayout(editor)
        else { return false }
        guard area.contains(mouse.point) else {
            editor.chosen = nil
            return false
        }
        var anchor = editor.scroll.top ?? layout.anchorOfEnd(rows: area.size.rows)
        if anchor.order < layout.orders.lowerBound { anchor = LineAnchor(order: layout.orders.lowerBound, line: 0) }
        layout.step(&anchor, forward: mouse.point.row - area.origin.row)
        if layout.orders.contains(anchor.order) { choose(anchor.order, &editor) } else { editor.chosen = nil }
        return true
    }

    func manuscriptLayout(_ editor: Editor) -> (ManuscriptLayout, Rect)? {
        guard let replica = editor.replica else { return nil }
        let area = EditorLayout(size, editor, me: me).manuscript
        return (ManuscriptLayout(replica, columns: area.size.columns, measure: measure), area)
    }

    private mutating func copy(_ segment: Segment) -> [Effect] {
        guard let content = segment.content else {
            tell(Phrases.nothingToCopy)
            return []
        }
        killRing.keep(content)
        tell(Phrases.copied)
        return [.copy(content)]
    }
}

/// What a key is answered with, if with anything but its effect.
struct Refusal: Equatable {
    let reason: String?
}

extension Editor {
    /// The segment that is chosen, as it is shown, and where it stands.
    var chosenSegment: (order: Int, segment: Segment)? {
        guard let chosen, let replica, let order = replica.order(of: chosen) else { return nil }
        return replica.shownSegment(at: order).map { (order, $0) }
    }
}
