import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

/// Markdown is drawn with attributes; every sign of it stays where it is.
@Suite struct MarkdownTests {
    static let sizes = ManuscriptLayoutTests.sizes

    static let page = """
        # The *old* keeper

        The lamp had **been dark
        for a *whole* week** when `draft show` said snake_case, 5 * 3 * 2 and \\*no\\*.

        > a quote with *emphasis* that goes on over the end of its line
        - an item with __strong words__ and ***both***, rather long
        1. another, 漢字*かな* and *cafe\u{301}*
        ```
        let *code* = 1
        ```
        ---
          a verse *set in*
        """

    private func stage(_ text: String, columns: Int = 80, rows: Int = 40, theme: Theme = .plain) -> Stage {
        var stage = Stage(me: ben, columns: columns, rows: rows, theme: theme)
        stage.happens(.append(SegmentID.random(), content: text), by: ada)
        stage.opens()
        return stage
    }

    /// Each run with its text: `e` emphasis, `s` strong, `c` code, `m` mark.
    private func told(_ text: String) -> String {
        let source = ManuscriptText(text)
        let wrapped = WrappedSegment(source, columns: 1000)
        return MarkdownLook.runs(of: source).map { run in
            let letters = zip("esc", [MarkdownLook.emphasis, .strong, .code]).filter { run.look.contains($0.1) }
            return String(letters.map(\.0)) + (run.look.contains(.mark) ? "m" : "") + ":" + wrapped.slice(run.range)
        }.joined(separator: " ")
    }

    @Test(arguments: [
        ("*a* b", "m:* e:a m:*"), ("_a_ b", "m:_ e:a m:_"), ("**a** b", "m:** s:a m:**"),
        ("`a*b*` c", "m:` c:a*b* m:`"),
        ("***a***", "m:* em:** es:a em:** m:*"), ("snake_case_name", ""), ("5 * 3 * 2", ""), ("\\*a\\*", ""),
        ("*a", ""), ("a*", ""), ("**a*", "m:* e:a m:*"), ("``a`b`` c", "m:`` c:a`b m:``"), ("`a", ""),
        ("*a `b*` c*", "m:* e:a  em:` ec:b* em:` e: c m:*"), ("# a *b*", "m:#  s:a  sm:* es:b sm:*"),
        ("> a *b* c", "m:>  e:a  em:* em:* e: c"), ("- a", "s:- "), ("2) *a*", "s:2)  m:* e:a m:*"),
        ("```\n*a*\n```", "m:``` c:*a* m:```"), ("a\n\n---", "m:---"), ("漢*字*", "m:* e:字 m:*"),
        ("a_b_ c", ""), ("_a_b_c_", "m:_ e:a_b_c m:_"), ("5*3*2", "m:* e:3 m:*"), ("*a**b*", "m:* e:a**b m:*"),
        ("a **\n", ""), ("", ""), ("*", ""), ("one *two\nthree* four", "m:* e:two three m:*"),
    ]) func `emphasis is found as CommonMark has it`(_ text: String, _ runs: String) {
        #expect(told(text) == runs)
    }

    @Test(arguments: sizes) func `a page of Markdown is drawn with attributes`(_ size: Size) throws {
        for (theme, name) in [(Theme.plain, "plain"), (.colourful, "colour")] {
            let stage = stage(Self.page, columns: size.columns, rows: size.rows, theme: theme)
            try expectGolden(view(stage.model), "markdown-\(name)-\(size.columns)x\(size.rows)")
        }
    }

    @Test func `every sign stays in sight`() {
        let narrow = stage(Self.page, columns: 40, rows: 60).screen
        for sign in ["#", "**", "`draft", "\\*no"] { #expect(narrow.contains(sign), "\(sign)") }
        for columns in [66, 90] {
            let lines = stage(Self.page, columns: columns, rows: 60).screen.filter { !$0.isWhitespace }
            for words in ["#The*old*keeper", "*whole*week**", "`draftshow`", "***both***", "let*code*=1", "\\*no\\*"] {
                #expect(lines.contains(words), "\(columns): \(words)")
            }
        }
    }

    @Test func `what is drawn bold is the strong text, in every wrap`() {
        for columns in [40, 57, 80, 100] {
            let grid = view(stage("one **two three four five six seven** eight", columns: columns).model).grid
            let bold = (2..<8).flatMap { row in
                grid.row(row).prefix(70).filter { $0.style.attributes.contains(.bold) }.map(\.glyph)
            }
            let words = String(bold.map { $0 == " " ? " " : $0 }).split(separator: " ").joined()
            #expect(words == "twothreefourfivesixseven", "\(columns)")
        }
    }

    @Test func `a search marks over emphasis`() {
        var stage = stage("one **two *three* four** five")
        stage.press(.control("f"))
        stage.type("*three* fo")
        let row = view(stage.model).grid.row(2)
        #expect(String(row.filter { $0.style == stage.model.theme.current }.map(\.glyph)) == "*three* fo")
    }

    @Test(arguments: [
        "*a ", "a* ", "*a _b ", "`", "`a``b```c", "**a*b ", "_*", "*_a_* ", "[", "> ", "漢*", "\\", "\\*",
    ]) func `a text of signs alone costs no more than its length`(_ piece: String) {
        var runs: [MarkdownLook.Run] = []
        func cost(_ length: Int) -> Duration {
            let text = ManuscriptText(String(repeating: piece, count: length / piece.utf8.count))
            return (0..<3).map { _ in ContinuousClock().measure { runs = MarkdownLook.runs(of: text) } }.min() ?? .zero
        }
        let (short, long) = (cost(1_000), cost(20_000))
        // Twenty times the length; the square of it would be four hundred times the cost.
        #expect(long < short * 100 + .milliseconds(20), "\(short) and \(long)")
        for (one, next) in zip(runs, runs.dropFirst()) { #expect(one.range.upperBound <= next.range.lowerBound) }
    }
}
