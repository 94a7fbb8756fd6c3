import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

/// Every state of the list has words, at every size.
@Suite struct LibraryStateTests {
    private static let sizes = ScreenGoldenTests.sizes + [Size(columns: 200, rows: 60)]
    private static let advice =
        "Sign-in expired: run `draft login --server https://drafts.example` in another terminal; your words are kept."

    private func golden(_ shelf: LibraryShelf, _ name: String, _ size: Size) throws {
        try expectGolden(view(shelf.model), "library-\(name)-\(size.columns)x\(size.rows)")
    }

    private func shelf(_ size: Size, _ drafts: [DraftSummary]? = nil) -> LibraryShelf {
        LibraryShelf(columns: size.columns, rows: size.rows, drafts: drafts, theme: .colourful)
    }

    @Test(arguments: sizes) func `drafts of all kinds`(_ size: Size) throws {
        var shelf = shelf(size, DraftSummary.shelf)
        shelf.press(.down)
        try golden(shelf, "many", size)
    }

    @Test(arguments: sizes) func `some are found`(_ size: Size) throws {
        var shelf = shelf(size, DraftSummary.shelf)
        shelf.press(.character("/"))
        shelf.type("lh")
        try golden(shelf, "found", size)
    }

    @Test(arguments: sizes) func `none is found`(_ size: Size) throws {
        var shelf = shelf(size, DraftSummary.shelf)
        shelf.press(.character("/"))
        shelf.type("zzz")
        #expect(shelf.screen.contains("0 of 7"))
        shelf.press(.enter, .up, .down, .end)
        try golden(shelf, "nomatch", size)
    }

    @Test(arguments: sizes) func `there is none yet`(_ size: Size) throws {
        try golden(shelf(size, []), "empty", size)
    }

    @Test(arguments: sizes) func `the server is away`(_ size: Size) throws {
        var shelf = shelf(size)
        shelf.send(.draftsFailed("The server at 127.0.0.1:8000 does not answer.", copies: []))
        try golden(shelf, "away", size)
    }

    @Test(arguments: sizes) func `the server is away, and there are copies`(_ size: Size) throws {
        var shelf = shelf(size)
        shelf.send(.draftsFailed("The server does not answer.", copies: Array(DraftSummary.shelf.prefix(2))))
        try golden(shelf, "copies", size)
    }

    @Test(arguments: sizes) func `a sign-in is needed`(_ size: Size) throws {
        var shelf = shelf(size)
        shelf.send(.draftsWithheld(Self.advice, copies: []))
        try golden(shelf, "withheld", size)
    }

    @Test(arguments: sizes) func `a new draft with members is asked for`(_ size: Size) throws {
        var shelf = shelf(size, [])
        shelf.press(.control("n"))
        shelf.type("The Storm")
        shelf.press(.tab)
        shelf.type("ben caro")
        try golden(shelf, "new", size)
    }

    @Test(arguments: sizes) func `servers that were used`(_ size: Size) throws {
        var shelf = shelf(size, [])
        shelf.knows(
            ["https://drafts.example", "http://127.0.0.1:8000"]
                + (1...8).map { "https://host\($0).example/a/long/path" })
        shelf.press(.control("o"), .down)
        try golden(shelf, "servers", size)
    }

    @Test func `a list that has not come says so, and an empty one tells both ways to a draft`() {
        #expect(LibraryShelf().screen.contains(Phrases.libraryLoading))
        let empty = LibraryShelf(columns: 200, drafts: [])
        #expect(empty.screen.contains("^N begins one."))
        #expect(empty.screen.contains("`draft join CODE`"))
    }

    @Test func `the line of keys offers what can be done`() {
        #expect(!LibraryShelf(drafts: []).screen.contains("Enter open"))
        var shelf = LibraryShelf(drafts: DraftSummary.shelf)
        #expect(shelf.screen.contains("Enter open"))
        shelf.press(.character("/"))
        #expect(shelf.screen.contains("Esc show all"))
        shelf.type("zzz")
        #expect(!shelf.screen.contains("Enter open"))
    }

    @Test func `a server that is chosen is a command to run, and in the clipboard`() {
        var shelf = LibraryShelf(drafts: [])
        shelf.knows(["https://a.example", "https://b.example"])
        shelf.press(.control("o"), .down, .down)
        #expect(shelf.screen.contains("draft --server https://b.example"))
        shelf.press(.enter)
        #expect(shelf.effects == [.copy("draft --server https://b.example")])
        #expect(shelf.screen.contains("clipboard"))
        shelf.knows(["http://[::1]:8000"])
        shelf.press(.control("o"), .enter)
        #expect(shelf.effects == [.copy("draft --server 'http://[::1]:8000'")])
        shelf.knows([])
        shelf.press(.control("o"))
        #expect(shelf.screen.contains("None yet."))
        shelf.press(.enter)
        #expect(shelf.effects.isEmpty)
        shelf.press(.control("o"), .escape)
        #expect(shelf.model.overlay == nil)
    }
}
