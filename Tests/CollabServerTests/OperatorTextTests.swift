import CollabTesting
import DraftCore
import Testing

@testable import collab_server

/// What operators write down, and what is made of it.
@Suite struct OperatorTextTests {
    @Test(
        arguments: [
            ("1m", 60), ("45m", 2700), ("12h", 43_200), ("30d", 2_592_000), ("365d", 31_536_000), ("8760h", 31_536_000),
        ])
    func `a lifetime is a number with a unit`(text: String, seconds: Int64) {
        #expect(Lifetime(text)?.seconds == seconds)
    }

    @Test(arguments: [
        "", "d", "30", "0d", "-1d", "+1d", "1.5h", "366d", "8761h", "30s", "1w", " 1d", "1d ", "99999999999999999999d",
    ])
    func `anything else is no lifetime`(text: String) {
        #expect(Lifetime(text) == nil)
    }

    @Test(
        arguments: [
            ("https://clerk.example.com", .named("https://clerk.example.com")), ("header", .named("header")),
            ("urn:uuid:6e1b4f0a-0000-4000-8000-000000000001", .named("urn:uuid:6e1b4f0a-0000-4000-8000-000000000001")),
            ("http://127.0.0.1:9000", .named("http://127.0.0.1:9000")), ("own", .own), ("", nil), ("Own", nil),
            ("clerk.example.com", nil), ("https://", nil), ("https://a b", nil), ("https://a\u{E4}", nil),
        ] as [(String, IssuerArgument?)])
    func `an issuer is written as its tokens have it`(text: String, issuer: IssuerArgument?) {
        #expect(IssuerArgument(text) == issuer)
    }

    @Test(
        arguments: [
            "id,issuer\nana,own\nben,header\n", "ana,own\r\nben,header\r\n", "\u{FEFF}id,issuer\nana,own\n\nben,header",
            "\"ana\",own\nana,own\n\"ben\",\"header\"",
        ])
    func `a list has a line a user`(text: String) {
        let list = LinkList(text.utf8)
        #expect(list.problems == [])
        #expect(list.links == [.init(id: ana, issuer: .own), .init(id: ben, issuer: .named("header"))])
    }

    @Test func `a quoted id may have commas and quotes`() {
        let list = LinkList(#""a,""b""",own"#.utf8)
        #expect(list.links.map(\.id.description) == [#"a,"b""#])
    }

    @Test(
        arguments: [
            ("ana", "line 1: it has 1 fields"), ("ana,own,x", "line 1: it has 3 fields"),
            ("ana,own\n,own", "line 2: \"\" is no user id"), ("ana,own\n\nana,header", "line 3: line 1 gives this id"),
            ("\"ana,own", "line 1: a quote is not closed"), ("\"ana\"x,own", "line 1: there is something behind"),
            ("ana,nowhere", "line 1: \"nowhere\" is not an issuer"), ("", "there is no line"),
            ("id,issuer\n", "there is no line"),
            ("ana,own\nid,issuer", "line 2: \"issuer\" is not an issuer"),
        ])
    func `a bad line is told with its number`(text: String, problem: String) {
        let problems = LinkList(text.utf8).problems
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix(problem) == true, "\(problems)")
    }

    @Test func `bytes that are no text are a bad line`() {
        #expect(LinkList([0x61, 0xFF, 0x2C]).problems == ["line 1: it is not UTF-8"])
    }

    @Test func `a revocation stands between the tokens before and after it, however fast they follow`() {
        for start in stride(from: 0, to: 2000, by: 250) {
            var now = Timestamp(milliseconds: Timestamp.storyBegin.milliseconds + Int64(start))
            var revocation: Timestamp?
            for step in [0, 1, 100, 899, 1000, 2500] as [Int64] {
                let before = TokenMoment.issuing(at: now, revocation: revocation)
                #expect(before.milliseconds % 1000 == 0)
                if let revocation { #expect(before >= revocation) }
                let revoked = TokenMoment.revoking(at: now, revocation: revocation)
                #expect(before < revoked && revoked > now)
                revocation = revoked
                now = Timestamp(milliseconds: now.milliseconds + step)
            }
        }
    }
}
