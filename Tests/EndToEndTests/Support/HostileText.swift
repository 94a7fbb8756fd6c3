import CollabTesting
import Testing

/// A text that means something to a terminal, as it stands between the quotes of a JSON string.
struct HostileText: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let json: [UInt8]
    /// Whether JSON may hold it at all, so that a reader sees it.
    let isText: Bool
    /// What none of the bytes to the terminal may be.
    let sequences: Set<ControlSequence>

    /// Written in JSON's own escapes.
    private init(_ name: String, escaped text: String) {
        self.init(name, text, json: Array(text.utf16.map(Self.escape).joined().utf8))
    }

    /// Written as it is.
    private init(_ name: String, raw text: String) {
        self.init(name, text, json: Array(text.utf8))
    }

    private init(_ name: String, _ text: String, json: [UInt8], isText: Bool = true) {
        testDescription = name
        self.json = json
        self.isText = isText
        // What moves a cursor along a line, the program says too.
        sequences = Set(ControlSequence.all(in: text)).subtracting([8, 9, 10, 13].map { .control($0) })
    }

    private static func escape(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }

    /// Texts of which JSON can speak.
    static let texts = [
        HostileText("C0", escaped: characters(0x00...0x1F) + "\u{7F}"),
        HostileText("C1 escaped", escaped: characters(0x80...0x9F)),
        HostileText("C1", raw: characters(0x80...0x9F)),
        HostileText("CSI", escaped: "\u{1B}[31;38;7m\u{1B}[2;2J\u{1B}[66;6H\u{9B}5i\u{1B}[21t\u{1B}[?1049;9h"),
        HostileText("OSC 0", escaped: "\u{1B}]0;owned\u{7}\u{1B}]2;owned\u{1B}\\\u{9D}0;owned\u{9C}"),
        HostileText("OSC 8", escaped: "\u{1B}]8;;http://127.0.0.1/\u{1B}\\here\u{1B}]8;;\u{7}"),
        HostileText("OSC 52", escaped: "\u{1B}]52;c;b3duZWQ=\u{7}\u{1B}]52;c;?\u{1B}\\\u{9D}52;c;?\u{9C}"),
        HostileText("DCS", escaped: "\u{1B}P$qm\u{1B}\\\u{90}+q544e\u{9C}"),
        HostileText("APC, PM, SOS", escaped: "\u{1B}_Ga=q;AA\u{1B}\\\u{9F}G\u{9C}\u{1B}^p\u{9C}\u{1B}Xs\u{98}\u{9C}"),
        HostileText(
            "bidi overrides", raw: characters(0x202A...0x202E) + characters(0x2066...0x2069) + "\u{200F}\u{61C}"),
        HostileText("combining marks", raw: "e" + String(repeating: "\u{301}", count: 200)),
        HostileText(
            "separators, joiners, tags", raw: "\u{2028}\u{2029}\u{200B}\u{200D}\u{FEFF}\u{AD}\u{E0041}\u{FFF9}"),
        HostileText(
            "no characters", raw: characters(0xFDD0...0xFDD1) + characters(0x10FFFE...0x10FFFF) + "\u{378}\u{E000}"),
    ]

    /// Bytes that are no text.
    static let bytes = [
        noText("lone surrogates", Array("\\ud800 \\udc00\\ud800".utf8)),
        noText("surrogates in UTF-8", [0xED, 0xA0, 0x80, 0xED, 0xB0, 0x80]),
        noText("overlong UTF-8", [0xC0, 0x9B, 0x5B, 0x32, 0x4A, 0xE0, 0x80, 0x9B, 0xF0, 0x80, 0x82, 0x9B, 0xC1, 0x9B]),
        noText("stray bytes", [0x9B, 0x32, 0x4A, 0x9D, 0x30, 0x3B, 0x78, 0x07, 0xFF, 0xFE, 0x80]),
    ]

    private static func noText(_ name: String, _ json: [UInt8]) -> HostileText {
        HostileText(name, "", json: json, isText: false)
    }

    private static func characters(_ range: ClosedRange<UInt32>) -> String {
        String(String.UnicodeScalarView(range.compactMap(Unicode.Scalar.init)))
    }
}
