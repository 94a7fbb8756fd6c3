import CellGrid
import DraftCore
import Foundation
import Testing

@testable import DraftScreens

@Suite struct ScreenGoldenTests {
    static let sizes = [Size(columns: 40, rows: 12), Size(columns: 80, rows: 24), Size(columns: 100, rows: 30)]

    /// The picture that the README shows.
    static func lighthouse(me: UserID = ada, size: Size) -> Stage {
        var stage = Stage(me: me, columns: size.columns, rows: size.rows, theme: .colourful)
        stage.happens(
            .append(
                SegmentID.random(),
                content:
                    "The lamp had been dark for a week when the letter came. Nobody on the island would admit to having written it."
            ),
            by: ada)
        stage.happens(.pass(to: ben), by: ada)
        stage.happens(
            .append(
                SegmentID.random(),
                content:
                    "Ben found it first, folded into the door of the boathouse, dry although it had rained since Sunday."
            ),
            by: ben)
        stage.happens(.pass(to: ada), by: ben)
        stage.opens()
        stage.tell(
            .presence([
                Presence(userID: ada, name: "ada", state: .writing, since: noon),
                Presence(userID: ben, name: "ben", state: .here, since: noon),
            ]))
        return stage
    }

    @Test(arguments: sizes) func `the holder writes, one segment on its way`(_ size: Size) throws {
        var stage = Self.lighthouse(size: size)
        stage.type("It was addressed to the light.")
        stage.press(.control("s"))
        stage.type("And so we climbed, all one hundred and nine steps of it, with the")
        try expectGolden(view(stage.model), "editor-holder-\(size.columns)x\(size.rows)")
    }

    @Test func `the README shows the screen as it is`() throws {
        var stage = Self.lighthouse(size: Size(columns: 100, rows: 18))
        stage.type("It was addressed to the light.")
        stage.press(.control("s"))
        stage.type("And so we climbed, all one hundred and nine steps of it, with the")
        let rows = stage.screen.split(separator: "\n", omittingEmptySubsequences: false)
        let picture = rows.map { $0.reversed().drop { $0 == " " }.reversed() }.map { String($0) }
        let readme = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../README.md")
        let page = try String(contentsOf: readme.standardized, encoding: .utf8)
        #expect(
            page.contains("```\n" + picture.joined(separator: "\n") + "\n```"),
            "README.md should show:\n\(stage.screen)")
    }

    @Test(arguments: sizes) func `another watches the holder's words`(_ size: Size) throws {
        var stage = Self.lighthouse(me: ben, size: size)
        stage.tell(.liveWords(ada, "And so we climbed, all one hundred and nine steps of it"))
        stage.type("Meanwhile")
        stage.press(.control("s"))
        try expectGolden(view(stage.model), "editor-watcher-\(size.columns)x\(size.rows)")
    }

    @Test func `a lost server is said in words and loses nothing`() throws {
        var stage = Self.lighthouse(size: Size(columns: 80, rows: 24))
        stage.tell(.link(.offline("no answer")))
        stage.type("Still here.")
        stage.press(.control("s"))
        stage.type("And here.")
        try expectGolden(view(stage.model), "editor-offline-80x24")
    }

    @Test func `help lies over the editor`() throws {
        var stage = Self.lighthouse(size: Size(columns: 80, rows: 24))
        stage.press(.function(1))
        try expectGolden(view(stage.model), "help-80x24")
    }

    @Test func `the picker lies over the editor`() throws {
        var stage = Self.lighthouse(size: Size(columns: 80, rows: 24))
        stage.press(.control("t"))
        try expectGolden(view(stage.model), "picker-80x24")
    }

    @Test func `wide characters and marks keep the frame`() throws {
        var stage = Stage(columns: 60, rows: 14)
        stage.opens()
        stage.type("漢字かな cafe\u{301} 👩‍👩‍👧 🇫🇷 \u{1112}\u{1161}\u{11AB}")
        stage.press(.control("s"))
        stage.type("漢字")
        try expectGolden(view(stage.model), "wide-60x14")
    }

    @Test func `a screen that is too small says so`() {
        let stage = Stage(columns: 20, rows: 5)
        #expect(stage.screen.contains(Phrases.tooSmall(40, 12)))
    }

    @Test(arguments: [0, 1, 3]) func `the library lists drafts`(_ count: Int) throws {
        var (model, _) = Model.started(
            me: ada, serverName: "127.0.0.1:8000", size: Size(columns: 80, rows: 24), now: noon, theme: .plain, seed: 1)
        let titles = ["The Lighthouse", "漢字の物語", "A very long title " + String(repeating: "that goes on ", count: 12)]
        let drafts = titles.prefix(count).enumerated().map { index, title in
            DraftSummary(
                id: DraftID.random(), title: title, holderName: index == 0 ? "ada" : "ben", isMine: index == 0,
                segmentCount: index + 1, updatedAt: noon)
        }
        _ = update(&model, .draftsLoaded(Array(drafts)))
        _ = update(&model, .input(.key(.down)))
        try expectGolden(view(model), "library-\(count)-80x24")
    }
}
