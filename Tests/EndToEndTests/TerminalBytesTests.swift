import CollabAPI
import CollabClient
import CollabTesting
import Foundation
import Testing

/// The bytes that reach a terminal: what its own description knows, and the modes that are used on purpose.
@Suite(.serialized) struct TerminalBytesTests {
    @Test(arguments: ["linux", "vt100", "screen-256color", "xterm", "xterm-256color", "tmux-256color"])
    func `a frame is made of what the terminal knows`(terminal: String) async throws {
        try await TwoWritersTests.scene { scene in
            let raw = try RawTerminal(
                editorOf: "ana", draft: "\(scene.draft)", at: scene.server.url, in: scene.home, terminal: terminal)
            try await raw.sends("you hold the ring")
            raw.send("The lamp 漢字.\u{13}")
            try await eventually("the segment is in the log") {
                try await scene.client.draft(scene.draft).segments.count == 1
            }
            try await scene.client.passRing(of: scene.draft, to: ben)
            try await raw.sends("ben")
            try await raw.leave()
            #expect(try TerminalGrammar(terminal).strays(in: raw.data) == [])
            #expect(raw.bytes.contains("\u{1B}[?2026h"))
        }
    }

    @Test func `synchronized updates can be switched off`() async throws {
        try await TwoWritersTests.scene { scene in
            let raw = try RawTerminal(
                editorOf: "ana", draft: "\(scene.draft)", at: scene.server.url, in: scene.home,
                terminal: "xterm-256color",
                variables: ["DRAFT_SYNCHRONIZED": "off"])
            try await raw.sends("you hold the ring")
            #expect(!raw.bytes.contains("\u{1B}[?2026h"))
            try await raw.leave()
        }
    }

    @Test(arguments: [false, true])
    func `whoever looks elsewhere is called when the ring comes`(isInTmux: Bool) async throws {
        try await TwoWritersTests.scene { scene in
            let raw = try RawTerminal(
                editorOf: "ben", draft: "\(scene.draft)", at: scene.server.url, in: scene.home,
                terminal: "xterm-256color",
                variables: isInTmux ? ["TMUX": "/nowhere,1,0"] : [:])
            try await raw.sends("ana holds the ring")
            raw.send("\u{1B}[O")
            // A key is answered after what came before it.
            raw.send("x")
            try await raw.sends("x")
            try await scene.client.passRing(of: scene.draft, to: ben)
            try await raw.sends("The ring is yours.")
            try await raw.leave()
            let calls = ControlSequence.all(in: raw.bytes).filter {
                if case .osc(let text) = $0 { text.hasPrefix("9;") || text.hasPrefix("777;") } else { false }
            }
            let text = "The ring is yours: The Lighthouse"
            #expect(calls == (isInTmux ? [] : [.osc("9;" + text), .osc("777;notify;draft;" + text)]))
            #expect(ControlSequence.all(in: raw.bytes).contains(.control(7)))
            #expect(raw.bytes.contains("\u{1B}[?1004h") && raw.bytes.contains("\u{1B}[?1004l"))
        }
    }
}
