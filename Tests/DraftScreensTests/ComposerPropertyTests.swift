import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

/// Ten thousand random sequences of keys against the naive editor; a failure names the seed of its sequence.
@Suite struct ComposerPropertyTests {
    private static let sequencesPerSeed = 100

    @Test(arguments: 1...100 as ClosedRange<UInt64>)
    func `whatever is pressed, the text is that of a naive editor, and nothing of it is lost`(seed: UInt64) {
        for number in 0..<Self.sequencesPerSeed {
            var run = RandomRun(seed: seed &* 1_000 &+ UInt64(number))
            run.play()
            if !run.isRight { return }
        }
    }
}

/// One sequence of keys, pressed in the program and in the naive editor.
private struct RandomRun {
    let seed: UInt64
    var isRight = true
    private var random: RandomSource
    private var stage: Stage
    private var naive: NaiveEditor
    /// All texts since the last send, in the order in which they were first there.
    private var seen: [String] = [""]
    /// Those that were there before others were taken back.
    private var tips: [String] = []
    private var deed = ""
    private var viewer = Viewer()

    init(seed: UInt64) {
        self.seed = seed
        random = RandomSource(seed: seed)
        let columns = Int.random(in: 40...64, using: &random)
        stage = Stage(columns: columns, rows: 16)
        stage.opens()
        naive = NaiveEditor(columns: columns - 4)
    }

    mutating func play() {
        for _ in 0..<Int.random(in: 4...36, using: &random) where isRight {
            step()
            compare()
            if seed.isMultiple(of: 5), viewer.frame(of: stage.model) != view(stage.model) {
                fail("what is kept of the screen")
            }
        }
        // Drawing takes longer than all else here.
        if seed.isMultiple(of: 5) { drawAtEverySize() }
        if isRight { rewind() }
    }

    private mutating func fail(_ what: String) {
        guard isRight else { return }
        isRight = false
        Issue.record(
            "seed \(seed), \(deed): \(what)\nis    \(stage.composer.debugDescription)\nnaive \(naive.text.debugDescription)"
        )
    }

    private mutating func compare() {
        let composer = stage.editor.composer
        if !(composer.text.utf8.elementsEqual(naive.text.utf8)) { fail("the text") }
        if !(composer.caret == naive.caret) { fail("the caret is at \(composer.caret), not \(naive.caret)") }
        let selected = naive.selection.map { String(naive.characters[$0]) }
        if !(composer.selectedText == selected) {
            fail("\(composer.selectedText ?? "-") is selected, not \(selected ?? "-")")
        }
        if !(ComposerLayout(composer, columns: naive.columns).caret == naive.point) { fail("the lines") }
        if !(composer.scalarCount == naive.text.unicodeScalars.count) { fail("the count") }
        let changed = stage.effects.contains { if case .keepWords = $0 { true } else { false } }
        let isKept = stage.effects.contains(.keepWords(composer.text, caret: composer.caret))
        if !(changed ? isKept : composer.text == seen.last) { fail("what is kept") }
        if composer.text != seen.last { seen.append(composer.text) }
    }

    /// Back to the beginning and to the end again, past every text that others were taken back from.
    private mutating func rewind() {
        var passed: Set = [stage.composer]
        repeat {
            stage.press(.alt("U"))
            passed.insert(stage.composer)
        } while stage.notice != Phrases.nothingToRedo
        let end = stage.composer
        repeat {
            stage.press(.alt("u"))
            passed.insert(stage.composer)
        } while stage.notice != Phrases.nothingToUndo
        if !(stage.composer.isEmpty) { fail("undo does not lead to the beginning") }
        if !(passed.isSuperset(of: tips)) { fail("a text is out of reach: \(tips.filter { !passed.contains($0) })") }
        repeat { stage.press(.alt("U")) } while stage.notice != Phrases.nothingToRedo
        if !(stage.composer.utf8.elementsEqual(end.utf8)) {
            fail("redo does not lead to the end \(end.debugDescription)")
        }
    }

    /// Whatever is there can be drawn, with the caret inside the screen.
    private mutating func drawAtEverySize() {
        for size in [Size(columns: 40, rows: 12), stage.model.size] {
            var copy = stage
            copy.send(.input(.resize(size)))
            let frame = view(copy.model)
            if !(frame.cursor.map { frame.grid.bounds.contains($0) } ?? false) { fail("the cursor") }
        }
    }

    private mutating func step() {
        if Int.random(in: 0..<6, using: &random) == 0 {
            stage.waits(milliseconds: .random(in: 0...4_000, using: &random))
        }
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<38: type()
        case 38..<48: paste()
        case 48..<50: happen()
        default: command()
        }
    }

    private static let letters =
        Array("abc e'’.,!? -\n\t漢字かな👩\u{1112}\u{1161}7\"") + ["\u{301}", "\u{200D}", "🇫", "🇷", "🏽"]

    private mutating func type() {
        let letter = Self.letters.randomElement(using: &random)!
        deed = "typing \(letter.debugDescription)"
        stage.press(letter == "\n" ? .enter : letter == "\t" ? .tab : .character(letter))
        naive.put(String(letter))
        naive.interrupt()
    }

    private static let texts = [
        "one two three. Four!", "a\r\nb\rc", "\r\n", "tab\tand\u{0}control", "👩‍👩‍👧🇫🇷", "e\u{301}\u{302}", "\u{301}lone",
        "🇷🇫🇷",
        "漢字かな。漢字", String(repeating: "long", count: 40), "it's so—\n\n  yes  ", "\u{200D}👧", "",
    ]

    private mutating func paste() {
        var text = Self.texts.randomElement(using: &random)!
        deed = "pasting \(text.debugDescription)"
        let isLarge = Int.random(in: 0..<400, using: &random) == 0
        if isLarge { text = String(repeating: "four ", count: 801) }
        stage.send(.input(.paste(text)))
        let clean = SafeText.cleaned(text, for: .segment).text
        let isTaken = !isLarge || Bool.random(using: &random)
        if isLarge {
            if !(stage.composer.utf8.elementsEqual(naive.text.utf8)) { fail("a large paste asks first") }
            stage.press(isTaken ? .enter : .escape)
        }
        if !isTaken { naive.keep(clean) } else if !clean.isEmpty { naive.put(clean) }
        naive.interrupt()
    }

    /// What comes without a key: words come back, or go out for good.
    private mutating func happen() {
        deed = "what comes by itself"
        if Bool.random(using: &random) {
            let text = Self.texts.filter { !$0.isEmpty && !$0.contains { "\r\n\u{0}".contains($0) } }.randomElement(
                using: &random)!
            stage.tell(.recovered([text], droppedPasses: 0))
            naive.putAbove(text)
        } else if !stage.editor.composer.isBlank {
            stage.press(.control("s"))
            naive.clear()
            (seen, tips) = ([""], [])
            stage.press(.alt("u"))
            if !(stage.composer.isEmpty) { fail("what was sent came back") }
            naive.interrupt()
        }
    }

    private static let keys = ComposerKeymap.plain.filter {
        switch $0.value {
        case .find, .replace, .insert: false
        default: true
        }
    }.sorted { "\($0)" < "\($1)" }

    private mutating func command() {
        let (key, command) = Self.keys.randomElement(using: &random)!
        deed = "\(command)"
        let before = stage.editor.composer
        stage.press(key)
        let after = stage.editor.composer
        switch command {
        case .move(.sentenceStart), .move(.sentenceEnd): naive.moveCaret(to: after.caret, selecting: false)
        case .select(.sentenceStart), .select(.sentenceEnd): naive.moveCaret(to: after.caret, selecting: true)
        case .move(let movement): naive.move(movement, selecting: false, page: page(before))
        case .select(let movement): naive.move(movement, selecting: true, page: page(before))
        case .selectAll: naive.selectAll()
        case .mark: naive.toggleMark()
        case .deleteBackward: naive.put("", in: naive.selection ?? max(0, naive.caret - 1)..<naive.caret)
        case .deleteForward:
            naive.put("", in: naive.selection ?? naive.caret..<min(naive.characters.count, naive.caret + 1))
        case .killWordBackward: naive.kill(naive.wordLeft..<naive.caret, forward: false)
        case .killWordForward: naive.kill(naive.caret..<naive.wordRight, forward: true)
        case .killLine: naive.kill(naive.restOfLine, forward: true)
        case .killSentence:
            let end = before.content.count(from: 0, to: before.content.sentenceEnd(after: before.offset))
            naive.kill(naive.caret..<end, forward: true)
        case .cut, .copy: naive.copy(cutting: command == .cut)
        case .yank: naive.yank()
        case .yankPop: naive.yankOther()
        case .undo, .redo:
            if command == .undo, seen.last == before.text { tips.append(before.text) }
            if !(seen.contains(after.text)) { fail("a text that never was: \(after.text.debugDescription)") }
            naive.adopt(after)
        case .setTypography: naive.adopt(after)
        case .find, .replace, .insert, .deselect: break
        }
        switch command {
        case .killWordBackward, .killWordForward, .killLine, .killSentence: naive.endYank()
        case .yank, .yankPop: naive.endKill()
        default: naive.interrupt()
        }
    }

    private func page(_ composer: Composer) -> Int {
        max(1, EditorLayout(stage.model.size, stage.editor, me: ada).composerText.size.rows - 1)
    }
}
