import CellGrid
import Foundation
import Testing

@testable import DraftScreens

/// Somebody at a terminal, whose steps are recorded.
final class Writer {
    let name: String
    let screen: Screen
    /// What was done by its key so far.
    private(set) var done: Set<Action> = []
    private let keymap: Keymap
    private let journey: Journey
    private var seen: Picture?

    init(_ name: String, at screen: Screen, in journey: Journey, keymap: Keymap = .plain) {
        (self.name, self.screen, self.journey, self.keymap) = (name, screen, journey, keymap)
    }

    /// Looks, and waits until there are all of `texts`.
    func sees(_ texts: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await look(texts, after: "sees", sourceLocation)
    }

    /// Types text as it stands.
    func types(
        _ text: String, sees texts: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try screen.type(text)
        try await look(texts, after: "types “\(text)”", sourceLocation)
    }

    /// Presses keys, written as the settings write them: `ctrl-s`, `enter`.
    func presses(
        _ spelling: String, sees texts: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let keys = try #require(KeySequence(spelling), sourceLocation: sourceLocation)
        for key in keys.keys { try screen.press(key.tmuxName) }
        try await look(texts, after: "presses " + keys.name, sourceLocation)
    }

    /// Presses the first key of each action, one after the other.
    func does(
        _ actions: Action..., sees texts: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for (number, action) in actions.enumerated() {
            let keys = try #require(keymap.sequence(of: action), "no key for \(action)", sourceLocation: sourceLocation)
            for key in keys.keys { try screen.press(key.tmuxName) }
            done.insert(action)
            let isLast = number == actions.count - 1
            try await look(isLast ? texts : [], after: "presses \(keys.name) to \(action.title)", sourceLocation)
        }
    }

    /// Does what has no key, by the list of actions.
    func finds(_ action: Action, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        #expect(keymap.sequence(of: action) == nil, sourceLocation: sourceLocation)
        try screen.press(try #require(keymap.sequence(of: .palette)?.keys.first).tmuxName)
        try screen.type(action.title)
        try screen.press("Enter")
        done.insert(action)
        try await look([], after: "finds “\(action.title)” in the list of actions", sourceLocation)
    }

    /// Does something else, and looks at what comes of it.
    /// - Parameter deed: what is done, in the third person.
    func after(
        _ deed: String, sees texts: String..., sourceLocation: SourceLocation = #_sourceLocation,
        _ body: () async throws -> Void
    ) async throws {
        try await body()
        try await look(texts, after: deed, sourceLocation)
    }

    /// Leaves by the key for it. What the shell then shows is not the program's, and is not recorded.
    func leaves(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let keys = try #require(keymap.sequence(of: .quit), sourceLocation: sourceLocation)
        for key in keys.keys { try screen.press(key.tmuxName) }
        let ending = "ended with 0"
        try await screen.shows(ending, within: .seconds(30), sourceLocation: sourceLocation)
        _ = try await journey.step("\(name) presses \(keys.name) and has the shell again", sourceLocation) {
            ending
        } print: {
            "  " + $0
        }
    }

    /// Gives the terminal another size; what is seen then is kept as a whole.
    func resizes(
        to columns: Int, _ rows: Int, sees texts: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try screen.resize(columns: columns, rows: rows)
        seen = nil
        try await look(texts, after: "resizes the terminal to \(columns)x\(rows)", sourceLocation)
    }

    private func look(_ texts: [String], after deed: String, _ location: SourceLocation) async throws {
        for text in texts { try await screen.shows(text, within: .seconds(30), sourceLocation: location) }
        seen = try await journey.step("\(name) \(deed)", location) {
            try screen.picture
        } print: { [seen] in
            $0.changes(since: seen)
        }
    }
}
