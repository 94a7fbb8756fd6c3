import CollabAPI
import CollabTesting
import Testing

@testable import collab_server

@Suite struct QueryFieldsTests {
    @Test(
        arguments: [
            ("q=a", "a"), ("q=a+b", "a b"), ("q=a%20b", "a b"), ("q=a%2Bb", "a+b"), ("q=%C3%A9", "é"), ("q=", ""),
            ("q", ""), ("", nil), ("x=1&q=2&q=3", "2"), ("%71=a", "a"), ("q=a=b", "a=b"), ("Q=a", nil), ("&&q=a&", "a"),
            ("%zz=1&q=a", "a"), ("q=a;b", "a;b"),
        ] as [(String, String?)])
    func `a field is read as forms are written`(query: String, value: String?) throws {
        #expect(try QueryFields(query).value(of: "q") == value)
    }

    @Test(arguments: ["%", "%a", "%zz", "%+1", "%-1", "a%", "%ff", "%C3", "%ED%A0%80", "%00%zz"])
    func `what cannot be decoded is told by the field's name`(value: String) {
        let expected = WireError.malformed(field: "q", reason: "is not percent-encoded UTF-8")
        #expect(throws: expected) { try QueryFields("q=" + value).value(of: "q") }
        #expect(expected.message.contains("'q'"))
    }

    @Test func `a credential in the query is seen however it is written`() {
        for (query, values) in [
            ("share=x", ["x"]), ("%73hare=x&share=y", ["x", "y"]), ("share", [""]), ("share=%ff", [""]),
        ] {
            #expect(QueryFields(query).values(of: "share") == values, "\(query)")
        }
        #expect(QueryFields("shared=x&xshare=y").values(of: "share").isEmpty)
    }

    @Test func `titles are found by words with a space between them`() async throws {
        try await InProcessServer.run { server in
            _ = try await server.beginDraft(as: "ada", title: "The Light+House")
            for (query, count) in [("The+Light", 1), ("The%20Light%2BHouse", 1), ("Light+House", 0)] {
                let answer = try await server.send("GET", "/v1/collab/drafts?q=" + query, as: "ada")
                #expect(try answer.value("count") == count, "\(query)")
            }
            let malformed = try await server.send("GET", "/v1/collab/drafts?q=%E9", as: "ada")
            #expect(malformed.status == 400)
            #expect(try malformed.value("detail", as: String.self)?.contains("'q'") == true)
        }
    }
}
