import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

/// `F3`, and what the pane beside the text tells of it.
@Suite struct StatisticsBoxTests {
    static let sizes = ScreenGoldenTests.sizes + [Size(columns: 200, rows: 60)]

    /// A draft of two weeks: three authors, more on some days, one segment struck, one revised.
    static func fortnight(_ size: Size, me: UserID = ada, isGuest: Bool = false, theme: Theme = .colourful) -> Stage {
        var stage = Stage(me: me, columns: size.columns, rows: size.rows, theme: theme, isGuest: isGuest)
        let authors = [ada, ben, caro]
        var segments: [Segment] = []
        for day in 0..<16 where day % 5 != 3 {
            for number in 0...(day % 4) {
                let author = authors[(day + number * number) % 3]
                let words = Array(repeating: "word", count: 3 + day * (number + 2) % 17).joined(separator: " ")
                let moment = Timestamp(milliseconds: noon.milliseconds - Int64(15 - day) * 86_400_000)
                segments.append(
                    Segment(
                        id: .random(), draftID: stage.log.id, author: author,
                        content: day == 6 && number == 0 ? nil : words, createdAt: moment, order: segments.count,
                        key: nil, holderAtWrite: author, tenure: Tenure(rawValue: day + 1),
                        seq: Seq(rawValue: segments.count + 4)))
            }
        }
        stage.tell(.opened(stage.log, Manuscript(segments: segments, firstOrder: 0)))
        stage.tell(.names([ada: "Ada Lovelace", ben: "Benjamin of the very long name", caro: "c\u{1B}[2Jaro\u{202E}"]))
        stage.tell(.link(.live(milliseconds: 3)))
        return stage
    }

    @Test(arguments: sizes) func `much was written`(_ size: Size) throws {
        var stage = Self.fortnight(size)
        stage.press(.function(3))
        setGoal("60", &stage)
        try expectGolden(view(stage.model), "statistics-\(size.columns)x\(size.rows)")
    }

    @Test(arguments: sizes) func `nothing was written yet`(_ size: Size) throws {
        var stage = Stage(columns: size.columns, rows: size.rows, theme: .colourful)
        stage.opens()
        stage.press(.function(3))
        try expectGolden(view(stage.model), "statistics-none-\(size.columns)x\(size.rows)")
    }

    private func setGoal(_ text: String, _ stage: inout Stage) {
        stage.press(.enter)
        while stage.screen.contains(Phrases.goalPrompt), stage.goalPrompt != "" { stage.press(.backspace) }
        stage.type(text)
        stage.press(.enter)
    }

    @Test func `the days are the last fourteen, and what is older is not among them`() {
        var stage = Self.fortnight(Size(columns: 100, rows: 30))
        stage.press(.function(3))
        #expect(stage.screen.contains("2026-11-11 to 2026-11-24"))
        #expect(stage.screen.contains("11 12 13 14 15 16 17 18 19 20 21 22 23 24"))
        let before = stage.screen
        stage.waits(milliseconds: 43_199_999)
        #expect(stage.screen == before, "the same day still")
        stage.waits(milliseconds: 1)
        #expect(stage.screen.contains("2026-11-12 to 2026-11-25"))
        #expect(stage.screen.contains("Today      0 words · 0 turns"))
    }

    @Test func `a word that is sent counts at once, for its author and the goal`() {
        var stage = Stage()
        stage.opens()
        stage.press(.function(3))
        setGoal("4", &stage)
        #expect(stage.screen.contains("0 of 4 · 0%"))
        stage.press(.escape)
        stage.type("Three little words")
        stage.press(.function(3))
        #expect(stage.screen.contains("0 of 4"), "what is not sent does not count")
        stage.press(.escape, .control("s"), .function(3))
        #expect(stage.screen.contains("3 of 4 · 75%"))
        #expect(stage.screen.contains(Phrases.untilYouLeave))
        stage.happens(.pass(to: ben), by: ada)
        stage.happens(.append(.random(), content: "Ten words of ben's"), by: ben)
        #expect(stage.screen.contains("3 of 4 · 75%"), "another's words are not mine")
        stage.press(.escape)
    }

    @Test func `a refused text counts no more`() throws {
        var stage = Stage()
        stage.opens()
        stage.type("Three little words")
        stage.press(.control("s"))
        let key = try #require(stage.submitted.first?.key)
        #expect(stage.editor.statistics.words == 3)
        stage.tell(.refused([key], texts: ["Three little words"], reason: "No."))
        #expect(stage.editor.statistics.words == 0)
        #expect(stage.editor.statistics.authors.isEmpty)
    }

    @Test func `a goal that is reached says so`() {
        var stage = Self.fortnight(Size(columns: 100, rows: 30))
        stage.press(.function(3))
        setGoal("1", &stage)
        #expect(stage.screen.contains("✓ "))
    }

    @Test(arguments: ["many", "-1", "1000001", "1.5", "９"]) func `a goal that is none is asked for again`(text: String)
    {
        var stage = Stage()
        stage.opens()
        stage.press(.function(3))
        setGoal("500", &stage)
        setGoal(text, &stage)
        #expect(stage.screen.contains(text))
        #expect(stage.screen.contains("A goal is a whole number of words"))
        #expect(stage.model.goal == 500)
        stage.press(.escape)
        #expect(stage.screen.contains("0 of 500"))
    }

    @Test(arguments: ["", "0", "  "]) func `nothing ends the goal`(text: String) {
        var stage = Stage()
        stage.opens()
        stage.press(.function(3))
        setGoal("500", &stage)
        setGoal(text, &stage)
        #expect(stage.model.goal == nil)
        #expect(stage.screen.contains(Phrases.noGoal))
    }

    @Test func `authors that have no room are reached by the arrows`() {
        var stage = Stage(columns: 40, rows: 12)
        for number in 0..<9 { stage.happens(.addMember(UserID("writer\(number)")!, .contributor), by: ada) }
        var holder = ada
        for number in 0..<9 {
            let next = UserID("writer\(number)")!
            stage.happens(.pass(to: next), by: holder)
            stage.happens(
                .append(.random(), content: Array(repeating: "w", count: 20 - number).joined(separator: " ")), by: next)
            holder = next
        }
        stage.opens()
        stage.press(.function(3))
        #expect(stage.screen.contains("writer0"))
        #expect(!stage.screen.contains("writer8"))
        for _ in 0..<30 { stage.press(.down) }
        #expect(stage.screen.contains("writer8"))
        #expect(!stage.screen.contains("writer0"))
        stage.press(.up)
        #expect(!stage.screen.contains("writer8"), "no step was lost at the end")
    }

    @Test func `a guest has no goal`() {
        var stage = Self.fortnight(Size(columns: 80, rows: 24), me: UserID("guest")!, isGuest: true)
        stage.press(.function(3), .enter)
        #expect(!stage.screen.contains(Phrases.rowGoal))
        #expect(stage.screen.contains(Phrases.statisticsKeysOfGuest))
    }

    @Test func `a part of a long text says that it is one`() {
        var stage = Stage()
        for number in 0..<10 { stage.happens(.append(.random(), content: "Line \(number)"), by: ada) }
        let newest = Array(stage.segmentsOfLog.suffix(4))
        stage.tell(.opened(stage.log, Manuscript(segments: newest, firstOrder: 6)))
        stage.press(.function(3))
        #expect(stage.screen.contains("8 words in the newest 4 of 10 segments"))
        stage.tell(.olderPage(Array(stage.segmentsOfLog.prefix(6))))
        #expect(stage.screen.contains("20 words"))
        #expect(!stage.screen.contains("newest"))
    }

    @Test(arguments: sizes) func `a hostile name is shown and does nothing`(_ size: Size) {
        var stage = Self.fortnight(size, theme: .plain)
        stage.press(.function(3))
        #expect(stage.screen.contains("c^[[2Jaro"))
        #expect(!stage.screen.unicodeScalars.contains { SafeText.isForbidden($0, in: .segment) })
    }
}

extension Stage {
    /// What stands in the line where the goal is asked for; nil where it is not.
    fileprivate var goalPrompt: String? {
        if case .prompt(let prompt)? = model.overlay { prompt.line.text } else { nil }
    }
}
