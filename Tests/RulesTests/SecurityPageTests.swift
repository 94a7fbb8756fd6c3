import Testing

/// The page on security names the tests that would fail: they have to be there.
@Suite struct SecurityPageTests {
    private let page: String
    private let tests: [String]

    init() throws {
        page = try Repository.text("docs/SECURITY.md")
        tests = try Repository.files(in: "Tests", withExtension: "swift").map { try Repository.text($0) }
    }

    @Test func `every suite that the page on security names is there`() {
        let names = Set(page.matches(of: /`(?:\w+\/)*(\w+Tests)`/).map { String($0.1) })
        #expect(names.count > 20)
        for name in names { #expect(tests.contains { $0.contains("struct \(name)") }, "\(name)") }
    }

    @Test func `every test that the page on security quotes is there`() {
        let table = page.split(separator: "\n").filter { $0.hasPrefix("|") && $0.contains("Tests") }
        let sentences = table.flatMap { $0.matches(of: /"([^"]+)"/).map { String($0.1) } }
        #expect(sentences.count > 10)
        for sentence in sentences { #expect(tests.contains { $0.contains("func `\(sentence)`") }, "\(sentence)") }
    }
}
