import DraftCore
import Foundation
import Testing

@testable import DraftScreens

/// `docs/KEYS.md` against the help and the line of keys.
@Suite struct KeyPageTests {
    private struct Row: Equatable {
        let key: String
        let action: String
    }

    /// By section, the rows of its table.
    private let sections: [String: [Row]]

    init() throws {
        let page = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "../../docs/KEYS.md")
        var sections: [String: [Row]] = [:]
        var section = ""
        for line in try String(contentsOf: page.standardized, encoding: .utf8).split(separator: "\n") {
            if line.hasPrefix("## ") { section = String(line.dropFirst(3)) }
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard line.hasPrefix("| "), cells.count == 2, cells[0] != "key" else { continue }
            sections[section, default: []].append(Row(key: cells[0], action: cells[1]))
        }
        self.sections = sections
    }

    @Test(arguments: [
        ("In the list of your drafts", KeyHelp.library), ("In the editor", KeyHelp.editor),
        ("In the composer", KeyHelp.composer), ("Where a segment is chosen", KeyHelp.segments),
    ])
    func `the page tells every key that the help tells, in its words`(section: String, help: [KeyHelp]) {
        #expect(!help.isEmpty)
        #expect(sections[section] == help.map { Row(key: $0.key(in: .plain), action: $0.action) })
    }

    @Test func `the tables of the page are those of the keymaps`() throws {
        let kept = try KeyPage.kept()
        let made = KeyPage.made(from: kept)
        for section in KeyPage.tables.keys { #expect(kept.contains("## " + section)) }
        if ProcessInfo.processInfo.environment["RECORD"] == "1" { return try KeyPage.record(made) }
        #expect(kept == made, "docs/KEYS.md is out of date; RECORD=1 makes its tables anew")
    }

    @Test func `the keys of a search are those of its line`() {
        for entry in KeyLine.search {
            let row = sections["While searching"]?.first { Self.keys(of: $0).contains(entry.keyName) }
            #expect(row?.action == entry.action, "\(entry.keyName)")
        }
    }

    @Test(arguments: [ada, ben], [true, false])
    func `a key that the screen offers is on the page`(me: UserID, isHeldByAda: Bool) {
        var stage = Stage(me: me)
        stage.opens()
        if !isHeldByAda { stage.happens(.pass(to: ben), by: ada) }
        let everywhere = sections["Everywhere"] ?? []
        let editor = Set(((sections["In the editor"] ?? []) + everywhere).flatMap(Self.keys))
        let library = Set(((sections["In the list of your drafts"] ?? []) + everywhere).flatMap(Self.keys))
        #expect(Set(KeyLine.editor(stage.editor, me: me).map(\.keyName)).isSubset(of: editor))
        #expect(Set(KeyLine.library.map(\.keyName)).isSubset(of: library))
    }

    @Test(arguments: [
        (
            "While searching", [KeyContext.search],
            [Action.readPageUp, .readPageDown, .readUp, .readDown, .readBeginning, .readNewest]
        ),
        ("In the statistics", [.statistics], []), ("Where a line is asked for", [.prompt, .line], []),
        ("Where an action is looked for", [.palette], []), ("Where somebody is chosen", [.picker], []),
    ])
    func `what lies over the screen has the keys that the page tells, and no other`(
        section: String, contexts: [KeyContext], elsewhere: [Action]
    ) throws {
        let rows = try #require(sections[section])
        let told = Set(rows.flatMap { $0.key.split { $0 == "," || $0 == " " }.map(String.init) })
        let actions = contexts.flatMap(\.actions).filter { !elsewhere.contains($0) }
        let bound = actions.map { action in Set((Keymap.plain.keys[action] ?? []).map(\.name)) }
        #expect(told.subtracting(bound.joined()) == [])
        for (action, keys) in zip(actions, bound) { #expect(!keys.isDisjoint(with: told), "\(action.rawValue)") }
    }

    private static func keys(of row: Row) -> [String] {
        row.key.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
