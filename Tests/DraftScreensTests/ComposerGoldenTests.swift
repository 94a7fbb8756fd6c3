import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

@Suite struct ComposerGoldenTests {
    static let sizes = [Size(columns: 40, rows: 12), Size(columns: 80, rows: 24)]
    private static let words =
        "And so we climbed, all one hundred and nine steps of it,\nwith the lamp 漢字 in our hands."

    private func stage(_ size: Size) -> Stage {
        var stage = Stage(columns: size.columns, rows: size.rows)
        stage.opens()
        stage.type(Self.words)
        return stage
    }

    @Test(arguments: sizes) func `what is selected is drawn in reverse, its line feed too`(_ size: Size) throws {
        var stage = stage(size)
        for _ in 0..<4 { stage.press(Key(.left, [.control, .shift])) }
        for _ in 0..<3 { stage.press(Key(.up, .shift)) }
        try expectGolden(view(stage.model), "composer-selection-\(size.columns)x\(size.rows)")
    }

    @Test(arguments: sizes) func `matches are marked, and what replaces them is asked for`(_ size: Size) throws {
        var stage = stage(size)
        stage.press(.alt("r"))
        stage.type("and")
        stage.press(.enter, .tab)
        stage.type("also")
        try expectGolden(view(stage.model), "composer-find-\(size.columns)x\(size.rows)")
    }

    @Test(arguments: sizes) func `a long paste asks`(_ size: Size) throws {
        var stage = stage(size)
        stage.send(.input(.paste(String(repeating: "A line of many.\n", count: 300))))
        try expectGolden(view(stage.model), "composer-paste-\(size.columns)x\(size.rows)")
    }

    @Test(arguments: sizes) func `the keys of the composer are on the second page of the help`(_ size: Size) throws {
        var stage = stage(size)
        for _ in 0..<(size.rows < 24 ? 3 : 1) + 1 { stage.press(.function(1)) }
        try expectGolden(view(stage.model), "composer-help-\(size.columns)x\(size.rows)")
    }

    @Test(arguments: [(14_745, nil), (14_746, "14746 of 16384 characters"), (16_387, "3 characters too many")])
    func `the length is shown where it is near the limit`(_ count: Int, _ shown: String?) {
        var stage = Stage()
        stage.opens()
        stage.send(.input(.paste(String(repeating: "a", count: count) + " \n")))
        stage.press(.enter)
        if let shown { #expect(stage.screen.contains(shown)) } else { #expect(!stage.screen.contains("character")) }
    }
}
