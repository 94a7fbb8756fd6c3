import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

@Suite struct ExportTests {
    private func written(me: UserID = ada, columns: Int = 100) -> Stage {
        var stage = Stage(me: me, columns: columns, rows: 24)
        for text in ["The lamp had been dark.", "Nobody\nwould admit it."] {
            stage.happens(.append(SegmentID.random(), content: text), by: ada)
        }
        return stage
    }

    private func export(_ stage: Stage) -> (text: String, path: String)? {
        for case .export(let text, let path) in stage.effects { return (text, path) }
        return nil
    }

    @Test(arguments: [LinkState.live(milliseconds: 3), .offline("no answer"), .readOnly("sign in again")])
    func `the manuscript is written as the server would write it, whatever the link is like`(_ link: LinkState) throws {
        var stage = written()
        stage.opens()
        stage.type("not sent")
        stage.tell(.link(link))
        stage.press(.control("x"))
        #expect(stage.screen.contains(Phrases.exportPrompt))
        stage.press(.enter)
        let file = try #require(export(stage))
        #expect(file.path == "The Lighthouse.md")
        #expect(
            file.text == Manuscript(segments: stage.segmentsOfLog, firstOrder: 0).markdown(title: "The Lighthouse"))
        stage.send(.exported("/home/ada/The Lighthouse.md"))
        #expect(stage.notice == Phrases.exported(2, to: "/home/ada/The Lighthouse.md"))
        #expect(!stage.screen.contains(Phrases.exportPrompt))
        #expect(stage.composer == "not sent")
    }

    @Test(arguments: ["lamp.txt", "notes/LAMP.TXT", "~/lamp.txt"]) func `a name that ends in txt asks for plain text`(
        _ name: String
    ) throws {
        var stage = written()
        stage.opens()
        stage.press(.control("x"))
        for _ in "The Lighthouse.md" { stage.press(.backspace) }
        stage.type(" " + name + " ")
        stage.press(.enter)
        let file = try #require(export(stage))
        #expect(file.path == name)
        #expect(file.text == Manuscript(segments: stage.segmentsOfLog, firstOrder: 0).plainText)
    }

    @Test func `what is on its way is in the manuscript, and so in the file`() throws {
        var stage = written()
        stage.opens()
        stage.tell(.link(.offline("no answer")))
        stage.type("Sent offline.")
        stage.press(.control("s"), .control("x"), .enter)
        let file = try #require(export(stage))
        #expect(file.text.hasSuffix("Nobody\nwould admit it.\n\nSent offline.\n"))
    }

    @Test(arguments: [100, 40]) func `a name that is taken is said in the prompt, and another one asked for`(
        _ columns: Int
    ) throws {
        var stage = written(columns: columns)
        stage.opens()
        stage.press(.control("x"), .enter)
        stage.send(.exportFailed("That name is taken."))
        #expect(stage.screen.contains(Phrases.exportPrompt))
        #expect(stage.screen.contains("That name is taken."))
        for _ in 0..<3 { stage.press(.backspace) }
        stage.type(" 2.md")
        stage.press(.enter)
        #expect(try #require(export(stage)).path == "The Lighthouse 2.md")
    }

    @Test func `Enter pressed twice writes one file`() {
        var stage = written()
        stage.opens()
        stage.press(.control("x"), .enter)
        #expect(export(stage) != nil)
        stage.press(.enter)
        #expect(export(stage) == nil)
        stage.send(.exported("/tmp/a.md"))
        stage.press(.control("x"), .enter)
        #expect(export(stage) != nil)
    }

    @Test func `an answer is told even if the prompt or the draft was left`() {
        var stage = written()
        stage.opens()
        stage.press(.control("x"), .enter, .escape)
        stage.send(.exportFailed("No space left."))
        #expect(stage.notice == "No space left.")
        stage.press(.control("x"), .enter, .escape, .escape)
        stage.send(.exported("/tmp/a.md"))
        #expect(stage.notice == Phrases.exported(nil, to: "/tmp/a.md"))
    }

    @Test func `a file needs a name`() {
        var stage = written()
        stage.opens()
        stage.press(.control("x"))
        for _ in "The Lighthouse.md" { stage.press(.backspace) }
        stage.press(.enter)
        #expect(stage.effects.isEmpty)
        #expect(stage.screen.contains(Phrases.emptyFileName))
    }

    @Test func `while older pages are missing, the prompt and the notice say how much is in the file`() throws {
        var stage = written()
        stage.happens(.append(SegmentID.random(), content: "The end."), by: ada)
        let newest = Manuscript(segments: Array(stage.segmentsOfLog.suffix(2)), firstOrder: 1)
        stage.tell(.opened(stage.log, newest))
        stage.press(.control("x"))
        #expect(stage.screen.contains("Export the newest 2 of 3 segments"))
        stage.press(.enter)
        #expect(try #require(export(stage)).text == newest.markdown(title: "The Lighthouse"))
        stage.send(.exported("/tmp/a.md"))
        #expect(stage.notice == Phrases.exportedPart(2, of: 3, to: "/tmp/a.md"))
    }

    @Test func `a draft that is closed gives everything, and the words that were never sent at the end`() throws {
        var stage = written()
        stage.opens()
        stage.type("On its way.")
        stage.press(.control("s"))
        stage.type("Never sent.")
        stage.tell(.closed("There is no such draft, or no longer."))
        #expect(stage.screen.contains("^X export"))
        stage.press(.control("x"), .enter)
        let manuscript = Manuscript(segments: stage.segmentsOfLog, firstOrder: 0)
        #expect(
            try #require(export(stage)).text == manuscript.markdown(title: "The Lighthouse")
                + "\n---\n\nUnsent words:\n\nOn its way.\n\nNever sent.\n")
    }

    @Test func `a closed draft without unsent words is the manuscript alone`() throws {
        var stage = written()
        stage.opens()
        stage.type(" \n")
        stage.tell(.closed("You are not a member of this draft."))
        stage.press(.control("x"), .enter)
        #expect(
            try #require(export(stage)).text
                == Manuscript(segments: stage.segmentsOfLog, firstOrder: 0).markdown(title: "The Lighthouse"))
    }

    @Test func `words of a draft that never came can be taken along`() throws {
        var stage = written()
        stage.press(.control("x"))
        #expect(stage.notice == Phrases.notOpenYet)
        stage.tell(.recovered(["Recovered."], droppedPasses: 0))
        stage.tell(.closed("There is no such draft, or no longer."))
        stage.press(.control("x"), .enter)
        let file = try #require(export(stage))
        #expect(file.path == "draft.md")
        #expect(file.text == "---\n\nUnsent words:\n\nRecovered.\n")
    }

    @Test(
        arguments: [
            ("The Lighthouse", "The Lighthouse.md"), ("../../etc/passwd", "etc-passwd.md"), ("~ada", "ada.md"),
            ("a/b\\c:d*e?f\"g<h>i|j", "a-b-c-d-e-f-g-h-i-j.md"), (".hidden", "hidden.md"), ("-rf", "rf.md"),
            ("...", "draft.md"), ("漢字の物語", "漢字の物語.md"), (" both ends ", "both ends.md"), ("", "draft.md"),
            ("a\u{1B}b", "a-U+001B-b.md"),
            (String(repeating: "漢", count: 100), String(repeating: "漢", count: 66) + ".md"),
        ]) func `a title becomes a name that no path or shell takes for something else`(title: String, name: String)
    {
        #expect(ManuscriptExport.fileName(for: title) == name)
    }

    @Test func `hostile text is written as it is shown`() throws {
        var stage = Stage()
        let evil = Segment(
            id: SegmentID.random(), draftID: stage.log.id, author: ben, content: "a\u{1B}]0;pwned\u{07}b",
            createdAt: noon,
            order: 0, key: nil, holderAtWrite: ben, tenure: 1, seq: 4)
        stage.tell(.opened(stage.log, Manuscript(segments: [evil], firstOrder: 0)))
        stage.press(.control("x"), .enter)
        #expect(try #require(export(stage)).text.contains("a<U+001B>]0;pwned<U+0007>b"))
    }
}
