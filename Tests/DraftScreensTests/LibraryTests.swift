import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

@Suite struct LibraryTests {
    private static let sizes = ScreenGoldenTests.sizes + [Size(columns: 200, rows: 60)]

    // MARK: Order

    @Test func `one key goes through the orders, and the heading says which`() {
        var shelf = LibraryShelf(drafts: [
            .of("b", segments: 9, seen: 8, hours: 1), .of("C", segments: 9, seen: 9, hours: 2),
            .of("a", segments: 9, seen: nil, hours: 3),
        ])
        #expect(shelf.titles == ["b", "C", "a"])
        #expect(shelf.lines[0].contains("Your drafts · newest first"))
        shelf.press(.control("s"))
        #expect(shelf.titles == ["a", "b", "C"])
        #expect(shelf.lines[0].contains("Your drafts · by title"))
        shelf.press(.control("s"))
        #expect(shelf.titles == ["a", "b", "C"], "all of a is unread")
        #expect(shelf.lines[0].contains("Your drafts · unread first"))
        shelf.press(.control("s"))
        #expect(shelf.titles == ["b", "C", "a"])
    }

    @Test func `the server's order is not trusted, and what is alike stays in it`() {
        let shelf = LibraryShelf(drafts: [
            .of("old", hours: 9), .of("x", hours: 5), .of("y", hours: 5), .of("new", hours: 1),
        ])
        #expect(shelf.titles == ["new", "x", "y", "old"])
    }

    @Test func `what is chosen stays chosen in another order, and the order outlasts a visit to a draft`() {
        var shelf = LibraryShelf(drafts: DraftSummary.shelf)
        shelf.press(.down, .down)
        #expect(shelf.library?.selected?.title == "a storm at sea")
        shelf.press(.control("s"))
        #expect(shelf.library?.selected?.title == "a storm at sea")
        shelf.press(.enter, .escape)
        #expect(shelf.library?.order == .title)
    }

    // MARK: Filter

    @Test(arguments: [Key.character("/"), .control("f")]) func `letters find titles while they are typed`(key: Key) {
        var shelf = LibraryShelf(drafts: DraftSummary.shelf)
        shelf.press(key)
        #expect(shelf.titles.count == 7)
        shelf.type("lam")
        #expect(shelf.titles == ["Lamp oil"])
        #expect(shelf.lines[2].contains("/ lam"))
        #expect(shelf.lines[2].hasSuffix("1 of 7"))
        shelf.press(.backspace, .backspace, .backspace)
        shelf.type("lh")
        #expect(shelf.titles.prefix(2) == ["Letters home", "The Lighthouse"], "beginnings of words count for more")
        shelf.press(.backspace, .backspace)
        #expect(shelf.titles.count == 7)
        shelf.type("S TORM")
        #expect(shelf.titles == ["a storm at sea"], "case and blanks mean nothing")
        shelf.press(.enter)
        guard case .openDraft? = shelf.effects.last else { return #expect(Bool(false), "it opens") }
    }

    @Test func `no key of the list is lost to the filter, and Esc shows all again with the same one chosen`() {
        var shelf = LibraryShelf(drafts: DraftSummary.shelf)
        shelf.press(.character("/"))
        shelf.type("a")
        let found = shelf.titles
        shelf.press(.down)
        #expect(shelf.library?.selection == 1)
        shelf.press(.control("l"))
        #expect(shelf.effects == [.redraw, .loadDrafts])
        shelf.press(.escape)
        #expect(shelf.titles.count == 7)
        #expect(shelf.library?.selected?.title == found[1])
        #expect(shelf.library?.filter == nil)
    }

    @Test func `a list that comes while the filter stands is filtered`() {
        var shelf = LibraryShelf(drafts: DraftSummary.shelf)
        shelf.press(.character("/"))
        shelf.type("oil")
        shelf.send(.draftsLoaded([.of("Snake oil"), .of("Other")]))
        #expect(shelf.titles == ["Snake oil"])
    }

    @Test func `letters without the filter do nothing, and a paste goes into it alone`() {
        var shelf = LibraryShelf(drafts: DraftSummary.shelf)
        shelf.type("xyz")
        shelf.send(.input(.paste("oil")))
        #expect(shelf.titles.count == 7)
        shelf.press(.character("/"))
        shelf.send(.input(.paste("o\u{1B}il")))
        #expect(shelf.titles.count == 2)
        #expect(shelf.library?.selected?.title == "Lamp oil", "the best is chosen")
    }

    // MARK: Moving

    private func long(_ count: Int, rows: Int = 24) -> LibraryShelf {
        LibraryShelf(rows: rows, drafts: (0..<count).map { .of("Draft \($0).", hours: $0) })
    }

    @Test(arguments: [12, 24]) func `a list longer than the screen scrolls with what is chosen`(rows: Int) {
        var shelf = long(50, rows: rows)
        let room = rows - 5
        for number in 0..<50 {
            #expect(shelf.row(of: "▸ Draft \(number).") == 3 + min(number, room - 1))
            shelf.press(.down)
        }
        #expect(shelf.lines.last?.hasSuffix("50 of 50") == true)
        for _ in 0..<(room - 1) { shelf.press(.up) }
        #expect(shelf.row(of: "▸ ") == 3, "it goes up on the screen before the list moves")
        shelf.press(.home)
        #expect(shelf.row(of: "▸ Draft 0.") == 3)
        shelf.press(.pageDown)
        #expect(shelf.library?.selection == room - 1)
        shelf.press(.end)
        #expect(shelf.library?.selection == 49)
        shelf.press(.pageUp)
        #expect(shelf.library?.selection == 50 - room)
        shelf.send(.input(.resize(Size(columns: 80, rows: 12))))
        #expect(shelf.row(of: "▸ Draft \(50 - room).") != nil, "a smaller screen shows it too")
    }

    @Test func `the mouse chooses, a second press opens, the wheel goes through`() {
        var shelf = long(50)
        shelf.press(.end)
        shelf.mouse(.press(.left), row: 4)
        #expect(shelf.library?.selected?.title == "Draft 32.")
        #expect(shelf.effects.isEmpty)
        shelf.waits(milliseconds: 401)
        shelf.mouse(.press(.left), row: 4)
        #expect(shelf.library != nil, "too late for a second press")
        shelf.mouse(.scrollUp, row: 4)
        shelf.mouse(.scrollUp, row: 4)
        shelf.mouse(.scrollDown, row: 4)
        #expect(shelf.library?.selected?.title == "Draft 31.")
        shelf.waits(milliseconds: 401)
        shelf.mouse(.press(.left), row: 5)
        shelf.mouse(.press(.left), row: 6)
        #expect(shelf.library != nil, "another row")
        let chosen = shelf.library?.selected?.id
        shelf.mouse(.press(.left), row: 6)
        #expect(shelf.effects == [.openDraft(chosen!)])
    }

    @Test(arguments: [0, 1, 2, 6, 20, 22, 23]) func `a press where no draft stands does nothing`(row: Int) {
        var shelf = long(3)
        shelf.press(.down)
        shelf.mouse(.press(.left), row: row)
        shelf.mouse(.press(.left), row: row)
        #expect(shelf.library?.selection == 1)
        #expect(shelf.effects.isEmpty)
    }

    // MARK: What a row tells

    @Test func `a row tells whose turn it is, what is new, and what is unsent`() throws {
        let lines = LibraryShelf(drafts: DraftSummary.shelf).lines
        func line(_ title: String) throws -> String { try #require(lines.first { $0.contains(title) }) }
        #expect(try line("The Lighthouse").hasSuffix("◉ your turn"))
        #expect(try !line("The Lighthouse").contains("new"))
        #expect(try line("漢字の物語").contains("3 new  ○ caro"))
        #expect(try line("a storm at sea").hasSuffix("○ Benjamin of…"))
        #expect(try line("Letters home").contains("new  ○ ben"))
        #expect(try line("Lamp oil").contains("unsent · 999+ new"))
    }

    @Test func `on a narrow screen what is unsent comes before what is unread`() throws {
        let lines = LibraryShelf(columns: 40, rows: 12, drafts: DraftSummary.shelf).lines
        #expect(try #require(lines.first { $0.contains("Lamp oil") }).hasSuffix("unsent  ○ ben"))
        #expect(try #require(lines.first { $0.contains("漢字") }).hasSuffix("3 new  ○ caro"))
    }

    @Test(
        arguments: [
            (0, "now"), (59_999, "now"), (60_000, "1 min ago"), (3_599_999, "59 min ago"), (3_600_000, "1 h ago"),
            (86_399_999, "23 h ago"), (86_400_000, "yesterday"), (172_800_000, "2 days ago"),
            (1_209_599_999, "13 days ago"),
            (1_209_600_000, "2026-11-10"), (-5, "now"),
        ] as [(Int64, String)])
    func `how old a change is, is told roughly`(milliseconds: Int64, age: String) {
        #expect(Phrases.age(of: Timestamp(milliseconds: noon.milliseconds - milliseconds), at: noon) == age)
        #expect(Phrases.age(of: Timestamp(milliseconds: 0), at: noon).isEmpty)
    }

    @Test(arguments: sizes, ["", "evil"]) func `hostile titles and names are shown and do nothing`(
        _ size: Size, query: String
    ) {
        var shelf = LibraryShelf(columns: size.columns, rows: size.rows, drafts: DraftSummary.shelf)
        shelf.press(.character("/"))
        shelf.type(query)
        shelf.press(.end)
        #expect(shelf.screen.contains("T<U+001B>"))
        if size.columns > 40 { #expect(shelf.screen.contains("<U+009B>")) }
        #expect(!shelf.screen.unicodeScalars.contains { SafeText.isForbidden($0, in: .segment) })
    }

    // MARK: Leaving a draft

    @Test func `the draft that was left is opened again before the list has come`() {
        var stage = Stage()
        stage.opens()
        stage.press(.escape, .enter)
        #expect(stage.effects == [.openDraft(stage.log.id)])
        var shelf = LibraryShelf()
        shelf.press(.enter)
        #expect(shelf.effects.isEmpty)
    }

    @Test func `what was before the reader's eyes is remembered, and what came below it is not`() {
        var stage = Stage(me: ben)
        for number in 1...40 { stage.happens(.append(.random(), content: "Line \(number)."), by: ada) }
        stage.opens()
        var other = stage
        other.press(.escape)
        #expect(other.effects.first == .keepSeen(stage.log.id, segments: 40))
        stage.press(.pageUp)
        for number in 1...2 { stage.happens(.append(.random(), content: "More \(number)."), by: ada) }
        stage.press(.control("q"))
        #expect(stage.effects == [.keepSeen(stage.log.id, segments: 40), .quit])
    }

    @Test func `a draft that has not come, and a guest's, are not remembered`() {
        var stage = Stage()
        stage.press(.control("q"))
        #expect(stage.effects == [.quit])
        var guest = Stage(me: UserID("guest")!, isGuest: true)
        guest.opens()
        guest.press(.control("q"))
        #expect(guest.effects == [.quit])
    }
}
