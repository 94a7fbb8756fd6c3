import CellGrid

/// Where a caret can be sent.
enum Movement: Hashable, Sendable {
    case left, right
    case wordLeft, wordRight
    /// Lines as they are shown.
    case up, down, lineStart, lineEnd
    case sentenceStart, sentenceEnd
    case paragraphStart, paragraphEnd
    case pageUp, pageDown
    case textStart, textEnd
}

extension Composer {
    /// Sends the caret somewhere; while it selects, the other end of the selection stays.
    /// - Parameter page: how many lines a page has.
    mutating func move(_ movement: Movement, selecting: Bool = false, page: Int = 1) {
        let selects = selecting || isMarking
        if !selects, let selection, movement == .left || movement == .right {
            return place(at: movement == .left ? selection.lowerBound : selection.upperBound)
        }
        let rows: Int? =
            switch movement {
            case .up: -1
            case .down: 1
            case .pageUp: -page
            case .pageDown: page
            default: nil
            }
        let from = content.wrap.point(of: offset)
        let column = rows.map { _ in goalColumn ?? from.column }
        let target = rows.map { content.place(row: from.row + $0, column: column ?? 0) } ?? target(of: movement)
        selects ? select(to: target, keepingColumn: column) : place(at: target, keepingColumn: column)
    }

    private func target(of movement: Movement) -> Int {
        switch movement {
        case .left: content.boundary(before: offset)
        case .right: content.boundary(after: offset)
        case .wordLeft: content.wordStart(before: offset)
        case .wordRight: content.wordEnd(after: offset)
        case .lineStart: content.place(row: content.wrap.point(of: offset).row, column: 0)
        case .lineEnd: content.place(row: content.wrap.point(of: offset).row, column: .max)
        case .sentenceStart: content.sentenceStart(before: offset)
        case .sentenceEnd: content.sentenceEnd(after: offset)
        case .paragraphStart: content.paragraphStart(before: offset)
        case .paragraphEnd: content.paragraphEnd(after: offset)
        case .textStart: 0
        case .textEnd: content.end
        case .up, .down, .pageUp, .pageDown: offset
        }
    }

    /// What a deletion takes that goes from the caret as far as a movement.
    func reach(of movement: Movement) -> Range<Int> {
        let target = target(of: movement)
        return min(target, offset)..<max(target, offset)
    }

    /// From the caret to the end of the line between two line feeds; at that end the line feed itself.
    var restOfLine: Range<Int> {
        let end = content.paragraph(around: offset).upperBound
        return offset..<(end == offset ? content.boundary(after: end) : end)
    }
}

extension ComposerText {
    /// The place at a point. A row above or below the text is its beginning or its end.
    func place(row: Int, column: Int) -> Int {
        guard row >= 0 else { return 0 }
        guard row < wrap.lines.count else { return end }
        return wrap.offset(at: .init(column: column, row: row))
    }

    /// The beginning of the paragraph, or of the one before for whoever stands there.
    func paragraphStart(before offset: Int) -> Int {
        let start = paragraph(around: offset).lowerBound
        if start < offset { return start }
        var place = offset
        while place > 0, character(before: place)?.isWhitespace == true { place = boundary(before: place) }
        return paragraph(around: place).lowerBound
    }

    /// The end of the paragraph, or of the next one for whoever stands there.
    func paragraphEnd(after offset: Int) -> Int {
        let end = paragraph(around: offset).upperBound
        if end > offset { return end }
        var place = offset
        while character(after: place)?.isWhitespace == true { place = boundary(after: place) }
        return paragraph(around: place).upperBound
    }
}
