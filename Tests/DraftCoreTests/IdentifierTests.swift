import CollabTesting
import DraftCore
import Testing

@Suite struct IdentifierTests {
    @Test(arguments: [
        "5f0c2d1e-9a7b-4c3d-8e2f-0123456789ab", "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
    ])
    func `an id is written as it was read`(text: String) throws {
        let id = try #require(DraftID(text))
        #expect(id.description == text)
    }

    @Test(arguments: [
        "", "-", "5f0c2d1e", "5f0c2d1e-9a7b-4c3d-8e2f-0123456789a", "5f0c2d1e-9a7b-4c3d-8e2f-0123456789abc",
        "5F0C2D1E-9A7B-4C3D-8E2F-0123456789AB", "5f0c2d1e9a7b4c3d8e2f0123456789ab",
        "5f0c2d1e-9a7b-4c3d-8e2f-0123456789ag", "5f0c2d1-e9a7b-4c3d-8e2f-0123456789ab",
        " 5f0c2d1e-9a7b-4c3d-8e2f-0123456789ab", "5f0c2d1e-9a7b-4c3d-8e2f-0123456789ab\n",
        "{5f0c2d1e-9a7b-4c3d-8e2f-0123456789ab}", "５f0c2d1e-9a7b-4c3d-8e2f-0123456789ab",
        String(repeating: "0", count: 1000),
    ])
    func `what is no lowercase UUID is no id`(text: String) {
        #expect(DraftID(text) == nil)
    }

    @Test(arguments: UInt64(0)..<200)
    func `a random id is a version 4 UUID and survives being written`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let id = SegmentID.random(using: &generator)
        let text = Array(id.description)
        #expect(text.count == 36 && text[14] == "4" && "89ab".contains(text[19]))
        #expect(SegmentID(id.description) == id)
    }

    @Test(arguments: UInt64(0)..<100)
    func `ids are ordered as they are written`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let ids = (0..<8).map { _ in SegmentID.random(using: &generator) }
        #expect(ids.sorted().map(\.description) == ids.map(\.description).sorted())
    }

    @Test func `two ids drawn from the system differ`() {
        #expect(DraftID.random() != DraftID.random())
    }

    @Test(arguments: [
        "a", "ana", "user_2abc", "ana@example.org", "auth0|5f7c", "Ångström", "日本", "👩‍🚀",
        String(repeating: "x", count: 128),
        String(repeating: "é", count: 64),
    ])
    func `a user id is any short word`(text: String) throws {
        #expect(try #require(UserID(text)).description == text)
    }

    @Test(arguments: [
        "", " ", "ana ben", "ana\n", "\u{0}", "a\u{7F}", "a\u{9B}", "a\u{A0}b", "a\u{2028}", "a\u{202E}b", "a\u{3000}b",
        "a\u{FFFF}", String(repeating: "x", count: 129), String(repeating: "é", count: 65),
    ])
    func `white space, controls and length are refused in a user id`(text: String) {
        #expect(UserID(text) == nil)
    }

    @Test func `user ids are bytes, not letters`() throws {
        let composed = try #require(UserID("\u{E9}"))
        let decomposed = try #require(UserID("e\u{301}"))
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
        #expect(decomposed < composed)
        #expect(!(composed < composed))
    }

    @Test(arguments: [("B", "a"), ("a", "aa"), ("a", "b"), ("z", "é"), ("\u{FFFD}", "\u{10000}")])
    func `user ids are ordered by their bytes`(smaller: String, larger: String) throws {
        #expect(try #require(UserID(smaller)) < #require(UserID(larger)))
    }

    @Test(arguments: ["k", "k 1", "5f0c2d1e-9a7b", "\u{2028}", "🔑", String(repeating: "k", count: 128)])
    func `a key is any short text`(text: String) throws {
        #expect(try #require(IdempotencyKey(text)).description == text)
    }

    @Test(arguments: ["", "\n", "a\tb", "\u{0}", "\u{7F}", "\u{85}", "\u{9F}", String(repeating: "k", count: 129)])
    func `controls and length are refused in a key`(text: String) {
        #expect(IdempotencyKey(text) == nil)
    }

    @Test func `keys are bytes, not letters`() throws {
        let composed = try #require(IdempotencyKey("\u{E9}"))
        let decomposed = try #require(IdempotencyKey("e\u{301}"))
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed, composed]).count == 2)
    }

    @Test(arguments: ["r", "7f3a", "a/b?c=d", "~!", String(repeating: "r", count: 128)])
    func `a request id is printable ASCII`(text: String) throws {
        #expect(try #require(RequestID(text)).description == text)
    }

    @Test(arguments: ["", " ", "a b", "a\r\nX: y", "é", "\u{7F}", String(repeating: "r", count: 129)])
    func `anything else is no request id`(text: String) {
        #expect(RequestID(text) == nil)
    }

    @Test func `keys and request ids can be drawn, and are well formed`() {
        var generator = SeededGenerator(seed: 7)
        let key = IdempotencyKey.random(using: &generator)
        let request = RequestID.random()
        #expect(IdempotencyKey(key.description) == key)
        #expect(RequestID(request.description) == request)
        #expect(key.description != request.description)
    }
}
