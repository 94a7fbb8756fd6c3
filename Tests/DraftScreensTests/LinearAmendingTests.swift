import DraftCore
import Testing

@testable import DraftScreens

/// Words that stand, and words that are being written, changed in plain lines.
@Suite struct LinearAmendingTests {
    private static func stage(me: UserID = ada) -> Stage {
        var stage = Stage(me: me)
        stage.readsInLines()
        stage.opens()
        stage.happens(.append(SegmentID.test(1), content: "The lamp was dark."), by: ada)
        stage.happens(.append(SegmentID.test(2), content: "Nobody came."), by: ada)
        return stage
    }

    @Test func `a segment is revised by its number, and the words of before are back`() {
        var stage = Self.stage()
        stage.line("For later.")
        stage.line("/revise 1")
        #expect(stage.said.first == "1. ada: The lamp was dark.")
        stage.line("The lamp was lit.")
        stage.line("And Ben came.")
        #expect(stage.composer == "The lamp was lit.\nAnd Ben came.")
        stage.line("")
        #expect(
            stage.submitted.map(\.action) == [
                .revise(SegmentID.test(1), content: "The lamp was lit.\nAnd Ben came.", revision: 1)
            ])
        #expect(stage.composer == "For later.")
        stage.serverObeys()
        #expect(stage.said == ["ada changed segment 1 to: The lamp was lit.\n  And Ben came."])
    }

    @Test func `a revision that is left changes nothing, and its words can be had`() {
        var stage = Self.stage()
        stage.line("/revise 2")
        stage.line("Somebody came.")
        stage.line("/drop")
        #expect(stage.said == ["Left as it was. /put puts in what you had changed."])
        #expect(stage.submitted.isEmpty)
        #expect(stage.composer.isEmpty)
        stage.line("/put")
        #expect(stage.composer == "Somebody came.")
        stage.line("/undo")
        #expect(stage.composer.isEmpty)
        stage.line("/redo")
        #expect(stage.composer == "Somebody came.")
    }

    @Test func `a segment is struck by the second of two equal lines`() {
        var stage = Self.stage()
        stage.line("/strike 1")
        #expect(
            stage.said == [
                "1. ada: The lamp was dark.", "/strike 1 again strikes it from the text; the log keeps it.",
            ])
        stage.line("/who")
        stage.line("/strike 1")
        #expect(stage.submitted.isEmpty)
        stage.line("/strike 2")
        #expect(stage.submitted.isEmpty)
        stage.line("/strike 2")
        #expect(stage.submitted.map(\.action) == [.strike(SegmentID.test(2))])
        #expect(stage.said == ["Struck. /put puts its words into the composer."])
        stage.serverObeys()
        #expect(stage.said == ["ada struck segment 2."])
    }

    @Test func `a segment that was revised since it was read out is read out again before it is struck`() {
        var stage = Self.stage()
        stage.line("/strike 1")
        stage.happens(.revise(SegmentID.test(1), content: "The lamp was lit.", revision: 1), by: ada)
        stage.line("/strike 1")
        #expect(stage.submitted.isEmpty)
        #expect(
            stage.said == [
                "1. ada: The lamp was lit.", "/strike 1 again strikes it from the text; the log keeps it.",
            ])
        stage.line("/strike 1")
        #expect(stage.submitted.map(\.action) == [.strike(SegmentID.test(1))])
    }

    @Test(arguments: ["/revise", "/revise 0", "/revise 3", "/strike x", "/revise 1", "/strike 1"])
    func `what cannot be changed is not, and the reason is told`(line: String) {
        var stage = Self.stage(me: ben)
        stage.line(line)
        stage.line(line)
        #expect(stage.submitted.isEmpty)
        #expect(!stage.said.isEmpty)
        #expect(stage.editor.revising == nil)
    }

    @Test func `words go to another editor, lines wait meanwhile, and what comes back is read out`() {
        var stage = Self.stage()
        stage.line("The lamp")
        stage.line("/edit")
        #expect(stage.effects.contains(.editOutside("The lamp")))
        stage.line("went out.")
        #expect(stage.composer == "The lamp")
        stage.send(.editedOutside(.edited("The lamp burned and")))
        #expect(stage.composer == "The lamp burned and\nwent out.")
        #expect(stage.said.prefix(2) == ["Unsent, 4 words:", "  The lamp burned and"])
        stage.line("/edit")
        stage.send(.editedOutside(.failed("The editor ended with 1.")))
        #expect(stage.said == ["The text is as it was. The editor ended with 1."])
    }

    @Test func `misspelt words are told one after the other, and put right by answers`() {
        var stage = Self.stage()
        stage.line("The lihgt of Zorblax.")
        stage.line("/spell 1")
        #expect(stage.said == [Phrases.spellFirst])
        stage.line("/spell")
        stage.send(.spelling(.ready))
        stage.send(.spelling(.checked(["The": true, "lihgt": false, "of": true, "Zorblax": false])))
        stage.send(.spelling(.suggestions("lihgt", ["light", "lint"])))
        #expect(stage.said.first == "lihgt: 1 light, 2 lint")
        stage.line("/spell 1")
        #expect(stage.composer == "The light of Zorblax.")
        stage.send(.spelling(.checked(["light": true])))
        stage.send(.spelling(.suggestions("Zorblax", [])))
        #expect(stage.said.first == "Zorblax: nothing like it is known")
        stage.line("/spell learn")
        #expect(stage.effects.contains(.spell(.learn("Zorblax"))))
        #expect(stage.said.last == "No word is misspelt.")
    }
}
