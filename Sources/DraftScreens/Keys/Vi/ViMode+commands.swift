import DraftCore

// What vi's letters do to the text that are no motions.
extension ViMode {
    mutating func takeNormal(
        _ letter: Character, count: Int, _ composer: inout Composer, _ ring: inout KillRing, at moment: Timestamp
    ) -> Outcome {
        let line = composer.content.paragraph(around: composer.offset)
        switch letter {
        case "i", "a", "I", "A", "o", "O": insert(letter, &composer, at: moment)
        case "x": return operate(.delete, .right, count: count, &composer, &ring, at: moment)
        case "X": return operate(.delete, .left, count: count, &composer, &ring, at: moment)
        case "D": return operate(.delete, .lineEnd, count: count, &composer, &ring, at: moment)
        case "C": return operate(.change, .lineEnd, count: count, &composer, &ring, at: moment)
        case "Y":
            let last = composer.content.line(below: composer.offset, by: count - 1)
            return operate(.yank, lines: composer.offset...last, &composer, &ring, at: moment)
        case "p", "P": return put(before: letter == "P", count: count, &composer, ring, at: moment)
        case "u":
            for _ in 0..<count where !composer.undo() { return .told(Phrases.nothingToUndo) }
            composer.deselect()
        case "v":
            guard composer.content.end > 0 else { return .nothing }
            let start = composer.offset == line.upperBound && composer.offset == composer.content.end
            let first = start ? composer.content.boundary(before: composer.offset) : composer.offset
            composer.select(first..<composer.content.boundary(after: first))
            mode = .visual
        default: return takeEither(letter)
        }
        return .nothing
    }

    mutating func takeVisual(
        _ letter: Character, _ composer: inout Composer, _ ring: inout KillRing, at moment: Timestamp
    ) -> Outcome {
        guard let selection = composer.selection else { return .nothing }
        switch letter {
        case "d", "x": return operate(.delete, selection, &composer, &ring, at: moment)
        case "y": return operate(.yank, selection, &composer, &ring, at: moment)
        case "c": return operate(.change, selection, &composer, &ring, at: moment)
        case "v": composer.place(at: cursor(composer))
        default:
            composer.place(at: cursor(composer))
            return takeEither(letter)
        }
        return .nothing
    }

    private mutating func takeEither(_ letter: Character) -> Outcome {
        switch letter {
        case "/": return .action(.find)
        case "n": return .searchAgain(backward: false)
        case "N": return .searchAgain(backward: true)
        case ":": beginCommand()
        default: return .told(Phrases.meansNothing(String(letter)))
        }
        return .nothing
    }

    private mutating func insert(_ letter: Character, _ composer: inout Composer, at moment: Timestamp) {
        let line = composer.content.paragraph(around: composer.offset)
        mode = .insert
        switch letter {
        case "a": composer.place(at: min(line.upperBound, composer.content.boundary(after: composer.offset)))
        case "I": composer.place(at: composer.content.firstNonBlank(inLineOf: composer.offset))
        case "A": composer.place(at: line.upperBound)
        case "o":
            composer.place(at: line.upperBound)
            composer.insert("\n", at: moment)
        case "O":
            composer.place(at: line.lowerBound)
            composer.insert("\n", at: moment)
            composer.place(at: line.lowerBound)
        default: break
        }
    }

    /// Puts in what was taken out last: whole lines as lines.
    private func put(
        before: Bool, count: Int, _ composer: inout Composer, _ ring: KillRing, at moment: Timestamp
    ) -> Outcome {
        guard let text = ring.newest else { return .told(Phrases.nothingToYank) }
        let room = max(1, Self.mostPut / max(1, text.utf8.count))
        let copies = String(repeating: text, count: min(count, room))
        let line = composer.content.paragraph(around: composer.offset)
        guard wholeLines == text else {
            let place =
                before ? composer.offset : min(line.upperBound, composer.content.boundary(after: composer.offset))
            composer.replace(place..<place, with: copies, at: moment)
            composer.place(at: composer.content.boundary(before: composer.offset))
            return .nothing
        }
        let place = before ? line.lowerBound : line.upperBound
        composer.replace(place..<place, with: before ? copies : "\n" + copies.dropLast(), at: moment)
        composer.place(at: composer.content.firstNonBlank(inLineOf: before ? place : place + 1))
        return .nothing
    }

    /// A count does not put in more bytes than these.
    private static let mostPut = 100_000
}

// Operators.
extension ViMode {
    mutating func operate(
        _ operation: Operator, _ motion: ViMotion, count: Int?, _ composer: inout Composer, _ ring: inout KillRing,
        at moment: Timestamp
    ) -> Outcome {
        let content = composer.content
        let here = composer.offset
        // What is changed of a word is the word, without the blanks behind it.
        let isOnWord = content.character(after: here)?.isWhitespace == false
        let motion = operation == .change && motion == .wordStart && isOnWord ? .wordEnd : motion
        let target = content.target(of: motion, from: here, count: count)
        if motion.isLinewise {
            guard target != here || motion == .firstLine || motion == .lastLine else { return .nothing }
            return operate(operation, lines: min(here, target)...max(here, target), &composer, &ring, at: moment)
        }
        var range = min(here, target)..<max(here, target)
        if motion.isInclusive {
            let line = content.paragraph(around: target)
            range = range.lowerBound..<(motion == .lineEnd && line.isEmpty ? target : content.boundary(after: target))
        } else if range.upperBound > content.paragraph(around: range.lowerBound).upperBound {
            range = withoutLastLineFeed(range, motion, content)
        }
        guard !range.isEmpty else {
            if operation == .change { mode = .insert }
            return .nothing
        }
        return operate(operation, range, &composer, &ring, at: moment)
    }

    /// A motion over several lines that ends before the first word of one does not take the line feed before it.
    private func withoutLastLineFeed(_ range: Range<Int>, _ motion: ViMotion, _ content: ComposerText) -> Range<Int> {
        let line = content.paragraph(around: range.upperBound)
        let isAtBeginning = content[line.lowerBound..<range.upperBound].allSatisfy(\.isWhitespace)
        let isWord = motion == .wordStart && isAtBeginning
        guard line.lowerBound == range.upperBound || isWord, line.lowerBound > range.lowerBound else { return range }
        return range.lowerBound..<line.lowerBound - 1
    }

    /// Carries an operator out on a part of the text.
    mutating func operate(
        _ operation: Operator, _ range: Range<Int>, _ composer: inout Composer, _ ring: inout KillRing,
        at moment: Timestamp
    ) -> Outcome {
        let text = composer.content[range]
        ring.keep(text)
        wholeLines = nil
        mode = operation == .change ? .insert : .normal
        composer.place(at: range.lowerBound)
        guard operation != .yank else { return .copied(text) }
        composer.replace(range, with: "", at: moment)
        return .nothing
    }

    /// Carries an operator out on the lines of two places and all between them.
    mutating func operate(
        _ operation: Operator, lines: ClosedRange<Int>, _ composer: inout Composer, _ ring: inout KillRing,
        at moment: Timestamp
    ) -> Outcome {
        let content = composer.content
        let start = content.paragraph(around: lines.lowerBound).lowerBound
        let end = content.paragraph(around: lines.upperBound).upperBound
        let text = content[start..<end] + "\n"
        ring.keep(text)
        wholeLines = text
        switch operation {
        case .yank:
            composer.place(at: lines.lowerBound)
            return .copied(text)
        case .change:
            mode = .insert
            composer.replace(start..<end, with: "", at: moment)
        case .delete:
            let isLast = end == content.end
            composer.replace(max(0, isLast ? start - 1 : start)..<(isLast ? end : end + 1), with: "", at: moment)
            composer.place(at: composer.content.firstNonBlank(inLineOf: composer.offset))
        }
        return .nothing
    }
}

extension Phrases {
    static let viNormal = "NORMAL"
    static let viInsert = "INSERT"
    static let viVisual = "VISUAL"
    static let viComposerHint = "Write here after an i, then ^S sends it."
    static let nothingLookedFor = "Nothing was looked for yet."
    static func viNoCommand(_ name: String) -> String {
        "“\(SafeText.escaped(name, for: .line))” is no command here. :w sends, :q leaves; any action goes by its name."
    }
}
