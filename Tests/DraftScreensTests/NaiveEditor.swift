import CellGrid
import DraftCore

@testable import DraftScreens

/// What the composer is meant to do, done simply: a list of characters that is joined and split anew at every change.
struct NaiveEditor {
    private(set) var characters: [Character] = []
    private(set) var caret = 0
    private(set) var anchor: Int?
    private var isMarking = false
    private var goal: Int?
    private var ring: [String] = []
    private var isAfterKill = false
    /// Scalars that were just put in from the ring, and how deep in it they stood.
    private var yanked: (range: Range<Int>, depth: Int)?
    let columns: Int

    init(columns: Int) {
        self.columns = columns
    }

    var text: String { String(characters) }

    var selection: Range<Int>? {
        guard let anchor, anchor != caret else { return nil }
        return min(anchor, caret)..<max(anchor, caret)
    }

    // MARK: Changes

    mutating func put(_ text: String, in range: Range<Int>? = nil) {
        let range = range ?? selection ?? caret..<caret
        guard !range.isEmpty || !text.isEmpty else { return }
        replaceScalars(scalars(before: range.lowerBound)..<scalars(before: range.upperBound), with: text)
    }

    mutating func putAbove(_ text: String) {
        interrupt()
        guard !self.text.unicodeScalars.allSatisfy(\.properties.isWhitespace) else {
            return put(text, in: 0..<characters.count)
        }
        let (behind, selected) = (characters.count - caret, anchor.map { characters.count - $0 })
        characters = Array(text + "\n\n" + self.text)
        caret = characters.count - behind
        anchor = selected.map { characters.count - $0 }
        (isMarking, goal) = (false, nil)
    }

    mutating func clear() {
        let ring = ring
        self = NaiveEditor(columns: columns)
        self.ring = ring
    }

    mutating func kill(_ range: Range<Int>, forward: Bool) {
        if selection != nil { isAfterKill = false }
        let range = selection ?? range
        guard !range.isEmpty else { return }
        let killed = String(characters[range])
        if isAfterKill, let last = ring.popLast() {
            ring.append(forward ? last + killed : killed + last)
        } else {
            ring.append(killed)
        }
        put("", in: range)
        isAfterKill = true
    }

    mutating func copy(cutting: Bool) {
        guard let selection else { return }
        ring.append(String(characters[selection]))
        if cutting { put("", in: selection) }
        (anchor, isMarking) = (nil, false)
    }

    mutating func keep(_ text: String) {
        ring.append(text)
    }

    mutating func yank() {
        guard let text = ring.last else { return }
        let start = scalars(before: selection?.lowerBound ?? caret)
        put(text)
        yanked = (start..<start + text.unicodeScalars.count, 0)
    }

    mutating func yankOther() {
        guard let (range, depth) = yanked else { return }
        let text = ring[ring.count - 1 - (depth + 1) % ring.count]
        replaceScalars(range, with: text)
        yanked = (range.lowerBound..<range.lowerBound + text.unicodeScalars.count, depth + 1)
    }

    /// Takes over what cannot be told without knowing how changes are grouped.
    mutating func adopt(_ composer: Composer) {
        characters = Array(composer.text)
        caret = composer.caret
        anchor = composer.anchor.map { composer.content.count(from: 0, to: $0) }
        (isMarking, goal) = (composer.isMarking, composer.goalColumn)
    }

    /// Another command than a kill or a yank was given.
    mutating func interrupt() {
        (isAfterKill, yanked) = (false, nil)
    }

    mutating func endYank() {
        yanked = nil
    }

    mutating func endKill() {
        isAfterKill = false
    }

    private mutating func replaceScalars(_ range: Range<Int>, with text: String) {
        let all = Array(self.text.unicodeScalars)
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: all[..<range.lowerBound])
        scalars.append(contentsOf: text.unicodeScalars)
        let target = scalars.count
        scalars.append(contentsOf: all[range.upperBound...])
        characters = Array(String(scalars))
        caret = 0
        var passed = 0
        while passed < target {
            passed += characters[caret].unicodeScalars.count
            caret += 1
        }
        (anchor, isMarking, goal) = (nil, false, nil)
    }

    private func scalars(before character: Int) -> Int {
        characters[..<character].reduce(0) { $0 + $1.unicodeScalars.count }
    }

    // MARK: Movements

    mutating func toggleMark() {
        isMarking.toggle()
        anchor = isMarking ? caret : nil
    }

    mutating func selectAll() {
        (caret, goal) = (characters.count, nil)
        anchor = characters.isEmpty ? nil : 0
    }

    mutating func move(_ movement: Movement, selecting: Bool, page: Int) {
        let selects = selecting || isMarking
        if !selects, let selection, movement == .left || movement == .right {
            (caret, anchor, goal) = (movement == .left ? selection.lowerBound : selection.upperBound, nil, nil)
            return
        }
        let start = anchor ?? caret
        let wasGoal = goal
        goal = nil
        switch movement {
        case .left: caret = max(0, caret - 1)
        case .right: caret = min(characters.count, caret + 1)
        case .wordLeft: caret = wordLeft
        case .wordRight: caret = wordRight
        case .textStart: caret = 0
        case .textEnd: caret = characters.count
        case .paragraphStart: caret = paragraphStart
        case .paragraphEnd: caret = paragraphEnd
        case .lineStart: caret = place(row: point.row, column: 0)
        case .lineEnd: caret = place(row: point.row, column: .max)
        case .up, .down, .pageUp, .pageDown:
            let rows = [Movement.up: -1, .down: 1, .pageUp: -page, .pageDown: page][movement]!
            let column = wasGoal ?? point.column
            caret = place(row: point.row + rows, column: column)
            goal = column
        case .sentenceStart, .sentenceEnd: break
        }
        anchor = selects ? start : nil
    }

    mutating func moveCaret(to position: Int, selecting: Bool) {
        let start = anchor ?? caret
        (caret, goal) = (position, nil)
        anchor = selecting || isMarking ? start : nil
    }

    var restOfLine: Range<Int> {
        let end = characters[caret...].firstIndex(of: "\n") ?? characters.count
        return caret..<(end == caret ? min(characters.count, end + 1) : end)
    }

    var wordLeft: Int {
        var position = caret
        while position > 0, kind(position - 1) == " " { position -= 1 }
        while position > 0, kind(position - 1) == "." { position -= 1 }
        guard position > 0, kind(position - 1) != " " else { return position }
        let word = kind(position - 1)
        while position > 0, kind(position - 1) == word { position -= 1 }
        return position
    }

    var wordRight: Int {
        var position = caret
        while position < characters.count {
            while position < characters.count, kind(position) == " " { position += 1 }
            let endsWord = position > 0 && !" .".contains(kind(position - 1))
            let start = position
            while position < characters.count, kind(position) == "." { position += 1 }
            if position < characters.count, kind(position) != " " {
                let word = kind(position)
                while position < characters.count, kind(position) == word { position += 1 }
                return position
            }
            if !endsWord || position == start { return position }
        }
        return position
    }

    private var paragraphStart: Int {
        var position = caret
        if position > 0, characters[position - 1] != "\n" { return beginning(position) }
        while position > 0, characters[position - 1].isWhitespace { position -= 1 }
        return beginning(position)
    }

    private var paragraphEnd: Int {
        var position = caret
        if position < characters.count, characters[position] != "\n" { return ending(position) }
        while position < characters.count, characters[position].isWhitespace { position += 1 }
        return ending(position)
    }

    private func beginning(_ position: Int) -> Int {
        (characters[..<position].lastIndex(of: "\n") ?? -1) + 1
    }

    private func ending(_ position: Int) -> Int {
        characters[position...].firstIndex(of: "\n") ?? characters.count
    }

    /// Letters for the scripts that the random texts are written in.
    private func kind(_ position: Int) -> Character {
        if "'’".contains(characters[position]), position > 0, position + 1 < characters.count,
            Self.kind(characters[position - 1]) == "a", Self.kind(characters[position + 1]) == "a"
        {
            return "a"
        }
        return Self.kind(characters[position])
    }

    private static func kind(_ character: Character) -> Character {
        switch character.unicodeScalars.first! {
        case _ where character.isWhitespace: " "
        case "漢", "字": "漢"
        case "か", "な": "か"
        case let scalar where scalar.properties.isEmojiPresentation: "👩"
        default: character.isLetter || character.isNumber ? "a" : "."
        }
    }

    // MARK: Lines

    var point: Point {
        TextWrap(text, columns: columns).point(of: String(characters[..<caret]).utf8.count)
    }

    private func place(row: Int, column: Int) -> Int {
        let wrap = TextWrap(text, columns: columns)
        guard row >= 0 else { return 0 }
        guard row < wrap.lines.count else { return characters.count }
        let bytes = wrap.offset(at: Point(column: column, row: row))
        var (position, passed) = (0, 0)
        while passed < bytes {
            passed += characters[position].utf8.count
            position += 1
        }
        return position
    }
}
