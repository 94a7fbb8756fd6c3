import CollabAPI
import CollabClient
import CollabTesting
import Foundation
import Testing

/// The bytes that reach a terminal: what its own description knows, and the modes that are used on purpose.
@Suite(.serialized) struct TerminalBytesTests {
    /// Bracketed paste, focus, mouse by buttons and its decimal reports, synchronized updates.
    private static let modes: Set<String> = ["2004", "1004", "1002", "1006", "2026"]

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
            let known = try Self.known(to: terminal)
            let strays = Set(ControlSequence.all(in: raw.bytes)).filter { !Self.isMeant($0, known, terminal) }
            #expect(strays == [])
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

    private static func isMeant(_ sequence: ControlSequence, _ known: Set<ControlSequence>, _ terminal: String) -> Bool
    {
        switch sequence {
        case .control(let byte): [7, 8, 9, 10, 13].contains(byte) || known.contains(sequence)
        case .osc(let text): terminal != "linux" && text.hasPrefix("2;")
        case .escape: known.contains(sequence)
        case .csi("?", let mode, let final) where modes.contains(mode): ["h", "l"].contains(final)
        case .csi("", let parameters, "t"):
            known.contains(sequence) || terminal != "linux" && ["22;2", "23;2"].contains(parameters)
        case .csi("?", let parameters, let final):
            parameters.split(separator: ";").allSatisfy { mode in
                known.contains { $0.isPrivate(String(mode), final) }
            }
        case .csi(let mark, _, let final): known.contains { $0.isOfKind(mark, final) }
        }
    }

    /// What the terminal database says of it, without what is put into the places of parameters.
    private static func known(to terminal: String) throws -> Set<ControlSequence> {
        let home = try TemporaryDirectory()
        let file = home.file("entry")
        _ = try ChildProcess(
            "infocmp", ["-1", "-x", terminal], environment: ProcessInfo.processInfo.environment, output: file
        ).wait()
        var known: Set<ControlSequence> = []
        for line in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n") {
            guard let start = line.firstIndex(of: "="), line.hasPrefix("\t"), !line.contains("\tk") else { continue }
            let value = String(line[line.index(after: start)...].dropLast())
                .replacing(/\$<[^>]*>/, with: "").replacing("\\E", with: "\u{1B}")
                .replacing(
                    /%(?:p\d|P[a-zA-Z]|g[a-zA-Z]|'.'|\{\d+\}|:?[-+# ]?\d*(?:\.\d+)?[doxXs]|[i?te;%c+\-*\/m&|^=<>AO!~l])/,
                    with: "0"
                )
                .replacing(/\^([A-Z\[\]\\^_])/) { String(UnicodeScalar($0.1.unicodeScalars.first!.value - 64)!) }
            known.formUnion(ControlSequence.all(in: value))
        }
        return known
    }
}

extension ControlSequence {
    fileprivate func isPrivate(_ mode: String, _ final: String) -> Bool {
        guard case .csi("?", let parameters, final) = self else { return false }
        return parameters.split(separator: ";").contains { $0 == mode }
    }

    fileprivate func isOfKind(_ mark: String, _ final: String) -> Bool {
        if case .csi(mark, _, final) = self { true } else { false }
    }
}
