import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

@Suite struct EditorTests {
    @Test func `what was said of the ring goes with its turn, and nothing else does`() {
        var stage = Stage(me: ben)
        stage.opens()
        stage.happens(.pass(to: ben), by: ada)
        #expect(stage.notice == Phrases.ringIsYours)
        stage.happens(.reclaim, by: ada)
        #expect(stage.notice == Phrases.ringWasTaken("ada"))
        stage.happens(.pass(to: caro), by: ada)
        #expect(stage.notice == nil)
        stage.tell(.leftBehind("for a reason"))
        stage.happens(.reclaim, by: ada)
        #expect(stage.notice == Phrases.leftBehind("for a reason"))
    }

    @Test func `a sent segment stands in the manuscript before the server has answered`() {
        var stage = Stage()
        stage.opens()
        stage.type("Once upon a time.")
        stage.press(.control("s"))
        #expect(stage.composer.isEmpty)
        #expect(stage.submitted.map(\.action.content) == ["Once upon a time."])
        #expect(stage.screen.contains("▏Once upon a time."))
        #expect(stage.screen.contains(Phrases.sending))
        #expect(stage.screen.contains("1 unsent"))
        stage.serverObeys()
        #expect(!stage.screen.contains(Phrases.sending))
        #expect(stage.screen.contains("saved \(stage.log.seq)"))
    }

    @Test func `a command names the tenure and a key of its own`() {
        var stage = Stage()
        stage.opens()
        stage.type("One")
        stage.press(.control("s"))
        let first = stage.submitted
        stage.type("Two")
        stage.press(.control("s"))
        #expect((first + stage.submitted).map(\.tenure) == [1, 1])
        #expect(Set((first + stage.submitted).map(\.key)).count == 2)
    }

    @Test func `passing the ring takes the composer away in the frame of the key`() {
        var stage = Stage()
        stage.opens()
        stage.type("half a sent")
        stage.press(.control("r"))
        #expect(stage.submitted.map(\.action) == [.pass(to: ben)])
        #expect(stage.screen.contains(Phrases.passing(to: "ben")))
        #expect(!stage.screen.contains(Phrases.youHoldTheRing))
        #expect(stage.composer == "half a sent")
        stage.press(.control("s"))
        #expect(stage.submitted.isEmpty, "without the ring nothing is sent")
        #expect(stage.editor.isArmed)
    }

    @Test func `a refused pass gives the composer back with caret and text where they were`() throws {
        var stage = Stage()
        stage.opens()
        stage.type("half a sentence")
        stage.press(.left, .left, .left)
        let caret = stage.editor.composer.caret
        stage.press(.control("r"))
        let key = try #require(stage.submitted.first?.key)
        stage.tell(.refused([key], texts: [], reason: "The draft is locked."))
        #expect(stage.screen.contains(Phrases.youHoldTheRing))
        #expect(stage.composer == "half a sentence")
        #expect(stage.editor.composer.caret == caret)
        #expect(stage.notice == Phrases.refused("The draft is locked."))
    }

    @Test func `refused text returns above what was typed since, with all that was queued behind it`() throws {
        var stage = Stage()
        stage.opens()
        stage.type("first")
        stage.press(.control("s"))
        let key = try #require(stage.submitted.first?.key)
        stage.type("second")
        stage.press(.control("s"))
        stage.press(.control("r"))
        stage.type("third")
        stage.tell(.refused([key], texts: [], reason: "You do not hold the ring."))
        #expect(stage.composer == "first\n\nsecond\n\nthird")
        #expect(stage.editor.composer.caret == stage.composer.count)
        #expect(stage.editor.replica?.pending.isEmpty == true)
        #expect(stage.effects == [.keepWords(stage.composer, caret: stage.composer.count)])
    }

    @Test func `a refusal forgets what the session cancelled with it, and keeps what it still asks for`() throws {
        var stage = Stage()
        stage.opens()
        var commands: [Command] = []
        for text in ["one", "two", "three"] {
            stage.type(text)
            stage.press(.control("s"))
            commands += stage.submitted
        }
        for command in commands.prefix(2) { stage.tell(.submitted(command, at: noon)) }
        let first = try #require(commands.first?.key)
        stage.tell(.refused([first], texts: ["one"], reason: "No."))
        // The second may be in the log already; the third was made in ignorance of the refusal.
        #expect(stage.composer == "one\n\nthree")
        #expect(stage.editor.replica?.pending.map(\.command) == [commands[1]])
    }

    @Test func `a text armed against a passed ring does not go out when the pass is refused`() throws {
        var stage = Stage()
        stage.opens()
        stage.press(.control("r"))
        let pass = try #require(stage.submitted.first?.key)
        stage.type("For my next turn.")
        stage.press(.control("s"))
        #expect(stage.editor.isArmed)
        stage.tell(.refused([pass], texts: [], reason: "No."))
        stage.tell(.presence([]))
        #expect(stage.submitted.isEmpty)
        #expect(stage.composer == "For my next turn.")
    }

    @Test func `an event does not copy the text`() {
        var stage = Stage(me: ben)
        for number in 1...50 { stage.happens(.append(SegmentID.random(), content: "Line \(number)."), by: ada) }
        stage.opens()
        let segments = stage.segmentsOfLog
        // The first change parts the text from what it was opened with.
        stage.happens(.revise(segments[1].id, content: "A line.", revision: nil), by: ada)
        let before = stage.addressOfText
        stage.happens(.revise(segments[0].id, content: "Another line.", revision: nil), by: ada)
        #expect(stage.screen.contains("Line 50."))
        #expect(stage.addressOfText == before)
        #expect(stage.editor.replica?.manuscript[0]?.content == "Another line.")
    }

    @Test func `sending without the ring arms the text, and it goes out once when the ring comes`() {
        var stage = Stage(me: ben)
        stage.opens()
        stage.type("My turn soon.")
        stage.press(.control("s"))
        #expect(stage.submitted.isEmpty)
        #expect(stage.composer == "My turn soon.")
        #expect(stage.screen.contains(Phrases.armed))
        stage.happens(.pass(to: ben), by: ada)
        #expect(stage.submitted.map(\.action.content) == ["My turn soon."])
        #expect(stage.submitted.map(\.tenure) == [2])
        #expect(stage.composer.isEmpty)
        stage.serverObeys()
        stage.happens(.pass(to: caro), by: ben)
        stage.happens(.pass(to: ben), by: caro)
        #expect(stage.submitted.isEmpty)
    }

    @Test func `an armed text waits for the link`() {
        var stage = Stage(me: ben)
        stage.opens()
        stage.type("Later.")
        stage.press(.control("s"))
        stage.tell(.link(.offline("no answer")))
        stage.happens(.pass(to: ben), by: ada)
        #expect(stage.submitted.isEmpty)
        stage.tell(.link(.live(milliseconds: 2)))
        #expect(stage.submitted.map(\.action.content) == ["Later."])
    }

    @Test(arguments: [Key.character("x"), .backspace]) func `any edit disarms`(_ key: Key) {
        var stage = Stage(me: ben)
        stage.opens()
        stage.type("Soon")
        stage.press(.control("s"))
        stage.press(key)
        #expect(!stage.editor.isArmed)
        #expect(stage.notice == Phrases.disarmedByEdit)
        stage.happens(.pass(to: ben), by: ada)
        #expect(stage.submitted.isEmpty)
    }

    @Test func `sending twice without the ring takes the arming back`() {
        var stage = Stage(me: ben)
        stage.opens()
        stage.type("Soon")
        stage.press(.control("s"), .control("s"))
        #expect(!stage.editor.isArmed)
        #expect(stage.composer == "Soon")
    }

    @Test func `every edit is kept, and shared only while the ring is held`() {
        var stage = Stage(me: ben)
        stage.opens()
        stage.press(.character("a"))
        #expect(stage.effects == [.keepWords("a", caret: 1)])
        stage.happens(.pass(to: ben), by: ada)
        stage.press(.character("b"))
        #expect(stage.effects == [.keepWords("ab", caret: 2), .shareWords("ab")])
    }

    @Test func `a text over the limit stays in the composer, and says by how much`() {
        var stage = Stage()
        stage.opens()
        stage.send(.input(.paste(String(repeating: "a", count: 16_385))))
        stage.press(.enter, .control("s"))
        #expect(stage.submitted.isEmpty)
        #expect(stage.editor.composer.scalarCount == 16_385)
        #expect(stage.notice == Phrases.tooLong(16_385, limit: 16_384))
    }

    @Test func `white space around a text does not count against the limit`() {
        var stage = Stage()
        stage.opens()
        stage.send(.input(.paste("\n " + String(repeating: "a", count: 16_384) + " \n")))
        stage.press(.enter, .control("s"))
        #expect(stage.submitted.count == 1)
    }

    @Test func `nothing but white space is not sent`() {
        var stage = Stage()
        stage.opens()
        stage.type(" \n ")
        stage.press(.control("s"))
        #expect(stage.submitted.isEmpty)
        #expect(stage.notice == Phrases.nothingToSend)
    }

    @Test func `what cannot be shown is left out of a paste, with a word about it`() {
        var stage = Stage()
        stage.opens()
        stage.send(.input(.paste("one\r\ntwo\u{1B}[31m\u{202E}")))
        #expect(stage.composer == "one\ntwo[31m")
        #expect(stage.notice == Phrases.dropped(2))
    }

    @Test func `the holder's words are shown until their segment comes`() {
        var stage = Stage(me: ben)
        stage.opens()
        stage.tell(.liveWords(ada, "And so we climbed"))
        #expect(stage.screen.contains("ada is writing: And so we climbed"))
        stage.happens(.append(SegmentID.random(), content: "And so we climbed."), by: ada)
        #expect(!stage.screen.contains("is writing:"))
    }

    @Test func `words of somebody who does not hold the ring are not shown`() {
        var stage = Stage(me: ben)
        stage.opens()
        stage.tell(.liveWords(caro, "sneaky"))
        #expect(!stage.screen.contains("sneaky"))
    }

    @Test func `a viewer keeps the words and is told why they stay`() {
        var stage = Stage(me: ben)
        stage.happens(.addMember(ben, .viewer), by: ada)
        stage.opens()
        stage.type("May I?")
        stage.press(.control("s"))
        #expect(stage.notice == Phrases.viewerMayNotWrite)
        #expect(stage.composer == "May I?")
    }

    @Test func `the creator takes the ring back`() {
        var stage = Stage()
        stage.happens(.pass(to: ben), by: ada)
        stage.opens()
        stage.press(.control("g"))
        #expect(stage.submitted.map(\.action) == [.reclaim])
        #expect(stage.screen.contains(Phrases.youHoldTheRing))
    }

    @Test func `the picker passes to whom it says`() {
        var stage = Stage()
        stage.opens()
        stage.press(.control("t"))
        #expect(stage.screen.contains(Phrases.pickerTitle))
        stage.press(.down, .enter)
        #expect(stage.submitted.map(\.action) == [.pass(to: caro)])
    }

    @Test func `a letter chooses the writer whose name begins with it`() {
        var stage = Stage()
        stage.opens()
        stage.press(.control("t"), .character("c"), .enter)
        #expect(stage.submitted.map(\.action) == [.pass(to: caro)])
    }

    @Test func `who loses the ring to the creator is told so`() {
        var stage = Stage(me: ben)
        stage.happens(.pass(to: ben), by: ada)
        stage.opens()
        stage.type("In the middle of")
        stage.happens(.reclaim, by: ada)
        #expect(stage.notice == Phrases.ringWasTaken("ada"))
        #expect(stage.composer == "In the middle of")
    }

    @Test func `the count of words follows what comes back and what goes out`() throws {
        var stage = Stage()
        stage.opens()
        stage.type("two words")
        stage.press(.control("s"))
        #expect(stage.screen.contains(" 0 words"))
        let key = try #require(stage.submitted.first?.key)
        stage.tell(.refused([key], texts: [], reason: "No."))
        #expect(stage.screen.contains(" 2 words"))
    }

    @Test func `the list shows the draft that was left`() throws {
        var stage = Stage()
        stage.opens()
        let left = stage.log.id
        stage.press(.escape)
        let rows = [DraftID.random(), left, DraftID.random()].map { id in
            DraftSummary(id: id, title: "T", holderName: "ada", isMine: true, segmentCount: 0, updatedAt: noon)
        }
        stage.send(.draftsLoaded(rows))
        stage.press(.enter)
        #expect(stage.effects == [.openDraft(left)])
    }

    @Test func `adding a writer asks for a well-formed id`() {
        var stage = Stage()
        stage.opens()
        stage.press(.control("n"))
        stage.type("two words")
        stage.press(.enter)
        #expect(stage.effects.isEmpty)
        #expect(stage.notice == Phrases.badUserID)
        for _ in 0..<9 { stage.press(.backspace) }
        stage.type("dora")
        stage.press(.enter)
        #expect(stage.submitted.map(\.action) == [.addMember(UserID("dora")!, .contributor)])
        #expect(stage.notice == Phrases.adding("dora"))
        stage.model.serverAddress = "http://127.0.0.1:8000"
        stage.serverObeys()
        #expect(stage.notice == "dora may write here now: draft --server http://127.0.0.1:8000")
    }

    @Test func `new text is followed, or counted while the reader is above`() {
        var stage = Stage(me: ben, columns: 80, rows: 24)
        for number in 1...40 { stage.happens(.append(SegmentID.random(), content: "Line \(number)."), by: ada) }
        stage.opens()
        #expect(stage.screen.contains("Line 40."))
        stage.press(.pageUp)
        #expect(!stage.screen.contains("Line 40."))
        let before = stage.screen
        stage.happens(.append(SegmentID.random(), content: "Line 41."), by: ada)
        #expect(stage.screen.contains(Phrases.newBelow(1)))
        #expect(
            stage.screen.split(separator: "\n").dropFirst(2).prefix(8)
                == before.split(separator: "\n").dropFirst(2).prefix(8))
        stage.press(Key(.end, .control))
        #expect(stage.screen.contains("Line 41."))
        stage.press(Key(.home, .control))
        #expect(stage.screen.contains("Line 1."))
    }

    @Test func `an older page leaves the reader where they are`() {
        var stage = Stage(me: ben, columns: 80, rows: 24)
        for number in 1...60 { stage.happens(.append(SegmentID.random(), content: "Line \(number)."), by: ada) }
        let all = stage.segmentsOfLog
        stage.tell(.opened(stage.log, Manuscript(segments: Array(all.suffix(30)), firstOrder: 30)))
        stage.press(.pageUp)
        let before = stage.screen
        stage.tell(.olderPage(Array(all.prefix(30))))
        #expect(stage.screen == before)
        stage.press(Key(.home, .control))
        #expect(stage.screen.contains("Line 1."))
    }

    @Test func `hostile text never reaches the grid as it is`() {
        var stage = Stage()
        let draft = stage.log
        let evil = Segment(
            id: SegmentID.random(), draftID: draft.id, author: ben, content: "a\u{1B}]0;pwned\u{07}b\u{202E}c",
            createdAt: noon,
            order: 0, key: nil, holderAtWrite: ben, tenure: 1, seq: 4)
        stage.tell(.opened(draft, Manuscript(segments: [evil], firstOrder: 0)))
        stage.tell(.names([ben: "be\u{1B}[2Jn"]))
        #expect(stage.screen.contains("a<U+001B>]0;pwned<U+0007>b<U+202E>c"))
        #expect(stage.screen.unicodeScalars.allSatisfy { $0 == "\n" || !SafeText.isForbidden($0, in: .line) })
    }
}

extension Command.Action {
    fileprivate var content: String? {
        if case .append(_, let content) = self { content } else { nil }
    }
}
