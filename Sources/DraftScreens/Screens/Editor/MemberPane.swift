import CellGrid
import DraftCore

extension Model {
    func drawPane(_ editor: Editor, in area: Rect, on grid: inout Grid) {
        guard let draft = editor.draft else { return }
        grid.write(Phrases.paneRing, at: area.origin, style: theme.title, clip: area)
        let facts = 4
        let members = draft.membersInOrder
        // Where the pane is low, who is here comes first.
        let showsToday = area.size.rows >= facts + Self.rowsOfToday + 3
        let room = max(1, area.size.rows - 1 - facts - (showsToday ? Self.rowsOfToday : 0))
        let order =
            members.filter { $0.userID == draft.ring.holder } + members.filter { $0.userID != draft.ring.holder }
        for (offset, member) in order.prefix(room).enumerated() {
            drawMember(member, editor, draft, row: area.origin.row + 1 + offset, in: area, on: &grid)
        }
        let below = area.origin.moved(rows: 2 + min(room, order.count))
        grid.write(Phrases.paneDraft, at: below, style: theme.title, clip: area)
        let counts = Phrases.segments(draft.segmentCount) + " · " + Phrases.turn(draft.ring.tenure.description)
        grid.write(counts, at: below.moved(rows: 1), style: theme.faint, clip: area)
        guard showsToday else { return }
        drawToday(editor, draft, at: below.moved(rows: 3), in: area, on: &grid)
        drawShares(editor, at: below.moved(rows: 3 + Self.rowsOfToday), in: area, on: &grid)
    }

    private func drawMember(
        _ member: Member, _ editor: Editor, _ draft: Draft, row: Int, in area: Rect, on grid: inout Grid
    ) {
        let isHolder = member.userID == draft.ring.holder
        let state = stateText(member, editor)
        let nameColumns = max(4, area.size.columns - 3 - CellWidth.columns(of: state) - 1)
        let name = CellWidth.truncated(editor.name(of: member.userID), columns: nameColumns)
        let style = theme.author(member.userID)
        grid.write(isHolder ? "◉" : "○", at: Point(column: area.origin.column, row: row), style: style, clip: area)
        grid.write(
            name, at: Point(column: area.origin.column + 2, row: row), style: isHolder ? style.with(.bold) : style,
            clip: area)
        drawRight(state, upTo: area.columns.upperBound - 1, row: row, style: theme.faint, on: &grid)
    }

    func stateText(_ member: Member, _ editor: Editor) -> String {
        if member.role == .former { return Phrases.stateFormer }
        let isReader = member.role == .viewer
        guard let presence = editor.presence.first(where: { $0.userID == member.userID }) else {
            return isReader ? Phrases.stateReading : Phrases.stateAway
        }
        let state =
            switch presence.state {
            case .writing: Phrases.stateWriting
            case .here: Phrases.stateHere
            case .away: Phrases.stateAway
            }
        return isReader ? Phrases.reading(state) : state
    }
}
