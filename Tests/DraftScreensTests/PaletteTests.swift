import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

@Suite struct PaletteTests {
    private static let sizes = ScreenGoldenTests.sizes

    @Test(arguments: [("prn", true), ("PASS ring", true), ("zing", false), ("", true), ("passsss", false)])
    func `letters are found in their order alone`(query: String, isFound: Bool) {
        #expect((FuzzyMatch(query, in: "pass the ring to the next writer") != nil) == isFound)
    }

    @Test func `starts of words and runs rank higher`() throws {
        func score(_ query: String, _ text: String) throws -> Int { try #require(FuzzyMatch(query, in: text)).score }
        #expect(try score("pr", "pass ring") > score("pr", "spare"))
        #expect(try score("ing", "xx ring") > score("ing", "xixnxg"))
        #expect(try score("cut", "cut that") > score("cut", "a cut"))
        #expect(FuzzyMatch("wr", in: "however, we read")?.positions == [9, 12])
    }

    @Test func `every row of the help is in the palette`() {
        for help in KeyHelp.library + KeyHelp.editor + KeyHelp.segments + KeyHelp.composer {
            #expect(!PaletteEntry.entries(of: help, in: .plain).isEmpty, "\(help.action)")
        }
    }

    @Test func `every key of the composer's help has its command`() {
        for entry in KeyHelp.composer.flatMap({ PaletteEntry.entries(of: $0, in: .plain) }) {
            #expect(entry.action.composerCommand != nil, "\(entry.keyName)")
            #expect(!entry.keyName.isEmpty, "\(entry.name)")
        }
    }

    @Test func `what is chosen is done as by its key`() {
        var stage = Stage()
        stage.opens()
        var other = stage
        stage.press(.control("p"))
        for letter in "pass the ring" { stage.press(.character(letter)) }
        stage.press(.enter)
        other.press(.control("r"))
        #expect(stage.submitted.count == 1)
        #expect(stage.effects == other.effects)
        #expect(stage.model.overlay == nil)
    }

    @Test func `a key finds its action, and words stay out of the composer`() throws {
        var stage = Stage()
        stage.opens()
        stage.press(.control("p"), .character("f"), .character("2"), .enter)
        #expect(stage.editor.showsIDs)
        #expect(stage.composer.isEmpty)
    }

    @Test func `the wheel and the arrows choose, Esc closes`() {
        var stage = Stage()
        stage.opens()
        stage.press(.control("p"), .down, .down, .up)
        stage.send(.input(.mouse(Mouse(.scrollDown, at: Point(column: 9, row: 9)))))
        #expect(stage.model.overlay == .palette(Palette(selection: 2)))
        stage.press(.escape)
        #expect(stage.model.overlay == nil)
    }

    @Test(arguments: [ada, ben, caro], [(true, true), (true, false), (false, true), (false, false)])
    func `an action is refused with what its key is answered with`(
        me: UserID, situation: (isWritten: Bool, isOpen: Bool)
    ) {
        let (isWritten, isOpen) = situation
        var stage = Stage(me: me)
        if isOpen { stage.opens() }
        if isWritten { stage.type("Words") }
        let keys: [Key] = ["s", "t", "g", "n", "f", "x", "r"].map { .control($0) }
        for key in keys where isOpen || !["t", "g", "r"].map({ Key.control($0) }).contains(key) {
            var tried = stage
            let refusal = stage.model.refusal(of: key, stage.editor)
            tried.press(key)
            if let refusal {
                #expect(tried.notice == refusal, "\(key)")
                #expect(tried.submitted.isEmpty)
            } else {
                #expect(tried.notice == nil || tried.notice == Phrases.armedNotice, "\(key)")
            }
        }
    }

    @Test func `a refused action stays where it is and says why`() {
        var stage = Stage(me: ben)
        stage.opens()
        stage.press(.control("p"))
        stage.type("take the ring back")
        stage.press(.enter)
        #expect(stage.screen.contains(Phrases.onlyCreatorReclaims))
        #expect(stage.submitted.isEmpty)
    }

    @Test func `a redraw is had everywhere and changes nothing`() {
        var stage = Stage()
        stage.opens()
        stage.type("Words")
        for key in [Key.control("a"), .function(1), .control("f"), .control("p")] {
            var stage = stage
            stage.press(key)
            let overlay = stage.model.overlay
            let screen = stage.screen
            stage.press(.control("l"))
            #expect(stage.effects == [.redraw], "\(key)")
            #expect(stage.model.overlay == overlay)
            #expect(stage.screen == screen)
        }
    }

    @Test func `in the list it looks again too`() {
        var (model, _) = Model.started(
            me: ada, serverName: "127.0.0.1:8000", size: Size(columns: 80, rows: 24), now: noon, theme: .plain, seed: 1)
        #expect(update(&model, .input(.key(.control("l")))) == [.redraw, .loadDrafts])
    }

    @Test func `while searching the palette offers what the search does`() {
        var stage = Stage()
        stage.opens()
        stage.press(.control("f"), .control("p"), .character("c"), .enter)
        #expect(stage.editor.search == nil)
    }

    @Test(arguments: sizes) func `the palette of a reader without the ring`(_ size: Size) throws {
        var stage = ScreenGoldenTests.lighthouse(me: ben, size: size)
        stage.press(.control("p"), .character("r"), .character("i"), .character("n"))
        try expectGolden(view(stage.model), "palette-\(size.columns)x\(size.rows)")
    }

    @Test(arguments: sizes) func `a palette without a match says so`(_ size: Size) throws {
        var stage = ScreenGoldenTests.lighthouse(size: size)
        stage.press(.control("p"))
        stage.type("zzz")
        try expectGolden(view(stage.model), "palette-none-\(size.columns)x\(size.rows)")
    }
}
