import Testing

/// What every file in `Sources` keeps to, so that nobody has to say it in a review.
@Suite struct SourceRulesTests {
    private static let longestFile = 300
    private static let longestFunction = 40

    @Test func `a file holds one idea in at most 300 lines`() {
        let long = Repository.sources.filter { $0.lineCount > Self.longestFile }
            .map { "\($0.path) has \($0.lineCount) lines" }
        #expect(long == [])
    }

    @Test func `a function has at most 40 lines`() {
        let long = Repository.sources.flatMap { source in
            source.functions.filter { $0.length > Self.longestFunction }
                .map { "\(source.path):\($0.line) \($0.name) has \($0.length) lines" }
        }
        #expect(long == [])
    }

    @Test(arguments: ["try!", "as!", "fatalError("])
    func `nothing in the code stops the program on purpose`(word: String) {
        #expect(places { $0.code.lines(with: word) } == [])
    }

    @Test func `nothing is left to be done later`() {
        #expect(places { $0.text.lines { $0.contains(/\b(?:TODO|FIXME|XXX)\b/) } } == [])
    }

    @Test func `an error that is caught is dealt with`() {
        let silent = Repository.sources.filter { $0.code.contains(/\bcatch\b[^{}]*\{\s*\}/) }.map(\.path)
        #expect(silent == [])
    }

    @Test func `a type says what it is, not that it helps`() {
        let vague =
            /\b(?:struct|class|enum|actor|protocol|typealias)\s+\w*(?:Manager|Helper|Helpers|Util|Utils|Utility|Utilities|Impl)\b/
        #expect(places { $0.code.lines { $0.contains(vague) } } == [])
    }

    /// `path:line` of every line that `find` names.
    private func places(_ find: (SwiftSource) -> [Int]) -> [String] {
        Repository.sources.flatMap { source in find(source).map { "\(source.path):\($0)" } }
    }
}

/// The rules are only as good as the eyes that they look through.
@Suite struct SwiftSourceTests {
    @Test(arguments: [
        ("a // try! b", "a"),
        ("a /* try! /* b */ c */ d", "a                      d"),
        (##"a("try! \" {") b"##, "a(           ) b"),
        (##"a("\(b("}")) {")"##, "a(  (b(   ))   )"),
        (###"a(#"{ "quoted" \n \#(b) "#)"###, "a(                  (b)   )"),
    ])
    func `comments and strings are no code, interpolations are`(text: String, code: String) {
        let seen = SwiftSource(path: "", text: text).code
        #expect(seen.trimmingSpaces == code)
        #expect(seen.utf8.count == text.utf8.count)
    }

    @Test func `strings of many lines are no code and keep their lines`() {
        let text = "let a = \"\"\"\n    {{{ \"quoted\"\n    \"\"\"\nlet b = 1"
        let lines = SwiftSource(path: "", text: text).codeLines
        #expect(lines.map { String($0).trimmingSpaces } == ["let a =", "", "", "let b = 1"])
    }

    @Test func `bodies are measured from declaration to brace`() {
        let text = """
            protocol Door {
                func knock(
                    loudly: Bool
                ) -> Int
                var isOpen: Bool { get }
            }
            struct House: Door {
                init?(_ make: () -> Int = { 1 }) {
                    if true { return nil }
                }
                private(set) var stored: Int = 0
                public var isOpen: Bool {
                    stored == 1  // }
                }
                func `knock twice`(
                    loudly: Bool
                ) -> Int {
                    func inner() -> Int { 2 }
                    return inner()
                }
            }
            """
        #expect(
            SwiftSource(path: "", text: text).functions == [
                MeasuredFunction(name: "init", line: 8, length: 3),
                MeasuredFunction(name: "isOpen", line: 12, length: 3),
                MeasuredFunction(name: "`knock twice`", line: 15, length: 6),
                MeasuredFunction(name: "inner", line: 18, length: 1),
            ])
    }

    @Test func `imports are found in every form`() {
        let text = """
            import One
            public import Two
            @testable import Three
            @preconcurrency internal import struct Four.Name
            // import Five
            let important = "import Six"
            """
        #expect(SwiftSource(path: "", text: text).imports == ["One", "Two", "Three", "Four"])
    }
}

extension String {
    fileprivate func lines(with word: String) -> [Int] {
        lines { $0.contains(word) }
    }

    /// The numbers, from 1, of the lines that match.
    fileprivate func lines(where matches: (Substring) -> Bool) -> [Int] {
        split(separator: "\n", omittingEmptySubsequences: false).enumerated().filter { matches($0.element) }
            .map { $0.offset + 1 }
    }

    fileprivate var trimmingSpaces: String {
        var text = Substring(self)
        while text.last == " " { text.removeLast() }
        while text.first == " " { text.removeFirst() }
        return String(text)
    }
}
