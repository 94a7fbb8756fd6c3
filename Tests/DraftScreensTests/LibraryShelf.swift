import CellGrid
import DraftCore

@testable import DraftScreens

/// A reader at the list of drafts.
struct LibraryShelf {
    var model: Model
    private(set) var effects: [Effect]

    init(columns: Int = 80, rows: Int = 24, drafts: [DraftSummary]? = nil, theme: Theme = .plain) {
        (model, effects) = Model.started(
            me: ada, serverName: "127.0.0.1:8000", size: Size(columns: columns, rows: rows), now: noon, theme: theme,
            seed: 1)
        if let drafts { send(.draftsLoaded(drafts)) }
    }

    mutating func send(_ message: Message) {
        effects = update(&model, message)
    }

    mutating func press(_ keys: Key...) {
        for key in keys { send(.input(.key(key))) }
    }

    mutating func type(_ text: String) {
        for character in text { press(.character(character)) }
    }

    mutating func mouse(_ action: Mouse.Action, row: Int) {
        send(.input(.mouse(Mouse(action, at: Point(column: 5, row: row)))))
    }

    mutating func waits(milliseconds: Int64) {
        model.now = Timestamp(milliseconds: model.now.milliseconds + milliseconds)
    }

    mutating func knows(_ servers: [String]) {
        model.recentServers = servers
    }

    var library: Library? {
        if case .library(let library) = model.screen { library } else { nil }
    }

    var titles: [String] { library?.rows.map(\.draft.title) ?? [] }

    var screen: String {
        let grid = view(model).grid
        return (0..<grid.size.rows).map { row in
            String(grid.row(row).filter { !$0.isContinuation }.map(\.glyph))
        }.joined(separator: "\n")
    }

    /// The rows of the screen, without the blanks at their ends.
    var lines: [String] {
        screen.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0.reversed().drop { $0 == " " }.reversed()) }
    }

    /// The row of the screen in which a text stands.
    func row(of text: String) -> Int? { lines.firstIndex { $0.contains(text) } }
}

extension DraftSummary {
    /// A draft of the list, `hours` old.
    static func of(
        _ title: String, holder: String = "ben", isMine: Bool = false, segments: Int = 3, seen: Int? = 3,
        hours: Int = 1, isUnsent: Bool = false
    ) -> DraftSummary {
        DraftSummary(
            id: .random(), title: title, holderName: holder, isMine: isMine, segmentCount: segments,
            updatedAt: noon.before(hours: hours), seenCount: seen, hasUnsentWords: isUnsent)
    }

    static var shelf: [DraftSummary] {
        [
            .of("The Lighthouse", holder: "ada", isMine: true, segments: 128, seen: 128, hours: 0),
            .of("漢字の物語", holder: "caro", segments: 12, seen: 9, hours: 2),
            .of("a storm at sea", holder: "Benjamin of the very long name", segments: 1, seen: 1, hours: 30),
            .of("Letters home", segments: 40, seen: nil, hours: 100),
            .of("Lamp oil", segments: 2_000, seen: 7, hours: 1_000, isUnsent: true),
            .of("A very long title " + String(repeating: "that goes on ", count: 12), hours: 2_000, isUnsent: true),
            .of("T\u{1B}]0;x\u{7}\u{202E}evil", holder: "\u{9B}31mmallory\n", hours: 3_000),
        ]
    }
}
