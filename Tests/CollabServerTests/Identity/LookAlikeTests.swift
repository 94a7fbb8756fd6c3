import Testing

@testable import collab_server

@Suite struct LookAlikeTests {
    @Test(arguments: [
        ("AIice", "Alice"), ("\u{451}va", "\u{435}\u{308}va"), ("\u{39C}ax", "Max"), ("PAUL", "paul"), ("b0b", "bob"),
        ("\u{397}ARRY", "HARRY"), ("\u{39D}era", "Nera"),
        ("\u{430}\u{301}na", "\u{E1}na"), ("e\u{301}va", "\u{E9}va"), ("\u{FF41}da", "ada"), ("a\u{200B}da", "ada"),
        ("dave-\u{2013}", "dave--"),
    ])
    func `what looks the same has one skeleton`(one: String, other: String) {
        #expect(LookAlike.skeleton(one) == LookAlike.skeleton(other))
    }

    @Test(arguments: [("ana", "anna"), ("ben", "den"), ("\u{E1}na", "ana"), ("caro", "karo")])
    func `what looks different has two`(one: String, other: String) {
        #expect(LookAlike.skeleton(one) != LookAlike.skeleton(other))
    }
}
