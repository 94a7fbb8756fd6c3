import CellGrid
import DraftCore

/// What vi makes of keys while it does not write them down: a count, an operator, a motion, a command.
///
/// Invariant: outside of the insert mode the caret stands on a character, behind the last one only where there is none.
struct ViMode: Equatable, Sendable {
    enum Mode: Equatable, Sendable {
        case normal, insert, visual
    }

    enum Operator: Character, Sendable {
        case delete = "d"
        case yank = "y"
        case change = "c"
    }

    /// What is to be done beyond the text.
    enum Outcome: Equatable, Sendable {
        case nothing
        case action(Action)
        case searchAgain(backward: Bool)
        /// The text is for the terminal's clipboard too.
        case copied(String)
        case told(String)
    }

    private static let mostCount = 9_999

    var mode = Mode.normal
    /// What was looked for last.
    var pattern = ""
    /// The command that is being typed after the colon.
    private(set) var command: String?
    private var digits = ""
    private var awaiting: Operator?
    private var countOfOperator: Int?
    private var isAfterG = false
    /// The text of the kill ring that is to be put in as whole lines.
    var wholeLines: String?

    /// What has been typed of a command so far.
    var begun: String {
        (countOfOperator.map(String.init) ?? "") + (awaiting.map { String($0.rawValue) } ?? "") + digits
            + (isAfterG ? "g" : "")
    }

    /// The rest of a command is not awaited any more.
    mutating func forget() {
        (digits, awaiting, countOfOperator, isAfterG, command) = ("", nil, nil, false, nil)
    }

    /// From the insert mode back.
    mutating func leaveInsert(_ composer: inout Composer) {
        forget()
        mode = .normal
        let line = composer.content.paragraph(around: composer.offset)
        composer.place(at: max(line.lowerBound, composer.content.boundary(before: composer.offset)))
    }

    /// Sees to the invariant after something else has moved the caret.
    mutating func settle(_ composer: inout Composer) {
        if mode == .visual, composer.selection == nil { mode = .normal }
        if mode == .normal, composer.selection != nil { mode = .visual }
        guard mode == .normal else { return }
        let line = composer.content.paragraph(around: composer.offset)
        guard composer.offset == line.upperBound, !line.isEmpty else { return }
        composer.place(at: composer.content.boundary(before: composer.offset), keepingColumn: composer.goalColumn)
    }

    /// Whether the key means something outside of the insert mode.
    static func means(_ key: Key) -> Bool {
        key.text != nil || key == .escape || letters[key] != nil
    }

    /// The keys with names that stand for letters.
    private static let letters: [Key: Character] = [
        .left: "h", .backspace: "h", .down: "j", .enter: "j", .up: "k", .right: "l", .home: "0", .end: "$",
    ]

    /// Takes a key of the normal or the visual mode.
    mutating func take(
        _ key: Key, _ composer: inout Composer, _ ring: inout KillRing, at moment: Timestamp
    ) -> Outcome {
        if command != nil { return takeCommand(key) }
        settle(&composer)
        defer { settle(&composer) }
        if key == .escape {
            forget()
            if mode == .visual { composer.place(at: cursor(composer)) }
            return .nothing
        }
        guard let typed = Self.letters[key] ?? key.text else { return .nothing }
        let letter = typed == " " ? "l" : typed
        return isPart(letter) ? .nothing : take(letter, &composer, &ring, at: moment)
    }

    /// Keeps a letter that is a part of a command whose end is still to come.
    /// - Returns: whether it is one.
    private mutating func isPart(_ letter: Character) -> Bool {
        if letter.isASCII, letter.isNumber, letter != "0" || !digits.isEmpty {
            if digits.count < 4 { digits.append(letter) }
        } else if letter == "g", !isAfterG {
            isAfterG = true
        } else if let pressed = Operator(rawValue: letter), awaiting == nil, mode == .normal, !isAfterG {
            (countOfOperator, awaiting, digits) = (count, pressed, "")
        } else {
            return false
        }
        return true
    }

    /// Takes the letter that ends a command.
    private mutating func take(
        _ letter: Character, _ composer: inout Composer, _ ring: inout KillRing, at moment: Timestamp
    ) -> Outcome {
        let (count, awaited, wasAfterG) = (count, awaiting, isAfterG)
        forget()
        if let motion = wasAfterG ? (letter == "g" ? .firstLine : nil) : ViMotion(letter) {
            guard let awaited else {
                go(motion, count: count, &composer)
                return .nothing
            }
            return operate(awaited, motion, count: count, &composer, &ring, at: moment)
        }
        guard !wasAfterG, awaited == nil || letter == awaited?.rawValue else {
            let begun = (awaited.map { String($0.rawValue) } ?? "") + (wasAfterG ? "g" : "")
            return .told(Phrases.meansNothing(begun + String(letter)))
        }
        if let awaited {
            let last = composer.content.line(below: composer.offset, by: (count ?? 1) - 1)
            return operate(awaited, lines: composer.offset...last, &composer, &ring, at: moment)
        }
        return mode == .visual
            ? takeVisual(letter, &composer, &ring, at: moment)
            : takeNormal(letter, count: count ?? 1, &composer, &ring, at: moment)
    }

    /// The count before the operator times the one behind it.
    private var count: Int? {
        guard let second = Int(digits) else { return countOfOperator }
        return min(Self.mostCount, second * (countOfOperator ?? 1))
    }

    // MARK: Motions

    private mutating func go(_ motion: ViMotion, count: Int?, _ composer: inout Composer) {
        let here = cursor(composer)
        guard motion == .down || motion == .up else {
            return place(at: composer.content.target(of: motion, from: here, count: count), &composer)
        }
        let rows = (count ?? 1) * (motion == .down ? 1 : -1)
        let wrap = composer.content.wrap
        let point = wrap.point(of: here)
        let row = min(max(0, point.row + rows), wrap.lines.count - 1)
        let column = composer.goalColumn ?? point.column
        let target = row == point.row ? here : composer.content.place(row: row, column: column)
        place(at: target, &composer, keepingColumn: column)
    }

    /// The character that the caret stands on; a selection ends behind the last one.
    func cursor(_ composer: Composer) -> Int {
        guard mode == .visual, let anchor = composer.anchor, anchor < composer.offset else { return composer.offset }
        return composer.content.boundary(before: composer.offset)
    }

    /// Sends the caret onto a character; in the visual mode the selection goes with it.
    private mutating func place(at target: Int, _ composer: inout Composer, keepingColumn column: Int? = nil) {
        guard mode == .visual, let anchor = composer.anchor else {
            return composer.place(at: target, keepingColumn: column)
        }
        let content = composer.content
        let start = anchor < composer.offset ? anchor : content.boundary(before: anchor)
        let last = target == content.end ? content.boundary(before: target) : target
        composer.place(at: last >= start ? start : content.boundary(after: start))
        composer.select(to: last >= start ? content.boundary(after: last) : last, keepingColumn: column)
    }

    // MARK: The command line

    /// Begins a command line.
    mutating func beginCommand() {
        command = ""
    }

    private mutating func takeCommand(_ key: Key) -> Outcome {
        let typed = command ?? ""
        switch key {
        case .escape: command = nil
        case .backspace: command = typed.isEmpty ? nil : String(typed.dropLast())
        case .enter:
            command = nil
            guard !typed.isEmpty else { return .nothing }
            return ViMode.action(named: typed).map { .action($0) } ?? .told(Phrases.viNoCommand(typed))
        default:
            if let letter = key.text, typed.count < 40 { command = typed + String(letter) }
        }
        return .nothing
    }

    private static func action(named name: String) -> Action? {
        switch name {
        case "w", "write": return .send
        case "q", "q!": return .quit
        default:
            guard let action = Action(rawValue: name), KeyContext.editorScreen.flatMap(\.actions).contains(action)
            else { return nil }
            return action
        }
    }
}
