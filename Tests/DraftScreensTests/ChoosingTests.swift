import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

/// Choosing a segment, reading about it and copying it.
@Suite struct ChoosingTests {
    /// Ada, Ada, Ben, Caro, Ada: four turns.
    static func story(me: UserID = ada, columns: Int = 80, rows: Int = 24, isGuest: Bool = false) -> Stage {
        var stage = Stage(me: me, columns: columns, rows: rows, isGuest: isGuest)
        func write(_ text: String, by author: UserID) {
            stage.happens(.append(SegmentID.random(), content: text), by: author)
        }
        write("The lamp was dark.", by: ada)
        write("A letter came.", by: ada)
        stage.happens(.pass(to: ben), by: ada)
        write("Ben found it first.", by: ben)
        stage.happens(.pass(to: caro), by: ben)
        write("Caro read it aloud.", by: caro)
        stage.happens(.pass(to: ada), by: caro)
        write("Nobody spoke.", by: ada)
        stage.opens()
        return stage
    }

    private static func chosen(_ stage: Stage) -> Int? { stage.editor.chosenSegment?.order }

    @Test(arguments: [
        ([Key.up], 3), ([.up, .up, .down], 3), ([.home], 0), ([.home, .end], 4), ([.backtab], 1),
        ([.backtab, .backtab], 0), ([.home, .tab], 1), ([.home, .tab, .tab], 4),
        ([Key(.up, .alt)], 3), ([Key(.up, .alt), Key(.up, .alt)], 2), ([.home, Key(.down, .alt)], 2),
        ([.left], 3), ([.left, .left], 2), ([.left, .left, .left], 0), ([.home, .right], 2), ([.home, .tab, .left], 0),
        ([.pageUp], 0), ([.home, .pageDown], 4),
    ])
    func `keys go by segment, author and turn`(keys: [Key], order: Int) {
        var stage = Self.story()
        stage.press(.control("u"))
        #expect(Self.chosen(stage) == 4)
        for key in keys { stage.press(key) }
        #expect(Self.chosen(stage) == order)
        #expect(stage.notice == nil)
    }

    @Test(arguments: [Key.down, .tab, .right, Key(.down, .alt)])
    func `where nothing stands that way it says so`(key: Key) {
        var stage = Self.story()
        stage.press(.alt("s"), key)
        #expect(Self.chosen(stage) == 4)
        #expect(stage.notice == Phrases.noSegmentThere)
        #expect(stage.model.refusal(of: key, stage.editor) == Phrases.noSegmentThere)
    }

    @Test func `the chosen one is marked on each of its rows, and Esc lets it go`() {
        var stage = Self.story(columns: 40)
        stage.happens(.append(SegmentID.random(), content: "One line.\nAnother.\nThe last."), by: ada)
        #expect(!stage.screen.contains("▌"))
        stage.press(.control("u"))
        let marked = stage.screen.split(separator: "\n").filter { $0.hasPrefix("▌") }
        #expect(
            marked.count { $0.contains("One line") || $0.contains("Another") || $0.contains("last") } == marked.count)
        #expect(!marked.isEmpty)
        #expect(stage.screen.contains("6 of 6 · ada"))
        stage.press(.escape)
        #expect(!stage.screen.contains("▌"))
        #expect(stage.editor.chosen == nil)
        guard case .editor = stage.model.screen else { return #expect(Bool(false), "Esc left the draft") }
    }

    @Test func `a key that writes lets it go and writes`() {
        var stage = Self.story()
        stage.press(.control("u"), .control("d"), .character("d"))
        #expect(stage.editor.chosen == nil)
        #expect(stage.composer == "d")
        #expect(stage.submitted.isEmpty)
    }

    @Test func `a hundred segments scroll along, and new text does not take it out of sight`() {
        var stage = Self.story()
        for number in 1...100 { stage.happens(.append(SegmentID.random(), content: "Line \(number)."), by: ada) }
        stage.press(.control("u"))
        for _ in 0..<50 {
            stage.press(.up)
            #expect(stage.screen.contains("▌"))
        }
        #expect(!stage.editor.scroll.isFollowing)
        stage.press(.end)
        #expect(stage.editor.scroll.isFollowing)
        stage.happens(.append(SegmentID.random(), content: String(repeating: "Much more.\n", count: 30)), by: ada)
        #expect(stage.screen.contains("▌  Line 100."))
    }

    @Test func `it stays where it is when older pages come and when its own event does`() {
        var stage = Self.story()
        stage.type("On its way.")
        stage.press(.control("s"), .control("u"))
        let order = Self.chosen(stage)
        stage.press(.control("c"))
        #expect(stage.effects == [.copy("On its way.")])
        let key = stage.editor.replica?.pending.first?.command.key
        stage.happens(.append(SegmentID.random(), content: "On its way."), by: ada, key: key)
        #expect(stage.editor.replica?.pending.isEmpty == true)
        #expect(Self.chosen(stage) == order)
        #expect(stage.editor.chosenSegment?.segment.content == "On its way.")
    }

    @Test func `a click chooses, a click in the composer lets go, the wheel scrolls`() throws {
        var stage = Self.story()
        let rows = stage.screen.split(separator: "\n", omittingEmptySubsequences: false)
        let row = try #require(rows.firstIndex { $0.contains("Ben found") })
        stage.send(.input(.mouse(Mouse(.press(.left), at: Point(column: 8, row: row)))))
        #expect(Self.chosen(stage) == 2)
        stage.send(.input(.mouse(Mouse(.scrollUp, at: Point(column: 8, row: row)))))
        #expect(Self.chosen(stage) == 2)
        stage.send(.input(.mouse(Mouse(.press(.left), at: Point(column: 5, row: 22)))))
        #expect(stage.editor.chosen == nil)
    }

    @Test func `what is copied goes to the kill ring and to the terminal`() {
        var stage = Self.story(me: ben)
        stage.press(.control("u"), .home, .control("c"))
        #expect(stage.effects == [.copy("The lamp was dark.")])
        #expect(stage.model.killRing.newest == "The lamp was dark.")
        stage.press(.escape, .control("y"))
        #expect(stage.composer == "The lamp was dark.")
    }

    @Test func `a struck one has nothing to copy`() {
        var stage = Self.story()
        stage.happens(.strike(stage.segmentsOfLog[4].id), by: ada)
        stage.press(.control("u"), .control("c"))
        #expect(stage.effects.isEmpty)
        #expect(stage.notice == Phrases.nothingToCopy)
    }

    @Test func `a guest and a viewer choose, copy and read, and change nothing`() {
        var stage = Self.story(me: UserID("guest")!, isGuest: true)
        stage.press(.control("u"), .control("c"))
        #expect(stage.effects == [.copy("Nobody spoke.")])
        stage.press(.control("u"))
        #expect(stage.notice == Phrases.guestMayNotWrite)
        #expect(stage.editor.revising == nil)
        stage.press(.control("d"), .control("d"))
        #expect(stage.submitted.isEmpty)
        stage.press(.enter)
        #expect(stage.screen.contains("tenure 4"))
        stage.press(.escape, .escape)
        #expect(stage.editor.chosen == nil)
    }

    @Test func `an empty draft and one that is not here have nothing to choose`() {
        var stage = Stage()
        stage.press(.control("u"))
        #expect(stage.notice == Phrases.notOpenYet)
        stage.opens()
        stage.press(.control("u"))
        #expect(stage.notice == Phrases.nothingToChoose)
        #expect(stage.editor.chosen == nil)
    }

    @Test func `the palette offers what can be done with it, with the reasons`() throws {
        var stage = Self.story(me: ben)
        stage.press(.control("u"), .control("p"))
        let entries = stage.model.entries(of: Palette())
        #expect(entries.first { $0.keyName == "^U" }?.refusal?.contains("ada has the ring") == true)
        #expect(entries.first { $0.keyName == "^C" }?.refusal == nil)
        #expect(entries.first { $0.keyName == "↓" }?.refusal == Phrases.noSegmentThere)
        for letter in "copy it" { stage.press(.character(letter)) }
        stage.press(.enter)
        #expect(stage.effects == [.copy("Nobody spoke.")])
    }

    // MARK: Details

    @Test func `a first wording is told without asking the server`() {
        var stage = Self.story()
        stage.tell(.names([ada: "Ada L."]))
        stage.press(.control("u"), .home, .enter)
        #expect(stage.effects.isEmpty)
        for text in ["Ada L. (ada)", "2026-11-24 12:00 UTC", "segment 1, seq 4", "tenure 1", "the first"] {
            #expect(stage.screen.contains(text), "\(text)")
        }
        stage.press(.escape)
        #expect(stage.model.overlay == nil)
        #expect(Self.chosen(stage) == 0)
    }

    @Test func `earlier wordings are fetched, shown newest first, and safe`() {
        var stage = Self.story()
        let segment = stage.segmentsOfLog[0]
        stage.happens(.revise(segment.id, content: "The lamp was out.", revision: nil), by: ada)
        stage.press(.control("u"), .home, .enter)
        #expect(stage.effects == [.loadWordings(segment.id, of: stage.log.id, from: segment.seq, count: 1)])
        #expect(stage.screen.contains(Phrases.wordingsLoading))
        stage.send(.wordings(SegmentID.random(), .failed("not this one")))
        #expect(stage.screen.contains(Phrases.wordingsLoading))
        stage.send(
            .wordings(
                segment.id, .loaded([Wording(revision: 1, content: "The \u{1B}[31mlamp", moment: noon, actor: ada)])))
        #expect(stage.screen.contains("1 · 2026-11-24 12:00 UTC · ada"))
        #expect(stage.screen.contains("lamp"))
        #expect(!stage.screen.contains("\u{1B}"))
        #expect(stage.screen.contains("number 2, since"))
    }

    @Test func `what cannot be had is said, and a box that was closed stays closed`() {
        var stage = Self.story()
        let segment = stage.segmentsOfLog[4]
        stage.happens(.strike(segment.id), by: ada)
        stage.press(.control("u"), .enter)
        #expect(stage.effects == [.loadWordings(segment.id, of: stage.log.id, from: segment.seq, count: 1)])
        stage.send(.wordings(segment.id, .failed("no answer")))
        #expect(stage.screen.contains("could not be had: no answer"))
        stage.press(.escape)
        stage.send(.wordings(segment.id, .loaded([])))
        #expect(stage.model.overlay == nil)
    }

    @Test func `many wordings scroll`() {
        var stage = Self.story(columns: 40, rows: 12)
        let segment = stage.segmentsOfLog[4]
        stage.happens(.revise(segment.id, content: "Other", revision: nil), by: ada)
        stage.press(.control("u"), .enter)
        let wordings = (1...9).map { Wording(revision: $0, content: "Wording \($0)", moment: noon, actor: ada) }
        stage.send(.wordings(segment.id, .loaded(wordings)))
        #expect(!stage.screen.contains("Wording 1"))
        stage.press(.end)
        #expect(stage.screen.contains("Wording 1"))
        stage.press(.home)
        #expect(!stage.screen.contains("Wording 1"))
    }

    @Test func `details of one on its way claim no place in the log`() {
        var stage = Self.story()
        stage.type("On its way.")
        stage.press(.control("s"), .control("u"), .enter)
        #expect(stage.effects.isEmpty)
        #expect(stage.screen.contains(Phrases.notSavedYet))
        #expect(!stage.screen.contains("seq"))
    }

    // MARK: Focus

    @Test func `the focus shows text and composer alone, and keys while something is said`() {
        var stage = Self.story(columns: 100, rows: 30)
        stage.press(.function(4))
        #expect(!stage.screen.contains("The Lighthouse"))
        #expect(!stage.screen.contains("RING"))
        #expect(!stage.screen.contains("F1 help"))
        #expect(stage.screen.contains("Nobody spoke."))
        stage.press(.control("s"))
        #expect(stage.screen.contains(Phrases.nothingToSend))
        #expect(stage.screen.contains("F1 help"))
        stage.press(.function(4))
        #expect(stage.screen.contains("The Lighthouse"))
    }

    @Test(arguments: [(40, 12), (80, 24), (100, 30), (200, 60)])
    func `the pictures`(columns: Int, rows: Int) throws {
        var stage = Stage(columns: columns, rows: rows, theme: .colourful)
        for (number, text) in Self.paragraphs.enumerated() {
            let id = SegmentID("5f0c3f0e-6f0b-4a58-9d35-3d2a4a6e9c0\(number)")!
            stage.happens(.append(id, content: text), by: number == 0 ? ada : ben)
            stage.happens(.pass(to: number == 0 ? ben : ada), by: number == 0 ? ada : ben)
        }
        stage.opens()
        let size = "\(columns)x\(rows)"
        stage.type("What was there before.")
        stage.press(.control("u"))
        try expectGolden(view(stage.model), "segment-other-\(size)")
        stage.press(.up)
        try expectGolden(view(stage.model), "segment-own-\(size)")
        var details = stage
        details.happens(.revise(stage.segmentsOfLog[0].id, content: "The lamp was dark.", revision: nil), by: ada)
        details.press(.enter)
        let wording = Wording(
            revision: 1, content: stage.segmentsOfLog[0].content!, moment: noon, actor: ada)
        details.send(.wordings(Self.first(details), .loaded([wording])))
        try expectGolden(view(details.model), "segment-details-\(size)")
        var focused = stage
        stage.press(.control("u"))
        stage.type(" It was cold.")
        try expectGolden(view(stage.model), "segment-revising-\(size)")
        focused.press(.escape, .function(4))
        try expectGolden(view(focused.model), "focus-\(size)")
    }

    private static let paragraphs = [
        "The lamp had been dark for a week when the letter came. Nobody on the island would admit to having written it.",
        "Ben found it first, folded into the door of the boathouse, dry although it had rained since Sunday.",
    ]

    private static func first(_ stage: Stage) -> SegmentID { stage.segmentsOfLog[0].id }
}
