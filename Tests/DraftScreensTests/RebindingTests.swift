import CellGrid
import Testing

@testable import DraftScreens

@Suite struct RebindingTests {
    private typealias Entry = (action: String, keys: [String], line: Int)

    private func rebound(_ entries: Entry..., in keymap: Keymap = .plain) -> (Keymap, [KeymapProblem]) {
        keymap.rebinding(entries)
    }

    private func meaning(_ key: Key, _ keymap: Keymap) -> KeyMeaning {
        keymap.meaning(of: [key], in: KeyContext.editorScreen)
    }

    @Test func `another key means it, and the old one nothing`() {
        let (keymap, problems) = rebound(("send", ["F5", "ctrl-x ctrl-s"], 3), ("export", ["f6"], 4))
        #expect(problems.isEmpty)
        #expect(meaning(.function(5), keymap) == .action(.send))
        #expect(meaning(.control("x"), keymap) == .beginning)
        #expect(keymap.meaning(of: [.control("x"), .control("s")], in: KeyContext.editorScreen) == .action(.send))
        #expect(meaning(.control("s"), keymap) == .nothing)
        #expect(keymap.name(of: .send) == "F5")
        #expect(meaning(.control("r"), keymap) == .action(.pass))
    }

    @Test func `a key is taken from whatever has it by the map`() {
        let (keymap, problems) = rebound(("redo", ["ctrl-y"], 7))
        #expect(problems.isEmpty)
        #expect(meaning(.control("y"), keymap) == .action(.redo))
        #expect(keymap.name(of: .yank) == "^V")
    }

    @Test func `an unknown action is named, with the nearest`() {
        let (_, problems) = rebound(("sned", ["f5"], 2), ("word-lef", ["f6"], 3), ("xylophone-concerto", ["f7"], 4))
        #expect(
            problems == [
                KeymapProblem(line: 2, sentence: "There is no action “sned”; the nearest is “send”."),
                KeymapProblem(line: 3, sentence: "There is no action “word-lef”; the nearest is “word-left”."),
                KeymapProblem(line: 4, sentence: "There is no action “xylophone-concerto”."),
            ])
    }

    @Test(arguments: [
        ("hyper-q", "There is no key “hyper-q”."), ("ctrl-h", "“ctrl-h” cannot be bound: a terminal sends Backspace"),
        ("ctrl-i", "a terminal sends Tab"), ("ctrl-shift-s", "terminals do not send it"),
        ("ctrl-enter", "a terminal sends Enter"), ("ctrl-1", "terminals do not send it"), ("k", "“k” types itself"),
        ("ctrl-x ctrl-m", "a terminal sends Enter"), ("a\u{1B}[2J", "There is no key “a"),
    ])
    func `a key that cannot be is said to be none, and the others hold`(_ key: String, _ sentence: String) {
        let (keymap, problems) = rebound(("undo", [key, "f5"], 9))
        #expect(problems.map(\.line) == [9])
        #expect(problems.first?.sentence.contains(sentence) == true, "\(problems)")
        #expect(problems.first?.sentence.contains("\u{1B}") == false)
        #expect(keymap.keys[.undo]?.map(\.spelling) == ["f5"])
        let (kept, _) = rebound(("undo", [key], 9))
        #expect(kept.keys[.undo] == Keymap.plain.keys[.undo])
    }

    @Test func `of two lines for one key the first gets it, and both are named`() {
        let (keymap, problems) = rebound(("undo", ["f5"], 4), ("redo", ["f5", "f6"], 8))
        #expect(
            problems == [
                KeymapProblem(
                    line: 8, sentence: "“f5” is bound to “redo” on line 8, and on line 4 to “undo”, which has it.")
            ])
        #expect(meaning(.function(5), keymap) == .action(.undo))
        #expect(keymap.keys[.redo]?.map(\.spelling) == ["f6"])
    }

    @Test func `one key may mean two things that never meet`() {
        let (_, problems) = rebound(("new-draft", ["f5"], 4), ("undo", ["f5"], 5))
        #expect(problems.isEmpty)
    }

    @Test func `a key that begins another sequence is a conflict too`() {
        let (_, problems) = rebound(("undo", ["ctrl-b"], 4), ("redo", ["ctrl-b f5"], 5))
        #expect(problems.map(\.line) == [5])
        #expect(problems.first?.sentence.contains("line 4") == true)
    }

    @Test func `an action is bound once`() {
        let (keymap, problems) = rebound(("undo", ["f5"], 4), ("Undo", ["f6"], 5))
        #expect(problems == [KeymapProblem(line: 5, sentence: Phrases.boundBefore("undo", line: 4))])
        #expect(keymap.name(of: .undo) == "F5")
    }

    @Test(arguments: ["quit", "send", "pass", "accept", "cancel"]) func `what must have a key keeps it`(
        _ action: String
    ) throws {
        let (keymap, problems) = rebound((action, [], 6))
        #expect(problems == [KeymapProblem(line: 6, sentence: Phrases.wouldLackKey(action))])
        let bound = try #require(Action(rawValue: action))
        #expect(keymap.keys[bound] == Keymap.plain.keys[bound])
    }

    @Test func `the last key of what must have one cannot be taken, unless it gets another`() {
        let (keymap, problems) = rebound(("redo", ["ctrl-r"], 6))
        #expect(problems == [KeymapProblem(line: 6, sentence: Phrases.wouldLackKey("pass"))])
        #expect(meaning(.control("r"), keymap) == .action(.pass))
        #expect(keymap.keys[.redo] == Keymap.plain.keys[.redo])
        let (swapped, none) = rebound(("redo", ["ctrl-r"], 6), ("pass", ["f5"], 7))
        #expect(none.isEmpty)
        #expect(meaning(.control("r"), swapped) == .action(.redo))
        #expect(meaning(.function(5), swapped) == .action(.pass))
        // Enter accepts in the search, where the ring's keys hold too.
        let (_, enter) = rebound(("send", ["enter"], 6))
        #expect(enter == [KeymapProblem(line: 6, sentence: Phrases.wouldLackKey("accept"))])
        let (_, prefix) = rebound(("undo", ["ctrl-x"], 6), in: .emacs)
        #expect(prefix.map(\.line) == [6])
    }

    @Test func `an action may go without a key, and is in the palette then`() {
        let (keymap, problems) = rebound(("export", [], 6))
        #expect(problems.isEmpty)
        #expect(keymap.name(of: .export) == nil)
        var stage = Stage()
        stage.opens()
        stage.model.keymap = keymap
        stage.press(.control("x"))
        #expect(stage.model.overlay == nil)
        stage.press(.control("p"))
        stage.type("export")
        stage.press(.enter)
        #expect(stage.screen.contains("Export to the file"))
    }
}
