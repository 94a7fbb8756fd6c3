import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

/// The program in plain lines: what is said upon what happens, and what lines do.
@Suite struct LinearTests {
    private static func stage(me: UserID = ada, isGuest: Bool = false, opens: Bool = true) -> Stage {
        var stage = Stage(me: me, isGuest: isGuest)
        stage.readsInLines()
        if opens { stage.opens() }
        return stage
    }

    @Test func `a draft is told from its title to its ring`() {
        var stage = Self.stage(opens: false)
        stage.happens(.append(SegmentID.test(1), content: "The lamp.\nben: I lie."), by: ada)
        stage.tell(.names([ada: "Ada", ben: "Ben"]))
        stage.tell(.opened(stage.log, Manuscript(segments: stage.segmentsOfLog, firstOrder: 0)))
        #expect(
            stage.said == [
                "The Lighthouse", "1 segment, turn 1", "Ada: The lamp.\n  ben: I lie.", "The ring is yours.",
            ])
    }

    @Test func `lines are gathered, and an empty one sends them`() {
        var stage = Self.stage()
        stage.line("The lamp was dark.")
        stage.line("Nobody came.")
        #expect(stage.composer == "The lamp was dark.\nNobody came.")
        stage.line("")
        #expect(stage.said == ["Sending."])
        #expect(stage.submitted.count == 1)
        stage.serverObeys()
        #expect(stage.said == ["Saved as segment 1."])
    }

    @Test func `the words of others are read out once`() {
        var stage = Self.stage(me: ben)
        stage.tell(.names([ada: "A\u{1B}[2Jda"]))
        stage.happens(.append(SegmentID.test(1), content: "Once."), by: ada)
        #expect(stage.said == ["A<U+001B>[2Jda: Once."])
        stage.tell(.opened(stage.log, Manuscript(segments: stage.segmentsOfLog, firstOrder: 0)))
        #expect(stage.said == [])
    }

    @Test func `the ring is passed by a command and its coming is said`() {
        var stage = Self.stage()
        stage.line("/pass ben")
        #expect(stage.said == ["Passing the ring to ben."])
        stage.serverObeys()
        #expect(stage.said == ["The ring is with ben."])
        stage.happens(.pass(to: ada), by: ben)
        #expect(stage.said == ["The ring is yours."])
    }

    @Test(arguments: ["/pass nobody", "/nonsense", "/read none", "/search"])
    func `a command that cannot be obeyed says why and changes nothing`(line: String) {
        var stage = Self.stage()
        stage.line("Kept.")
        stage.line(line)
        #expect(!stage.said.isEmpty)
        #expect(stage.submitted.isEmpty)
        #expect(stage.composer == "Kept.")
    }

    @Test func `refused words are back and read out with the reason`() {
        var stage = Self.stage()
        stage.line("Too late.")
        stage.line("/send")
        let keys = Set(stage.submitted.compactMap(\.key))
        stage.tell(.refused(keys, texts: ["Too late."], reason: "The draft is locked."))
        #expect(stage.said == ["Not taken: The draft is locked.", "Unsent, 2 words:", "  Too late."])
        #expect(stage.composer == "Too late.")
    }

    @Test func `what is put away can be had again`() {
        var stage = Self.stage()
        stage.line("Precious.")
        stage.line("/drop")
        #expect(stage.composer.isEmpty)
        stage.line("/undo")
        #expect(stage.composer == "Precious.")
        stage.line("/text")
        #expect(stage.said == ["Unsent, 1 word:", "  Precious."])
    }

    @Test func `a slash begins a line where it is doubled`() {
        var stage = Self.stage()
        stage.line("//etc")
        #expect(stage.composer == "/etc")
    }

    @Test func `what controls a terminal is left out of words`() {
        var stage = Self.stage()
        stage.line("a\u{1B}[31mb")
        #expect(stage.composer == "a[31mb")
        #expect(stage.said == ["One character that cannot be shown was left out."])
    }

    @Test func `lines that come before the draft wait for it, in order, and its end after them`() {
        var stage = Self.stage(opens: false)
        for line in ["First.", "/send", "Second.", "/quit"] { stage.line(line) }
        #expect(stage.composer == "First.")
        stage.send(.input(.ended(.hangup)))
        #expect(!stage.effects.contains(.quit))
        stage.tell(.opened(stage.log, Manuscript(segments: [], firstOrder: 0)))
        #expect(!stage.effects.contains(.quit))
        stage.tell(.link(.live(milliseconds: 1)))
        #expect(stage.submitted.map(\.action.isAppend) == [true])
        #expect(stage.composer == "Second.")
        #expect(stage.effects.contains(.quit))
        #expect(stage.said.last == "Kept here, unsent: 1 word.")
    }

    @Test func `words that wait are kept where the program is told to end`() {
        var stage = Self.stage(opens: false)
        for line in ["First.", "/send", "Second."] { stage.line(line) }
        stage.send(.input(.ended(.terminate)))
        #expect(stage.effects.contains(.keepWords("First.\nSecond.", caret: 14)))
        #expect(stage.effects.contains(.quit))
    }

    @Test func `without the ring a text is armed and the reader hears by which command to take that back`() {
        var stage = Self.stage(me: ben)
        stage.line("My turn soon.")
        stage.line("/send")
        #expect(stage.said == ["This goes out when the ring is yours. /send again takes that back."])
        stage.happens(.pass(to: ben), by: ada)
        #expect(stage.submitted.map(\.action.isAppend) == [true])
    }

    @Test func `who comes and goes and who writes is said once`() {
        var stage = Self.stage(me: ben)
        stage.tell(.presence([.of(ben, .here)]))
        #expect(stage.said == [])
        stage.tell(.presence([.of(ben, .here), .of(ada, .here)]))
        #expect(stage.said == ["ada is here."])
        stage.tell(.liveWords(ada, "The la"))
        #expect(stage.said == ["ada is writing."])
        stage.tell(.liveWords(ada, "The lamp"))
        #expect(stage.said == [])
        stage.line("/live")
        #expect(stage.said == ["ada is writing: The lamp"])
        stage.tell(.presence([.of(ben, .here), .of(ada, .away)]))
        #expect(stage.said == ["ada is away."])
    }

    @Test func `matches, members, and counts are read out`() {
        var stage = Self.stage()
        stage.happens(.append(SegmentID.test(1), content: "A lamp, a LAMP."), by: ada)
        stage.line("/search lamp")
        #expect(stage.said == ["1. ada: A lamp, a LAMP.", "2 matches"])
        stage.line("/who")
        #expect(stage.said.first == "ada: has the ring, away, that is you")
        stage.line("/stats")
        #expect(stage.said.contains("ada: 4 words, 100%"))
        stage.line("/read 1")
        #expect(stage.said == ["1. ada: A lamp, a LAMP."])
    }

    @Test func `whoever has come by a link reads and is told so`() {
        var stage = Self.stage(me: UserID("guest-1")!, isGuest: true)
        stage.line("Words.")
        #expect(stage.composer.isEmpty)
        #expect(stage.said == ["A read-only link changes nothing."])
    }

    @Test func `the list of drafts is numbered, and a number opens`() {
        var stage = Self.stage()
        stage.line("/drafts")
        #expect(stage.effects.contains(.loadDrafts))
        let row = DraftSummary(
            id: stage.log.id, title: "The Lighthouse", holderName: "Ben", isMine: false, segmentCount: 2,
            updatedAt: noon)
        stage.send(.draftsLoaded([row]))
        #expect(stage.said == ["Your drafts", "1. The Lighthouse, 2 segments, the ring is with Ben"])
        stage.line("/open 1")
        #expect(stage.effects.contains(.openDraft(stage.log.id)))
    }

    @Test func `nothing is drawn`() {
        #expect(view(Self.stage().model).grid.size == .zero)
    }
}

extension Stage {
    mutating func line(_ text: String) {
        send(.input(.line(text)))
    }

    /// What the last message led to be said.
    var said: [String] {
        effects.flatMap { effect in if case .say(let lines) = effect { lines } else { [String]() } }
    }
}

extension SegmentID {
    static func test(_ number: UInt64) -> SegmentID {
        var source = RandomSource(seed: number)
        return .random(using: &source)
    }
}

extension Presence {
    fileprivate static func of(_ user: UserID, _ state: State) -> Presence {
        Presence(userID: user, name: user.description, state: state, since: noon)
    }
}

extension Command.Action {
    fileprivate var isAppend: Bool { if case .append = self { true } else { false } }
}
