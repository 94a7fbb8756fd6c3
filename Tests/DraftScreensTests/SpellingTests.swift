import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

/// Misspelt words in the composer: which are looked up, how they are marked, what can be done about them.
@Suite struct SpellingTests {
    private static func stage(writing text: String) -> Stage {
        var stage = Stage(columns: 80, rows: 24)
        stage.opens()
        stage.press(.function(7))
        stage.send(.spelling(.ready))
        stage.type(text)
        stage.send(.rested)
        return stage
    }

    @Test(arguments: [
        ("The lamp", ["The", "lamp"]), ("don't, it’s", ["don't", "it’s"]), ("'quoted'", ["quoted"]),
        ("a b42 foo_bar 3.14", []), ("漢字 naïve", ["naïve"]), ("cafe\u{301}s!", ["cafe\u{301}s"]), ("", []),
    ])
    func `words are what a dictionary may know`(text: String, words: [String]) {
        var content = ComposerText()
        _ = content.replace(0..<0, with: text)
        #expect(content.spelledWords(in: 0..<content.end).map { content[$0] } == words)
    }

    @Test func `nothing is looked up before it is wanted`() {
        var stage = Stage()
        stage.opens()
        stage.type("teh")
        stage.send(.rested)
        #expect(stage.effects == [])
        stage.press(.function(7))
        #expect(stage.effects == [.spell(.begin(language: nil))])
        stage.send(.spelling(.ready))
        #expect(stage.effects == [.spell(.check(["teh"]))])
    }

    @Test func `a word is looked up once, at rest, and is underlined where it is wrong`() {
        var stage = Self.stage(writing: "")
        var checked: [String] = []
        for letter in "teh lamp teh" {
            stage.press(.character(letter))
            #expect(!stage.effects.contains { if case .spell = $0 { true } else { false } })
        }
        for _ in 0..<2 {
            stage.send(.rested)
            for case .spell(.check(let words)) in stage.effects { checked += words }
        }
        #expect(checked.sorted() == ["lamp", "teh"])
        stage.send(.spelling(.checked(["teh": false, "lamp": true])))
        #expect(Self.underlined(stage) == "tehteh")
    }

    @Test func `only words that are seen are looked up`() {
        var stage = Stage(columns: 80, rows: 24)
        stage.opens()
        stage.press(.function(7))
        stage.send(.spelling(.ready))
        let lines = (0..<200).map {
            "word" + String(repeating: Character(UnicodeScalar(97 + UInt8($0 % 26))), count: 1 + $0 / 26)
        }
        stage.send(.input(.paste(lines.joined(separator: "\n"))))
        stage.send(.rested)
        guard case .spell(.check(let words))? = stage.effects.first else {
            Issue.record("nothing is looked up")
            return
        }
        #expect(words.count < 20)
        #expect(words.contains(lines[199]) && !words.contains(lines[0]))
    }

    @Test func `the menu puts a suggestion in, as one change`() {
        var stage = Self.stage(writing: "teh lamp")
        stage.send(.spelling(.checked(["teh": false, "lamp": true])))
        stage.press(.function(7))
        #expect(stage.effects == [.spell(.suggest("teh"))])
        stage.send(.spelling(.suggestions("teh", ["the", "eh"])))
        #expect(stage.screen.contains("1 the") && stage.screen.contains("Add to your dictionary"))
        stage.press(.enter)
        #expect(stage.composer == "the lamp")
        #expect(stage.effects.contains(.shareWords("the lamp")))
        stage.press(.alt("u"))
        #expect(stage.composer == "teh lamp")
    }

    @Test func `a digit chooses, and suggestions for another word are none`() {
        var stage = Self.stage(writing: "teh")
        stage.send(.spelling(.checked(["teh": false])))
        stage.press(.function(7))
        stage.send(.spelling(.suggestions("other", ["wrong"])))
        stage.send(.spelling(.suggestions("teh", ["the", "e\u{1B}h"])))
        stage.press(.character("2"))
        #expect(stage.composer == "eh")
    }

    @Test func `a word can be ignored, learnt, and spelling switched off`() {
        var stage = Self.stage(writing: "teh")
        stage.send(.spelling(.checked(["teh": false])))
        stage.press(.function(7), .down, .enter)
        #expect(Self.underlined(stage) == "")
        stage.type(" lampp")
        stage.send(.rested)
        stage.send(.spelling(.checked(["lampp": false])))
        stage.press(.function(7), .enter)
        #expect(stage.effects == [.spell(.learn("lampp"))])
        #expect(Self.underlined(stage) == "")
        stage.type(" wrng")
        stage.send(.spelling(.checked(["wrng": false])))
        stage.press(.function(7), .end, .enter)
        #expect(stage.notice == "Spelling is off. F7 switches it on.")
        #expect(Self.underlined(stage) == "")
    }

    @Test func `without dictionaries it is said once and is off`() {
        var stage = Stage()
        stage.opens()
        stage.press(.function(7))
        stage.send(.spelling(.failed("there is no dictionary for xx.")))
        #expect(stage.notice == "No spelling: there is no dictionary for xx.")
        stage.type("teh")
        stage.send(.rested)
        #expect(stage.effects == [])
    }

    @Test(arguments: [Size(columns: 40, rows: 12), Size(columns: 80, rows: 24)])
    func `the menu stands beside its word`(size: Size) {
        var stage = Stage(columns: size.columns, rows: size.rows)
        stage.opens()
        stage.press(.function(7))
        stage.send(.spelling(.ready))
        stage.type("The lamp burned brihgt")
        stage.send(.spelling(.checked(["The": true, "lamp": true, "burned": true, "brihgt": false])))
        stage.press(.function(7))
        stage.send(.spelling(.suggestions("brihgt", ["bright", "bright's"])))
        #expect(stage.screen.contains("1 bright"))
        #expect(stage.screen.contains("brihgt"))
    }

    /// What is underlined in the composer.
    private static func underlined(_ stage: Stage) -> String {
        let grid = view(stage.model).grid
        return (0..<grid.size.rows).map { row in
            String(grid.row(row).filter { $0.style.attributes.contains(.underline) && !$0.isContinuation }.map(\.glyph))
        }.joined()
    }
}
