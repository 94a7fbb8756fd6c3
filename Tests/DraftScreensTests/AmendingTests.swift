import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

/// Revising and striking a segment in place.
@Suite struct AmendingTests {
    private static func content(_ stage: Stage, _ order: Int) -> String? {
        stage.editor.replica?.shownSegment(at: order)?.content
    }

    private static func revising(_ order: Int, me: UserID = ada) -> Stage {
        var stage = ChoosingTests.story(me: me)
        stage.type("Half a thought")
        stage.press(.control("u"), .home)
        for _ in 0..<order { stage.press(.down) }
        stage.press(.control("u"))
        return stage
    }

    @Test func `the segment's text is in the composer, what was there comes back`() {
        var stage = Self.revising(1)
        #expect(stage.composer == "A letter came.")
        stage.press(.alt("u"))
        #expect(stage.composer == "A letter came.")
        stage.press(.escape)
        #expect(stage.composer == "Half a thought")
        #expect(stage.effects == [.keepWords("Half a thought", caret: 14)])
        stage.press(.alt("u"))
        #expect(stage.composer.isEmpty)
    }

    @Test func `a revision is shown and sent at once`() throws {
        var stage = Self.revising(1)
        stage.type(" At last.")
        #expect(stage.effects == [.keepWords("A letter came. At last.\n\nHalf a thought", caret: 39)])
        stage.press(.control("s"))
        let segment = stage.segmentsOfLog[1]
        #expect(
            stage.submitted.map(\.action) == [.revise(segment.id, content: "A letter came. At last.", revision: 1)])
        #expect(stage.submitted.first?.tenure == stage.log.ring.tenure)
        #expect(stage.effects.contains(.keepWords("Half a thought", caret: 14)))
        #expect(stage.composer == "Half a thought")
        #expect(Self.content(stage, 1) == "A letter came. At last.")
        #expect(stage.screen.contains("⋯ sending"))
        stage.serverObeys()
        #expect(!stage.screen.contains("⋯ sending"))
        #expect(Self.content(stage, 1) == "A letter came. At last.")
        #expect(stage.notice == nil)
    }

    @Test func `a refused revision is one still, with the reason, and can be sent again as one`() {
        var stage = Self.revising(1)
        stage.type(" At last.")
        stage.press(.control("s"))
        let key = stage.submitted[0].key!
        stage.tell(.submitted(stage.submitted[0], at: noon))
        stage.tell(.refused([key], texts: ["A letter came. At last."], reason: "The segment has changed."))
        #expect(stage.composer == "A letter came. At last.")
        #expect(stage.effects == [.keepWords("A letter came. At last.\n\nHalf a thought", caret: 39)])
        #expect(stage.notice == "Not taken: The segment has changed.")
        #expect(Self.content(stage, 1) == "A letter came.")
        stage.press(.control("s"))
        let segment = stage.segmentsOfLog[1]
        #expect(
            stage.submitted.last?.action == .revise(segment.id, content: "A letter came. At last.", revision: 1))
        #expect(stage.composer == "Half a thought")
    }

    @Test func `what comes back while another is revised stands above the words that wait`() {
        var stage = Self.revising(1)
        stage.type("!")
        stage.press(.control("s"))
        let command = stage.submitted[0]
        stage.tell(.submitted(command, at: noon))
        stage.press(.control("u"), .home, .control("u"))
        #expect(stage.composer == "The lamp was dark.")
        stage.tell(.refused([command.key!], texts: [], reason: "No."))
        #expect(stage.composer == "The lamp was dark.")
        #expect(stage.effects == [.keepWords("A letter came.!\n\nHalf a thought", caret: 31)])
        stage.press(.escape)
        #expect(stage.composer == "A letter came.!\n\nHalf a thought")
    }

    @Test func `Esc keeps what was changed within reach`() {
        var stage = Self.revising(1)
        stage.type(" Changed")
        stage.press(.escape)
        #expect(stage.notice == Phrases.revisionLeft)
        #expect(stage.submitted.isEmpty)
        #expect(stage.model.killRing.newest == "A letter came. Changed")
        #expect(Self.content(stage, 1) == "A letter came.")
    }

    @Test func `the same words are not sent`() {
        var stage = Self.revising(0)
        stage.type("  ")
        stage.press(.control("s"))
        #expect(stage.submitted.isEmpty)
        #expect(stage.notice == Phrases.revisionUnchanged)
        #expect(stage.composer == "Half a thought")
    }

    @Test func `no words and too many are refused, and stay`() {
        var stage = Self.revising(0)
        stage.press(.alt("A"), .control("k"), .control("s"))
        #expect(stage.notice?.hasPrefix("A segment needs words.") == true)
        #expect(stage.editor.revising != nil)
        stage.send(.input(.paste(String(repeating: "long ", count: 3_500))))
        stage.press(.enter, .control("s"))
        #expect(stage.notice?.contains("at most 16384 characters") == true)
        #expect(stage.submitted.isEmpty)
        #expect(stage.editor.composer.scalarCount == 17_500)
    }

    @Test func `without the ring nothing is revised or struck`() {
        var stage = Self.revising(2, me: ben)
        #expect(stage.notice == "ada has the ring; only the holder revises and strikes.")
        #expect(stage.editor.revising == nil)
        #expect(stage.composer == "Half a thought")
        stage.press(.control("d"), .control("d"))
        #expect(stage.submitted.isEmpty)
        #expect(!stage.screen.contains("^D strike"))
    }

    @Test func `somebody else's segment is theirs unless the draft says otherwise`() {
        var stage = Self.revising(2)
        #expect(stage.notice == "ben wrote it; here the holder changes only their own.")
        stage.happens(.update(DraftUpdate(revise: .any)), by: ada)
        stage.press(.control("u"))
        #expect(stage.composer == "Ben found it first.")
    }

    @Test func `a ring that goes away meanwhile keeps the words in the composer`() {
        var stage = Self.revising(0)
        stage.type(" Still")
        stage.happens(.pass(to: ben), by: ada)
        stage.press(.control("s"))
        #expect(stage.submitted.isEmpty)
        #expect(stage.notice?.contains("ben has the ring") == true)
        #expect(stage.composer == "The lamp was dark. Still")
        stage.happens(.pass(to: ada), by: ben)
        stage.press(.control("s"))
        #expect(stage.submitted.count == 1)
    }

    @Test func `a wording that somebody else gave meanwhile is put away only on purpose`() {
        var stage = Self.revising(0)
        stage.happens(.update(DraftUpdate(revise: .any)), by: ada)
        stage.type(" Mine")
        stage.happens(.pass(to: ben), by: ada)
        stage.happens(.revise(stage.segmentsOfLog[0].id, content: "Ben's.", revision: nil), by: ben)
        #expect(stage.notice == Phrases.revisedMeanwhile("ben"))
        stage.happens(.pass(to: ada), by: ben)
        stage.press(.control("s"))
        #expect(stage.submitted.isEmpty)
        #expect(stage.notice?.contains("another wording") == true)
        #expect(stage.composer == "The lamp was dark. Mine")
        stage.press(.control("s"))
        #expect(
            stage.submitted.map(\.action)
                == [.revise(stage.segmentsOfLog[0].id, content: "The lamp was dark. Mine", revision: 2)])
    }

    @Test func `one that was struck meanwhile cannot be revised, and the words stay`() {
        var stage = Self.revising(0)
        stage.type(" Mine")
        stage.happens(.strike(stage.segmentsOfLog[0].id), by: ada)
        #expect(stage.notice == Phrases.struckMeanwhile("ada"))
        stage.press(.control("s"))
        #expect(stage.submitted.isEmpty)
        #expect(stage.composer == "The lamp was dark. Mine")
    }

    @Test func `two revisions follow each other without waiting`() {
        var stage = Self.revising(0)
        stage.type(" One.")
        stage.press(.control("s"))
        let first = stage.submitted[0]
        stage.press(.control("u"), .home, .control("u"))
        #expect(stage.composer == "The lamp was dark. One.")
        stage.type(" Two.")
        stage.happens(first.action, by: ada, key: first.key)
        #expect(stage.notice == nil)
        stage.press(.control("s"))
        #expect(
            stage.submitted.map(\.action)
                == [.revise(stage.segmentsOfLog[0].id, content: "The lamp was dark. One. Two.", revision: 2)])
    }

    @Test func `a segment on its way waits`() {
        var stage = ChoosingTests.story()
        stage.type("On its way.")
        stage.press(.control("s"), .control("u"), .control("u"))
        #expect(stage.notice == Phrases.stillOnItsWay)
        stage.press(.control("d"), .control("d"))
        #expect(stage.submitted.isEmpty)
    }

    @Test func `a strike is asked for twice, shows at once and is in reach`() {
        var stage = ChoosingTests.story()
        stage.press(.control("u"), .control("d"))
        #expect(stage.notice == Phrases.strikeQuestion)
        #expect(stage.submitted.isEmpty)
        #expect(stage.screen.contains("^D strike it"))
        stage.press(.control("d"))
        #expect(stage.submitted.map(\.action) == [.strike(stage.segmentsOfLog[4].id)])
        #expect(stage.screen.contains("[struck]"))
        #expect(stage.model.killRing.newest == "Nobody spoke.")
        stage.serverObeys()
        stage.press(.control("d"))
        #expect(stage.notice?.hasPrefix("It is struck") == true)
        stage.press(.control("u"))
        #expect(stage.editor.revising == nil)
    }

    @Test(arguments: [Key.up, .control("c"), .escape, .function(2)])
    func `another key in between takes the question back`(key: Key) {
        var stage = ChoosingTests.story()
        stage.press(.control("u"), .control("d"), key, .control("d"))
        #expect(stage.submitted.isEmpty)
        #expect(stage.editor.chosen != nil)
    }

    @Test func `a refused strike gives the text back to the manuscript`() {
        var stage = ChoosingTests.story()
        stage.press(.control("u"), .control("d"), .control("d"))
        let command = stage.submitted[0]
        stage.tell(.submitted(command, at: noon))
        stage.tell(.refused([command.key!], texts: [], reason: "No."))
        #expect(Self.content(stage, 4) == "Nobody spoke.")
        #expect(stage.notice == "Not taken: No.")
    }

    @Test func `the others do not see a revision as the next segment`() {
        var stage = Self.revising(0)
        stage.type(" Mine")
        #expect(!stage.effects.contains { if case .shareWords = $0 { true } else { false } })
        stage.press(.control("o"), .control("o"))
        #expect(stage.effects.contains(.shareWords("Half a thought")))
    }

    @Test func `a ring that comes takes no revision for an armed text`() {
        var stage = ChoosingTests.story()
        stage.happens(.pass(to: ben), by: ada)
        stage.type("Armed")
        stage.press(.control("s"))
        stage.tell(.link(.offline("no answer")))
        stage.happens(.pass(to: ada), by: ben)
        #expect(stage.editor.isArmed)
        stage.press(.control("u"), .control("u"))
        #expect(stage.editor.revising != nil)
        stage.tell(.link(.live(milliseconds: 1)))
        #expect(stage.submitted.isEmpty)
        #expect(stage.composer == "Nobody spoke.")
    }

    @Test func `a locked draft and a closed one refuse`() {
        var stage = ChoosingTests.story()
        stage.happens(.update(DraftUpdate(status: .locked)), by: ada)
        stage.press(.control("u"), .control("u"))
        #expect(stage.notice == Phrases.notActive)
        stage.tell(.closed("The draft is gone."))
        stage.press(.control("u"))
        #expect(stage.notice?.hasPrefix("The draft is gone.") == true)
        #expect(stage.editor.revising == nil)
    }

    @Test func `a sign-in as somebody else takes the words of a revision along`() {
        var stage = Self.revising(0)
        stage.type(" Mine")
        stage.send(.signedIn(ben))
        #expect(stage.composer == "The lamp was dark. Mine\n\nHalf a thought")
    }
}
