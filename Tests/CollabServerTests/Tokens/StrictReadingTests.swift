import CollabTesting
import DraftCore
import Testing

@testable import collab_server

@Suite struct StrictReadingTests {
    @Test(
        arguments: [
            ("null", .null), (" [ ] ", .array([])), ("{}", .object([:])), ("-0.5e+1", .number(-5)), ("0", .number(0)),
            (#""\u00e9\ud83d\ude00\n\/""#, .string("é😀\n/")), (#"{"a":{"b":[true,false]}}"#, nested),
            (String(repeating: "[", count: 17) + String(repeating: "]", count: 17), deep),
        ] as [(String, StrictJSON)])
    func `JSON is read`(text: String, value: StrictJSON) {
        #expect(StrictJSON(Array(text.utf8)) == value)
    }

    private static let nested = StrictJSON.object(["a": .object(["b": .array([.bool(true), .bool(false)])])])
    private static let deep = (0..<16).reduce(StrictJSON.array([])) { value, _ in .array([value]) }

    @Test(arguments: [
        "", " ", "nul", "truefalse", "{", "[", "[1,]", "[,1]", "{\"a\"}", "{\"a\":1,}", "{a:1}", "1 2", "01", "-", "1.",
        ".5", "1e", "+1", "0x1", "1e999", "-1e999", "Infinity", "\"", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"",
        "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"a\nb\"", "\u{FEFF}1", "{\"a\":1,\"a\":1}", #"{"a":1,"\u0061":2}"#,
        "{\"\u{E9}\":1,\"e\u{301}\":2}",
        String(repeating: "[", count: 18) + String(repeating: "]", count: 18), String(repeating: "[", count: 100_000),
    ])
    func `what is no JSON, or is ambiguous, is not read`(text: String) {
        #expect(StrictJSON(Array(text.utf8)) == nil)
    }

    @Test(arguments: [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22]] as [[UInt8]])
    func `what is no UTF-8 is not read`(bytes: [UInt8]) {
        #expect(StrictJSON(bytes) == nil)
    }

    @Test func `base64url reads what it writes, and nothing else that says the same`() {
        var random = SeededGenerator(seed: 4)
        for count in 0..<70 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            let text = Base64URL.encoded(bytes)
            #expect(Base64URL.decoded(text.utf8) == bytes)
            #expect(text == bytes.base64URLText)
        }
        for text in ["A", "AAAAA", "AB", "AAB", "AA==", "AA=", "A+A=", "A/AA", "A A", "AA\n", "é"] {
            #expect(Base64URL.decoded(text.utf8) == nil, "\(text)")
        }
    }

    @Test func `no damage to a token makes it another good one, or stops the server`() async throws {
        try await VerifierStage.run { stage in
            let bytes = Array(stage.issuer.token(for: "ada").utf8)
            let alphabet = Array("ABZaz059-_.=+/\"\\{}[]:, \0\u{7F}".utf8)
            var random = SeededGenerator(seed: 11)
            for _ in 0..<1000 {
                var damaged = bytes
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    let place = Int.random(in: 0..<damaged.count, using: &random)
                    switch Int.random(in: 0..<3, using: &random) {
                    case 0: damaged[place] = alphabet.randomElement(using: &random)!
                    case 1: damaged.remove(at: place)
                    default: damaged.insert(alphabet.randomElement(using: &random)!, at: place)
                    }
                }
                guard damaged != bytes else { continue }
                #expect(await !stage.believes(String(decoding: damaged, as: UTF8.self)))
            }
        }
    }

    @Test func `no damage to claims before they are signed stops the server`() async throws {
        try await VerifierStage.run { stage in
            var random = SeededGenerator(seed: 12)
            let values: [TestJSON] = [
                nil, true, [], "", 0, -1, .raw("1e300"), .raw("-1e300"), .raw("9007199254740993"), .raw("{}"), [[]],
                .raw("1e-300"), .raw("253402300799"), .raw("253402300800"), .string("\u{0}"), [nil], ["", ""],
            ]
            let names = ["iss", "sub", "aud", "iat", "exp", "nbf", "azp", "email", "name", "scope", "sid", "x"]
            for _ in 0..<500 {
                let token = stage.issuer.token(for: "ada") { token in
                    for _ in 0..<2 {
                        token.claims[names.randomElement(using: &random)!] = values.randomElement(using: &random)!
                    }
                    if Bool.random(using: &random) { token.header["x"] = values.randomElement(using: &random)! }
                }
                if case .keysUnavailable = await stage.refusal(of: token) { Issue.record("not judged: \(token)") }
            }
        }
    }
}
