import CellGrid
import DraftCore

extension Model {
    /// Draws the editor; returns where the cursor stands, where the caret of what is being written, and how a letter will
    /// look there.
    func draw(_ editor: Editor, on grid: inout Grid) -> (cursor: Point?, caret: Point?, echo: Style?) {
        let layout = EditorLayout(size, editor, me: me)
        drawBackdrop(of: editor, in: layout, on: &grid)
        var kept = KeptRows()
        return drawFront(of: editor, in: layout, on: &grid, keeping: &kept)
    }

    /// Draws all that a key which only changes the text that is being written leaves as it is.
    func drawBackdrop(of editor: Editor, in layout: EditorLayout, on grid: inout Grid) {
        if !editor.isFocused { drawHeader(editor, in: layout.header, on: &grid) }
        let divider = layout.divider
        grid.drawHorizontalLine(from: divider.origin, columns: divider.size.columns, style: theme.rule)
        if let pane = layout.pane {
            let top = Point(column: pane.origin.column, row: layout.header.rows.upperBound - 1)
            grid.drawVerticalLine(from: top, rows: layout.divider.origin.row - top.row + 1, style: theme.rule)
            drawPane(editor, in: pane.inset(left: 2), on: &grid)
        }
        let room = drawNews(of: editor, in: divider, on: &grid)
        drawChosenPlace(editor, at: divider.origin, columns: room, on: &grid)
        drawNotice(at: divider.origin, columns: room, on: &grid)
        drawManuscript(editor, in: layout.manuscript, on: &grid)
        drawLive(editor, in: layout.live, on: &grid)
    }

    /// Draws what is being written, and the line of keys; returns what `draw` does.
    func drawFront(
        of editor: Editor, in layout: EditorLayout, on grid: inout Grid, keeping kept: inout KeptRows
    ) -> (cursor: Point?, caret: Point?, echo: Style?) {
        let caret = drawComposer(editor, in: layout.composerText, on: &grid, keeping: &kept)
        var cursor: Point? = caret
        if let search = editor.search {
            cursor = draw(search, editor, in: layout.divider, on: &grid)
            drawSearchKeys(in: layout.keys, on: &grid)
        } else if let find = editor.find {
            cursor = draw(find, editor, in: layout.divider, on: &grid)
            drawSearchKeys(KeyLine.find(find, isModal: keymap.isModal), in: layout.keys, on: &grid)
        } else {
            drawKeysOfEditor(editor, in: layout.keys, on: &grid, keeping: &kept)
        }
        let echo = echo(of: editor, in: layout.composerText, caret: caret)
        return (overlay == nil ? cursor : nil, caret, echo)
    }

    private func drawKeysOfEditor(_ editor: Editor, in area: Rect, on grid: inout Grid, keeping kept: inout KeptRows) {
        var entries = KeyLine.composer(editor, keymap) ?? KeyLine.editor(editor, me: me, reading: readingOnly(editor))
        var trailing = modeText + wordsText(editor)
        if let command = vi.command {
            entries = [KeyLine.Entry(nil, "", key: ":" + command)]
        } else if editor.chosen != nil || !editor.composer.isSelecting, let keys = segmentKeys(editor) {
            entries = editor.chosen == nil ? viKeys(keys) : keys
            if editor.chosen != nil { trailing = "" }
        } else if editor.isFocused, shownNotice == nil, keysBegun.isEmpty {
            return
        } else {
            entries = viKeys(entries)
        }
        let content = KeptRows.Content.keys(entries, trailing: trailing, begun: keysBegun)
        kept.draw(content, at: area.origin.row, on: &grid) { grid in
            drawKeys(entries, trailing: trailing, at: area.origin, columns: area.size.columns, on: &grid)
        }
    }

    private func wordsText(_ editor: Editor) -> String {
        if let count = lengthText(editor) { return count }
        if editor.isArmed { return Phrases.armed }
        let words = Phrases.words(editor.shownWords)
        return sharesWords(editor) ? words : Phrases.wordsPrivate + " · " + words
    }

    private func drawHeader(_ editor: Editor, in header: Rect, on grid: inout Grid) {
        grid.drawHorizontalLine(from: header.origin.moved(rows: 1), columns: header.size.columns, style: theme.rule)
        let right = ringText(editor)
        let isMine = editor.holds(me)
        let rightStart = header.columns.upperBound - 1 - CellWidth.columns(of: right)
        let unopened = readingOnly(editor) == nil ? Phrases.opening : Phrases.notOpened
        let title = editor.replica.map { SafeText.escaped($0.visible.draft.title, for: .line) } ?? unopened
        let link = linkText(editor, columns: rightStart - CellWidth.columns(of: title) - 6)
        let linkColumns = CellWidth.columns(of: link)
        grid.write(
            CellWidth.truncated(title, columns: max(8, rightStart - linkColumns - 6)),
            at: header.origin.moved(columns: 1), style: theme.title, clip: header)
        let titleEnd = 1 + min(CellWidth.columns(of: title), max(8, rightStart - linkColumns - 6))
        let middle = max(titleEnd + 2, (header.size.columns - linkColumns) / 2)
        let linkStart = min(middle, max(titleEnd + 2, rightStart - linkColumns - 3))
        let clip = Rect(column: 0, row: 0, columns: max(0, rightStart - 1), rows: 1)
        let shown = shortened(link, columns: rightStart - 1 - linkStart)
        grid.write(shown, at: Point(column: linkStart, row: 0), style: linkStyle(editor), clip: clip)
        grid.write(right, at: Point(column: max(0, rightStart), row: 0), style: isMine ? theme.mine : theme.faint)
    }

    private func ringText(_ editor: Editor) -> String {
        // Whoever has nothing to do with the draft any more is not told whose turn it would be.
        guard let draft = editor.draft, editor.closedBecause == nil else { return "" }
        switch draft.status {
        case .locked: return Phrases.locked
        case .completed: return Phrases.completed
        case .active: break
        }
        if let recipient = editor.pendingPass { return Phrases.passing(to: shortName(editor, recipient)) }
        return draft.ring.holder == me
            ? Phrases.youHoldTheRing : Phrases.holdsTheRing(shortName(editor, draft.ring.holder))
    }

    /// How the link is, what it means for the words and, in the room that is left, why it is so.
    private func linkText(_ editor: Editor, columns: Int) -> String {
        var text: String
        var reason = ""
        var separator = " · "
        switch editor.link {
        case .connecting: text = Phrases.connecting
        case .live(let milliseconds): text = milliseconds.map { Phrases.live($0) } ?? Phrases.live
        case .polling: text = Phrases.polling
        case .offline(let why): (text, reason, separator) = (Phrases.offline, why, ", ")
        case .readOnly(let why): (text, reason) = (Phrases.readOnly, why)
        case .signInNeeded: (text, reason) = (Phrases.readOnly, Phrases.becauseOfSignIn)
        }
        if editor.link.carriesCommands, let reading = readingOnly(editor) {
            (text, reason) = (Phrases.readOnly, reading.reason)
        }
        if let replica = editor.replica {
            let unsent = editor.unsentCount
            text += separator
            text += unsent > 0 ? Phrases.unsent(unsent) : Phrases.saved(replica.confirmed.seq.description)
        }
        let explained = text + " (\(reason))"
        return reason.isEmpty || CellWidth.columns(of: explained) > columns ? text : explained
    }

    private func linkStyle(_ editor: Editor) -> Style {
        switch editor.link {
        case .live: readingOnly(editor) == nil ? theme.faint : theme.notice
        case .connecting, .polling: theme.notice
        case .offline, .readOnly, .signInNeeded: theme.warning
        }
    }

    func shortName(_ editor: Editor, _ user: UserID) -> String {
        CellWidth.truncated(editor.name(of: user), columns: 16)
    }

    private func drawManuscript(_ editor: Editor, in area: Rect, on grid: inout Grid) {
        guard let replica = editor.replica else {
            guard readingOnly(editor) == nil else { return }
            drawParagraph(textOfUnopened(editor), style: theme.faint, in: area.inset(left: 3, right: 3), on: &grid)
            return
        }
        let layout = ManuscriptLayout(replica, columns: area.size.columns, measure: measure)
        guard !layout.orders.isEmpty else {
            let text = textOfEmpty(editor, replica.visible.draft)
            drawParagraph(text, style: theme.faint, in: area.inset(left: 3, right: 3), on: &grid)
            return
        }
        let lines = layout.window(editor.scroll, rows: area.size.rows)
        for (offset, line) in lines.enumerated() {
            let row = area.origin.row + offset
            drawLine(line, editor, row: row, in: area, on: &grid)
            if let order = line.gapBehind,
                let gap = ManuscriptGap(behind: order, in: replica, unseen: editor.unseen?.first)
            {
                draw(gap, editor, row: row, columns: layout.columns, in: area, on: &grid)
            }
        }
        drawChosen(editor, layout, in: area, on: &grid)
        if let search = editor.search { drawMatches(search, in: lines, replica, area: area, on: &grid) }
    }

    private func drawLine(
        _ line: ManuscriptLayout.Line, _ editor: Editor, row: Int, in area: Rect, on grid: inout Grid
    ) {
        let style =
            switch line.style {
            case .body: theme.body
            case .pending: theme.pending
            case .faint: theme.faint
            }
        let start = Point(column: ManuscriptLayout.leftMargin + line.indent, row: row)
        grid.write(line.text, at: start, style: style, clip: area)
        drawLooks(of: line, row: row, in: area, on: &grid)
        switch line.margin {
        case .author(let author) where showsAuthors:
            let name = CellWidth.truncated(editor.name(of: author), columns: ManuscriptLayout.rightMargin - 2)
            drawRight(name, upTo: area.columns.upperBound - 1, row: row, style: theme.author(author), on: &grid)
        case .state(let state):
            grid.write(
                "▏", at: Point(column: ManuscriptLayout.leftMargin - 1, row: row), style: theme.pending, clip: area)
            let text =
                switch state {
                case .sending: Phrases.sending
                case .acknowledged: Phrases.saved
                case .waiting: Phrases.waiting
                }
            let short = CellWidth.truncated(text, columns: ManuscriptLayout.rightMargin - 2)
            drawRight(short, upTo: area.columns.upperBound - 1, row: row, style: theme.pending, on: &grid)
        case .author, nil:
            break
        }
    }

    private func drawLive(_ editor: Editor, in area: Rect, on grid: inout Grid) {
        guard area.size.rows > 0, let draft = editor.draft else { return }
        let holder = shortName(editor, draft.ring.holder)
        let inner = area.inset(left: 1, right: 1)
        guard draft.ring.holder != me, let live = editor.liveWords, live.user == draft.ring.holder else {
            guard let reading = readingOnly(editor) else {
                return drawParagraph(textOfWaiting(editor, draft), style: theme.faint, in: inner, on: &grid)
            }
            let isHere = placeOfReason(editor) == .live
            let text = isHere ? reading.sentence : Phrases.hasTheRing(holder)
            drawParagraph(text, style: isHere ? style(of: reading) : theme.faint, in: inner, on: &grid)
            return
        }
        let text = Phrases.isWriting(holder) + " " + SafeText.escaped(live.text, for: .segment)
        let wrap = TextWrap(text, columns: max(1, inner.size.columns))
        for (offset, line) in wrap.lines.suffix(inner.size.rows).enumerated() {
            grid.write(wrap.text(of: line), at: inner.origin.moved(rows: offset), style: theme.pending, clip: inner)
        }
    }

    func style(of reading: ReadingOnly) -> Style {
        reading.isTrouble ? theme.warning : theme.notice
    }
}
