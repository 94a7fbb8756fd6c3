import CollabTesting
import Foundation
import Glibc
import Testing

/// The terminal belongs to its user: it is given back however the editor ends, and left alone while nothing happens.
@Suite(.serialized) struct TerminalTests {
    private static func shell(_ scene: TwoWritersTests.Scene, _ command: String = "") -> String {
        let editor = "\(Programs.draft) --server \(scene.server.url) --user ana open \(scene.draft)"
        // Swift's own crash reporter would ask questions after the terminal is given back.
        return
            "export SWIFT_BACKTRACE=enable=no; stty -a > before; \(editor); echo \"ended with $?\"; stty -a > after; cmp before after && echo same modes; cat"
            .replacingOccurrences(of: "before", with: scene.home.directory.file("before"))
            .replacingOccurrences(of: "after", with: scene.home.directory.file("after"))
    }

    struct Death: Sendable {
        let signal: Int32
        let code: Int
    }

    @Test(arguments: [
        Death(signal: SIGTERM, code: 0), Death(signal: SIGHUP, code: 0), Death(signal: SIGSEGV, code: 139),
    ])
    func `the terminal is given back after a signal`(_ death: Death) async throws {
        try await TwoWritersTests.scene { scene in
            let screen = try Screen(Self.shell(scene), in: scene.home)
            try await screen.shows("you hold the ring")
            try screen.type("Unsaved.")
            try await screen.shows("│ Unsaved.")
            kill(try screen.programID(), death.signal)
            try await screen.shows("ended with \(death.code)", "same modes")
            try await screen.hides("you hold the ring")
        }
    }

    @Test func `a terminal that cannot place its cursor is told plain lines`() async throws {
        try await TwoWritersTests.scene { scene in
            let screen = try Screen("TERM=dumb; export TERM; " + Self.shell(scene), in: scene.home)
            try await screen.shows("The Lighthouse", "The ring is yours.")
            try screen.type("Plainly said.")
            try screen.press("Enter", "Enter")
            try await screen.shows("Saved as segment 1.")
            try screen.type("/quit")
            try screen.press("Enter")
            try await screen.shows("ended with 0", "same modes")
        }
    }

    @Test func `two hangups in a row lose no word`() async throws {
        try await TwoWritersTests.scene { scene in
            let screen = try Screen(Self.shell(scene), in: scene.home)
            try await screen.shows("you hold the ring")
            let program = try screen.programID()
            try screen.type("The last words.")
            try await screen.shows("│ The last words.")
            kill(program, SIGHUP)
            usleep(1500)
            kill(program, SIGHUP)
            try await screen.shows("ended with 0")
            #expect(scene.home.journalTexts.contains("The last words."))
        }
    }

    @Test func `a job control stop gives the terminal back, and going on draws it again`() async throws {
        try await TwoWritersTests.scene { scene in
            let screen = try Screen("bash --norc -i", in: scene.home)
            try screen.type(
                "PS1='prompt> '; \(Programs.draft) --server \(scene.server.url) --user ana open \(scene.draft)")
            try screen.press("Enter")
            try await screen.shows("you hold the ring", "● live")
            try screen.press("C-z")
            try await screen.shows("Stopped", "prompt>")
            try screen.type("fg")
            try screen.press("Enter")
            try await screen.shows("you hold the ring")
            try screen.type("Back again.")
            try await screen.shows("│ Back again.")
        }
    }

    @Test func `a stop that comes as a signal gives the terminal back too`() async throws {
        try await TwoWritersTests.scene { scene in
            let screen = try Screen("bash --norc -i", in: scene.home)
            try screen.type(
                "PS1='prompt> '; \(Programs.draft) --server \(scene.server.url) --user ana open \(scene.draft)")
            try screen.press("Enter")
            try await screen.shows("you hold the ring", "● live")
            try screen.type("Half a")
            try await screen.shows("│ Half a")
            kill(try screen.programID(), SIGTSTP)
            try await screen.shows("Stopped", "prompt>")
            try await screen.hides("you hold the ring")
            try screen.type("fg")
            try screen.press("Enter")
            try await screen.shows("you hold the ring", "│ Half a")
            try screen.type(" sentence.")
            try await screen.shows("│ Half a sentence.")
        }
    }

    @Test func `an editor in which nothing happens uses no processor`() async throws {
        try await TwoWritersTests.scene { scene in
            let screen = try Screen(editorOf: "ana", draft: "\(scene.draft)", at: scene.server.url, in: scene.home)
            try await screen.shows("● live", "here")
            let program = try screen.programID()
            // The first idle second in a row ends the wait: work that is left from the start may come before it.
            try await eventually(within: .seconds(30), "a second without a clock tick of work") {
                let before = try Self.ticks(of: program)
                try await Task.sleep(for: .seconds(1))
                return try Self.ticks(of: program) == before
            }
        }
    }

    private static func ticks(of process: Int32) throws -> Int {
        let facts = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        let fields = facts.split(separator: ")").last?.split(separator: " ") ?? []
        let numbers = [11, 12].compactMap { fields.indices.contains($0) ? Int(fields[$0]) : nil }
        return try numbers.count == 2 ? numbers.reduce(0, +) : #require(nil as Int?)
    }
}
