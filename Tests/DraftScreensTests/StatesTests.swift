import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

/// Every state has words, and none is told by colour alone.
@Suite struct StatesTests {
    struct State: CustomTestStringConvertible, Sendable {
        let name: String
        /// Words that tell it, one after the other.
        let words: [String]
        let make: @Sendable (Size, Theme) -> Stage

        var testDescription: String { name }
    }

    private static func opened(
        _ size: Size, _ theme: Theme, me: UserID = ada, isGuest: Bool = false,
        _ change: (inout Stage) -> Void = { _ in }
    ) -> Stage {
        var stage = Stage(me: me, columns: size.columns, rows: size.rows, theme: theme, isGuest: isGuest)
        change(&stage)
        stage.opens()
        return stage
    }

    private static func sets(_ status: Draft.Status, _ stage: inout Stage) {
        stage.happens(.update(DraftUpdate(status: status)), by: ada)
    }

    static let states = [
        State(name: "opening", words: [Phrases.opening]) { size, theme in
            Stage(columns: size.columns, rows: size.rows, theme: theme)
        },
        State(name: "not-here", words: ["○ offline", Phrases.notOnThisMachine]) { size, theme in
            var stage = Stage(columns: size.columns, rows: size.rows, theme: theme)
            stage.tell(.link(.offline("no answer")))
            stage.press(.left)
            return stage
        },
        State(name: "empty", words: [Phrases.emptyManuscript, Phrases.composerHint]) { opened($0, $1) },
        State(name: "empty-other", words: [Phrases.nothingWritten, Phrases.mayBegin("ada")]) {
            opened($0, $1, me: ben)
        },
        State(name: "empty-locked", words: [Phrases.nothingWritten, Phrases.isLocked]) {
            opened($0, $1) { sets(.locked, &$0) }
        },
        State(name: "locked", words: ["▪ locked", "The lamp.", Phrases.isLocked]) {
            opened($0, $1) {
                $0.happens(.append(SegmentID.random(), content: "The lamp."), by: ada)
                sets(.locked, &$0)
            }
        },
        State(name: "completed-other", words: ["▪ completed", "The lamp.", "The draft is completed"]) {
            opened($0, $1, me: ben) {
                $0.happens(.append(SegmentID.random(), content: "The lamp."), by: ada)
                sets(.completed, &$0)
            }
        },
        State(name: "no-ring", words: ["○ ada holds the ring", "ada has the ring. What you write here"]) {
            opened($0, $1, me: ben) { $0.happens(.append(SegmentID.random(), content: "The lamp."), by: ada) }
        },
        State(name: "read-only", words: ["The lamp.", Phrases.guestReads]) {
            opened($0, $1, me: UserID("guest-1")!, isGuest: true) {
                $0.happens(.append(SegmentID.random(), content: "The lamp."), by: ada)
            }
        },
    ]

    static let sizes = [Size(columns: 40, rows: 12), Size(columns: 80, rows: 24)]

    private func words(_ text: String) -> String {
        text.filter { !$0.isWhitespace && $0 != "│" && $0 != "─" }
    }

    @Test(arguments: states, sizes) func `each state says what it is`(_ state: State, _ size: Size) throws {
        let stage = state.make(size, .plain)
        let shown = words(stage.screen)
        for text in state.words where size.columns >= 80 { #expect(shown.contains(words(text)), "\(text)") }
        try expectGolden(view(stage.model), "state-\(state.name)-\(size.columns)x\(size.rows)")
    }

    @Test(arguments: states) func `no colour says more than the words and signs do`(_ state: State) {
        let size = Size(columns: 100, rows: 30)
        let (plain, colourful) = (state.make(size, .plain), state.make(size, .colourful))
        #expect(plain.screen == colourful.screen)
        let grid = view(plain.model).grid
        for row in 0..<size.rows {
            for cell in grid.row(row) {
                #expect(cell.style.foreground == .terminal && cell.style.background == .terminal)
            }
        }
    }

    @Test func `no two states look alike without colour`() {
        let size = Size(columns: 100, rows: 30)
        #expect(Set(Self.states.map { $0.make(size, .plain).screen }).count == Self.states.count)
    }

    @Test func `one who reads, one who has found something and one who is at it are told apart without colour`() {
        let theme = Theme.plain
        let looks = [
            theme.body, theme.found, theme.current, theme.selected, theme.pending, theme.warning, theme.notice,
        ]
        #expect(Set(looks).count == looks.count)
    }

    @Test(arguments: [Size(columns: 20, rows: 5), Size(columns: 39, rows: 24), Size(columns: 80, rows: 11)])
    func `a screen that is too small says what it is and what is needed`(_ size: Size) {
        var stage = Stage(columns: size.columns, rows: size.rows)
        stage.opens()
        stage.type("Words.")
        let shown = words(stage.screen)
        #expect(shown.contains(words(Phrases.tooSmall(40, 12))))
        #expect(shown.contains(words(Phrases.isSmall(size.columns, size.rows))))
        stage.send(.input(.resize(Size(columns: 80, rows: 24))))
        #expect(stage.screen.contains("│ Words."))
    }

    @Test func `whoever reads up to where older text is missing is told, and moved by nothing when it comes`() {
        var stage = Stage(me: ben, columns: 80, rows: 24)
        for number in 0..<60 { stage.happens(.append(SegmentID.random(), content: "Line \(number)."), by: ada) }
        let all = stage.segmentsOfLog
        stage.tell(.opened(stage.log, Manuscript(segments: Array(all.suffix(30)), firstOrder: 30)))
        stage.tell(.link(.live(milliseconds: 3)))
        #expect(!stage.screen.contains(Phrases.olderIsComing))
        stage.press(Key(.home, .control))
        #expect(stage.screen.contains(Phrases.olderIsComing))
        stage.tell(.link(.offline("no answer")))
        stage.press(.left)
        #expect(stage.screen.contains(Phrases.olderIsElsewhere))
        stage.tell(.link(.live(milliseconds: 3)))
        let divider = EditorLayout(stage.model.size, stage.editor, me: ben).divider.origin.row
        let before = stage.screen.split(separator: "\n")
        stage.tell(.olderPage(Array(all.prefix(30))))
        #expect(!stage.screen.contains(Phrases.olderIsComing))
        #expect(stage.screen.split(separator: "\n")[2..<divider] == before[2..<divider])
    }
}
