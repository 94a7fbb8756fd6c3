import Testing

@testable import DraftTUI

@Suite struct TerminalModesTests {
    @Test(arguments: ["xterm-256color", "tmux-256color", "screen-256color", "linux", "vt100"], [true, false])
    func `every mode that is set is reset`(terminal: String, mouse: Bool) {
        let modes = TerminalModes(terminal: terminal, speaksANSI: true, mouse: mouse)
        let set = sequences(modes.enter).filter { $0.hasSuffix("h") }
        let reset = sequences(modes.leave).filter { $0.hasSuffix("l") }
        #expect(!set.isEmpty)
        #expect(Set(set.map { $0.dropLast() }).isSubset(of: reset.map { $0.dropLast() }))
        #expect(modes.enter.contains("[22;2t") == modes.leave.contains("[23;2t"))
    }

    @Test func `leaving ends an update that was begun`() {
        let modes = TerminalModes(terminal: "xterm", speaksANSI: true, mouse: false)
        #expect(modes.leave.hasPrefix(modes.endsUpdate))
        #expect(sequences(modes.beginsUpdate) == ["[?2026h"])
        #expect(sequences(modes.endsUpdate) == ["[?2026l"])
    }

    @Test func `the mouse is only taken if it is wanted`() {
        let with = TerminalModes(terminal: "xterm", speaksANSI: true, mouse: true).enter
        let without = TerminalModes(terminal: "xterm", speaksANSI: true, mouse: false).enter
        #expect(with.contains("[?1002h") && with.contains("[?1006h"))
        #expect(!without.contains("[?1002h") && !without.contains("[?1006h"))
    }

    @Test func `a terminal of another tongue is told nothing`() {
        let modes = TerminalModes(terminal: "dumb", speaksANSI: false, mouse: true)
        let sent = modes.enter + modes.leave + modes.beginsUpdate + modes.endsUpdate + modes.title("draft")
        #expect(sent.isEmpty)
    }

    @Test func `the Linux console gets no title, which it would print`() {
        let modes = TerminalModes(terminal: "linux", speaksANSI: true, mouse: true)
        #expect(modes.title("draft").isEmpty)
        #expect(!modes.enter.contains("t"))
        #expect(!modes.leave.contains("t"))
    }

    @Test(arguments: [
        ("The Lighthouse", "The Lighthouse"), ("漢字 é", "漢字 é"), ("", ""), ("a\u{1B}]0;b\u{7}", "a^[]0;b^G"),
        ("a\nb", "a^Jb"), ("\u{9C}\u{202E}", "<009C><202E>"),
        (String(repeating: "x", count: 500), String(repeating: "x", count: 120)),
    ])
    func `a title cannot say anything but itself`(title: String, shown: String) {
        let modes = TerminalModes(terminal: "xterm", speaksANSI: true, mouse: false)
        #expect(modes.title(title) == "\u{1B}]2;" + shown + "\u{7}")
    }

    @Test(arguments: [("Once", "T25jZQ=="), ("a\u{1B}]52;c;?\u{7}", "YRtdNTI7Yzs/Bw=="), ("漢", "5ryi")])
    func `a copied text is bytes that mean nothing to a terminal`(text: String, sent: String) {
        let modes = TerminalModes(terminal: "xterm", speaksANSI: true, mouse: false)
        #expect(modes.copy(text) == "\u{1B}]52;c;" + sent + "\u{7}")
        #expect(TerminalModes(terminal: "linux", speaksANSI: true, mouse: false).copy(text).isEmpty)
        #expect(TerminalModes(terminal: "dumb", speaksANSI: false, mouse: false).copy(text).isEmpty)
    }

    @Test(arguments: [("The ring is yours: Tale", "The ring is yours: Tale"), ("a;b\u{1B}\\c\u{7}", "a,b^[\\c^G")])
    func `a notification says its text and nothing else`(text: String, shown: String) {
        let modes = TerminalModes(terminal: "xterm", speaksANSI: true, mouse: false)
        let sent = modes.notification(text, throughMultiplexer: false)
        #expect(sent == "\u{1B}]9;" + shown + "\u{7}\u{1B}]777;notify;draft;" + shown + "\u{7}")
        #expect(
            TerminalModes(terminal: "linux", speaksANSI: true, mouse: false).notification(
                text, throughMultiplexer: true) == "")
    }

    @Test func `inside a multiplexer a notification is only sent where it is passed on`() {
        let modes = TerminalModes(terminal: "tmux-256color", speaksANSI: true, mouse: false, isMultiplexed: true)
        #expect(modes.notification("Now", throughMultiplexer: false) == "")
        let wrapped = modes.notification("Now", throughMultiplexer: true)
        #expect(wrapped.hasPrefix("\u{1B}Ptmux;\u{1B}\u{1B}]9;Now\u{7}\u{1B}\\"))
    }

    private func sequences(_ text: String) -> [Substring] {
        text.split(separator: "\u{1B}")
    }
}
