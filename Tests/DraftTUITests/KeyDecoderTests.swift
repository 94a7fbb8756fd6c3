import CellGrid
import Testing

@testable import DraftTUI

@Suite struct KeyDecoderTests {
    @Test(
        arguments: [
            ("ab", ["a", "b"]), ("漢é", ["漢", "é"]), ("e\u{301}x", ["e\u{301}", "x"]), ("👩‍👩‍👧", ["👩‍👩‍👧"]), ("", []),
        ] as [(String, [Character])])
    func `typed text arrives by clusters`(text: String, characters: [Character]) {
        #expect(decoded(text) == characters.map { .key(.character($0)) })
    }

    @Test(
        arguments: [
            ("\r", .enter), ("\t", .tab), ("\u{7F}", .backspace), ("\u{8}", .backspace), ("\u{1B}", .escape),
            ("\0", .control(" ")), ("\u{1}", .control("a")), ("\n", .control("j")), ("\u{13}", .control("s")),
            ("\u{1A}", .control("z")), ("\u{1C}", .control("\\")), ("\u{1F}", .control("_")),
        ] as [(String, Key)])
    func `a control is the key that sends it`(text: String, key: Key) {
        #expect(decoded(text) == [.key(key)])
    }

    @Test(
        arguments: [
            ("\u{1B}x", [.alt("x")]), ("\u{1B}é", [.alt("é")]), ("\u{1B}\r", [Key(.enter, .alt)]),
            ("\u{1B}\u{1}", [Key(.character("a"), [.control, .alt])]), ("\u{1B}\u{1B}x", [.escape, .alt("x")]),
            ("\u{1B}O", [.alt("O")]), ("\u{1B}[", [.alt("[")]), ("a\u{1B}x", [.character("a"), .alt("x")]),
            ("\u{1B}Oq", [.alt("O"), .character("q")]),
        ] as [(String, [Key])])
    func `an escape and a key in one read are the key with alt`(text: String, keys: [Key]) {
        #expect(decoded(text) == keys.map(Input.key))
    }

    @Test func `an escape that was read alone is the key`() {
        var decoder = KeyDecoder()
        decoder.take(.scalar("\u{1B}"))
        #expect(decoder.flush() == [.key(.escape)])
        decoder.take(.scalar("x"))
        #expect(decoder.flush() == [.key(.character("x"))])
    }

    @Test func `an escape before a key that ncurses knows is alt`() {
        #expect(decoded([.scalar("\u{1B}"), .key(Key(.left, .shift))]) == [.key(Key(.left, [.shift, .alt]))])
    }

    @Test(
        arguments: [
            ("\u{1B}[A", [.up]), ("\u{1B}OD", [.left]), ("\u{1B}OP", [.function(1)]), ("\u{1B}[Z", [.backtab]),
            ("\u{1B}[38;5;1Rx", [.character("x")]), ("\u{1B}[?1;2cx", [.character("x")]),
            ("\u{1B}[12\u{1B}[B", [.down]),
        ] as [(String, [Key])])
    func `sequences that the terminal's description lacks are understood or dropped whole`(text: String, keys: [Key]) {
        #expect(decoded(text) == keys.map(Input.key))
    }

    @Test func `a sequence without an end does not swallow the rest`() {
        let rest = decoded("\u{1B}[" + String(repeating: "1", count: 40) + "x")
        #expect(rest.last == .key(.character("x")))
    }

    @Test func `text before a key comes before it`() {
        #expect(
            decoded([.scalar("a"), .key(.up), .scalar("b")]) == [
                .key(.character("a")), .key(.up), .key(.character("b")),
            ])
    }

    @Test func `focus is reported`() {
        #expect(
            decoded([.focus(true), .scalar("a"), .focus(false)]) == [
                .focus(true), .key(.character("a")), .focus(false),
            ])
    }

    @Test func `what ncurses cannot name is dropped`() {
        #expect(decoded([.scalar("a"), .unknown, .scalar("b")]) == [.key(.character("a")), .key(.character("b"))])
    }

    @Test func `C1 controls type nothing`() {
        #expect(decoded("a\u{9B}b\u{1B}\u{85}c") == ["a", "b", "c"].map { .key(.character($0)) })
    }
}

@Suite struct PasteDecodingTests {
    @Test(arguments: [
        ("a\rb", "a\nb"), ("a\r\nb\nc", "a\nb\nc"), ("\r\r", "\n\n"), ("\u{1B}[31m\t\0", "\u{1B}[31m\t\0"), ("", ""),
        ("e\u{301}", "e\u{301}"),
    ])
    func `a paste is one input with unified line ends`(pasted: String, text: String) {
        #expect(decoded([.pasteBegins] + scalars(pasted) + [.pasteEnds]) == [.paste(text)])
    }

    @Test func `a paste may come in many reads`() {
        var decoder = KeyDecoder()
        for code in [.scalar("x"), .pasteBegins] + scalars("one") { decoder.take(code) }
        #expect(decoder.flush() == [.key(.character("x"))])
        #expect(decoder.isPasting)
        for code in scalars(" two") + [.pasteEnds, .scalar("y")] { decoder.take(code) }
        #expect(decoder.flush() == [.paste("one two"), .key(.character("y"))])
        #expect(!decoder.isPasting)
    }

    @Test func `keys inside a paste are no keys`() {
        let codes: [KeyCode] = [
            .pasteBegins, .scalar("a"), .key(.up), .focus(false), .mouse, .unknown, .scalar("b"), .pasteEnds,
        ]
        #expect(decoded(codes) == [.paste("ab")])
    }

    @Test func `a paste whose end was lost keeps its words`() {
        var decoder = KeyDecoder()
        for code in [.pasteBegins] + scalars("kept\r") { decoder.take(code) }
        #expect(decoder.flush() == [])
        decoder.abandonPaste()
        #expect(decoder.flush() == [.paste("kept\n")])
        decoder.take(.scalar("x"))
        #expect(decoder.flush() == [.key(.character("x"))])
    }

    @Test func `only a paste can be abandoned`() {
        var decoder = KeyDecoder()
        decoder.take(.scalar("x"))
        decoder.abandonPaste()
        #expect(decoder.flush() == [.key(.character("x"))])
    }

    @Test func `the end of a paste that never began is nothing`() {
        #expect(decoded([.scalar("a"), .pasteEnds, .scalar("b")]) == [.key(.character("a")), .key(.character("b"))])
    }
}

@Suite struct MouseDecodingTests {
    private static let place = Point(column: 4, row: 6)

    @Test(arguments: [
        ("0;5;7M", Mouse(.press(.left), at: place)), ("0;5;7m", Mouse(.release(.left), at: place)),
        ("1;5;7M", Mouse(.press(.middle), at: place)), ("2;5;7M", Mouse(.press(.right), at: place)),
        ("32;5;7M", Mouse(.drag(.left), at: place)), ("34;5;7M", Mouse(.drag(.right), at: place)),
        ("64;5;7M", Mouse(.scrollUp, at: place)), ("65;5;7M", Mouse(.scrollDown, at: place)),
        ("4;5;7M", Mouse(.press(.left), at: place, modifiers: .shift)),
        ("24;5;7M", Mouse(.press(.left), at: place, modifiers: [.alt, .control])),
        ("81;5;7M", Mouse(.scrollDown, at: place, modifiers: .control)),
    ])
    func `a report says what, where and with which modifiers`(report: String, mouse: Mouse) {
        #expect(decoded([.mouse] + scalars(report)) == [.mouse(mouse)])
    }

    @Test(arguments: [
        "3;5;7M", "35;5;7M", "66;5;7M", "128;5;7M", "0;5M", "0;5;7;9M", ";;M", "0;0;7M", "0;5;0M",
        "99999999999999999999;5;7M",
        "0;5;7x",
    ])
    func `a report that says nothing of use is dropped whole`(report: String) {
        #expect(decoded([.mouse] + scalars(report + "k")) == [.key(.character("k"))])
    }

    @Test func `a report may be cut by the end of a read`() {
        var decoder = KeyDecoder()
        for code in [.mouse] + scalars("0;5") { decoder.take(code) }
        #expect(decoder.flush() == [])
        for code in scalars(";7M") { decoder.take(code) }
        #expect(decoder.flush() == [.mouse(Mouse(.press(.left), at: Self.place))])
    }
}

private func scalars(_ text: String) -> [KeyCode] {
    text.unicodeScalars.map(KeyCode.scalar)
}

private func decoded(_ text: String) -> [Input] {
    decoded(scalars(text))
}

/// What comes of codes that all were there at one moment.
private func decoded(_ codes: [KeyCode]) -> [Input] {
    var decoder = KeyDecoder()
    for code in codes { decoder.take(code) }
    return decoder.flush()
}
