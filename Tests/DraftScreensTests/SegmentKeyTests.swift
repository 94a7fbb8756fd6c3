import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

/// The keys of a segment that is chosen, in the other keymaps and as somebody has bound them.
@Suite struct SegmentKeyTests {
    private static func story(_ keymap: Keymap, columns: Int = 80) -> Stage {
        var stage = ChoosingTests.story(columns: columns)
        stage.model.keymap = keymap
        return stage
    }

    private static func chosen(_ stage: Stage) -> Int? { stage.editor.chosenSegment?.order }

    @Test func `in the keymap of Emacs its keys choose, copy and leave`() {
        var stage = Self.story(.emacs)
        stage.press(.control("u"), .control("p"), .control("p"), .control("n"))
        #expect(Self.chosen(stage) == 3)
        stage.press(.alt("<"), .alt("w"))
        #expect(stage.effects == [.copy("The lamp was dark.")])
        stage.press(.control("u"))
        #expect(stage.composer == "The lamp was dark.")
        #expect(stage.screen.contains("^X ^S send the revision   ^G leave it as it was"))
        stage.press(.control("a"), .control(" "), .control("e"), .control("g"))
        #expect(stage.editor.revising != nil)
        stage.press(.control("g"))
        #expect(stage.editor.revising == nil)
        #expect(stage.composer.isEmpty)
    }

    @Test func `in the keymap of vi a letter lets go and commands, and Esc leaves what is open`() {
        var stage = Self.story(.vi)
        stage.press(.control("u"), .up)
        #expect(Self.chosen(stage) == 3)
        stage.press(.character("x"))
        #expect(stage.editor.chosen == nil)
        #expect(stage.composer.isEmpty)
        stage.press(.control("u"), .escape)
        #expect(stage.editor.chosen == nil)
        stage.press(.control("u"), .control("u"), .character("A"))
        stage.type("!")
        stage.press(.escape)
        #expect(stage.composer == "Nobody spoke.!")
        #expect(stage.editor.revising != nil)
        #expect(stage.screen.contains("Esc leave it as it was"))
        stage.press(.escape)
        #expect(stage.editor.revising == nil)
        #expect(stage.composer.isEmpty)
    }

    @Test func `keys of one's own are told and do it`() {
        let (keymap, problems) = Keymap.plain.rebinding([("strike", ["f9"], 1), ("choose-segment", ["f8"], 2)])
        #expect(problems.isEmpty)
        var stage = Self.story(keymap)
        stage.press(.function(8), .function(9))
        #expect(stage.screen.contains("F9 again strikes it"))
        #expect(stage.screen.contains("F9 strike it"))
        stage.press(.function(9))
        #expect(stage.submitted.map(\.action) == [.strike(stage.segmentsOfLog[4].id)])
    }

    @Test func `what the palette strikes is asked for twice as well`() {
        var stage = Self.story(.plain)
        stage.press(.control("u"))
        for count in [0, 1] {
            stage.press(.control("p"))
            stage.type("strike it")
            stage.press(.enter)
            #expect(stage.submitted.count == count)
        }
    }

    @Test func `a ring's keys mean the same while a segment is chosen`() {
        var stage = Self.story(.plain)
        stage.press(.control("u"), .control("r"))
        #expect(stage.submitted.count == 1)
    }

    @Test func `the place of a segment and the news stand beside each other`() throws {
        var stage = Self.story(.plain, columns: 40)
        for number in 1...20 { stage.happens(.append(SegmentID.random(), content: "Line \(number)."), by: ada) }
        stage.happens(.pass(to: ben), by: ada)
        stage.press(.control("u"), .home)
        stage.happens(.append(SegmentID.random(), content: "The newest."), by: ben)
        let row = try #require(stage.screen.split(separator: "\n").first { $0.contains("1 of 26") })
        #expect(row.contains(Phrases.newBelowShort(stage.editor.scroll.newBelow)))
        #expect(stage.editor.scroll.newBelow > 0)
    }
}
