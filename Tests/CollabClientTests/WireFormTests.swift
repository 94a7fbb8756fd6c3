import CollabAPI
import DraftCore
import FoundationEssentials
import Testing

@testable import CollabClient

@Suite struct HTTPHeadersTests {
    @Test func `names are compared without regard to case, and the first field counts`() {
        let headers: HTTPHeaders = ["Retry-After": "3", "retry-after": "4"]
        #expect(headers["RETRY-AFTER"] == "3")
        #expect(headers["Retry"] == nil)
    }

    @Test(
        arguments: [
            ("A: b", "b"), ("A:b", "b"), ("A: \t b c \t", "b c"), ("A:", ""), ("A: b: c", "b: c"), ("a: ü", "ü"),
        ])
    func `a line is read as a field`(line: String, value: String) {
        var headers = HTTPHeaders()
        headers.add(line: line)
        #expect(headers["A"] == value)
    }

    @Test func `what is no field is passed over`() {
        var headers = HTTPHeaders()
        headers.add(line: "no colon")
        headers.add(line: "")
        #expect(headers.fields == [])
    }

    @Test(arguments: ["a\r\nX-User-Id: eve", "a\nb", "a\rb", "a\0b"])
    func `nothing can be smuggled in behind a line break`(text: String) {
        var headers = HTTPHeaders()
        headers.add("X-User-Id", text)
        headers.add(text, "value")
        #expect(headers.fields == [])
    }
}

@Suite struct WebAddressTests {
    @Test(
        arguments: [
            ("http://host", "host", "/"), ("https://host:81/a/b?c=d#e", "host:81", "/a/b?c=d"),
            ("HTTP://Host?q", "Host", "/?q"),
            ("http://ada:secret@host/x@y", "host", "/x@y"), ("http://[::1]:80/..", "[::1]:80", "/.."),
            ("https://host/#/x", "host", "/"),
        ])
    func `host and target are cut out`(url: String, host: String, target: String) {
        #expect(WebAddress(url)?.host == host)
        #expect(WebAddress(url)?.target == target)
    }

    @Test(
        arguments: [
            "", "host", "host:80", "ftp://host", "http:/host", "http://", "https:///a", "http://?q", "http://a@",
            "ws://h",
            "http://host/a b", "http://host/\r\nX: y", "http://hóst/", "http://host/\u{7F}",
        ])
    func `this is no address`(url: String) {
        #expect(WebAddress(url) == nil)
    }
}

@Suite struct RoutePathTests {
    private static let user = Route.Parameter.userID

    @Test(
        arguments: [
            ("ada", "ada"), ("a-Z0.9_~", "a-Z0.9_~"), ("a/b", "a%2Fb"), ("..", ".."), ("a b?c#d", "a%20b%3Fc%23d"),
            ("100%", "100%25"), ("ü€😀", "%C3%BC%E2%82%AC%F0%9F%98%80"), ("{draft_id}", "%7Bdraft_id%7D"),
            ("\t\u{1}", "%09%01"),
        ])
    func `a value is one part of the path, whatever is in it`(value: String, encoded: String) {
        let draft = "5f0c1d2e-0000-4000-8000-000000000001"
        let path = Endpoints.removeCollaborator.route.path([.draftID: draft, Self.user: value])
        #expect(path == "/v1/collab/drafts/\(draft)/collaborators/\(encoded)")
    }

    @Test func `the fields of a query are encoded too`() {
        let key = IdempotencyKey("a&b=c d/ü")!
        #expect(KeyQuery(idempotencyKey: key).encoded == "?idempotency_key=a%26b%3Dc%20d%2F%C3%BC")
        #expect(NoQuery().encoded == "")
    }
}

@Suite struct UserBodyTests {
    @Test(arguments: ["{}", #"{"a":[1,2.5,null,true,"x",{"b":{}}],"team":"blue"}"#])
    func `the metadata of a user is read and written as it is`(text: String) throws {
        var user = UserBody.sample("ana")
        user.metadata = try JSONObject(text: text)
        let bytes = try WireCoding.encode(user)
        #expect(String(decoding: bytes, as: UTF8.self).contains("\"metadata\":" + text))
        #expect(try WireCoding.decode(UserBody.self, from: bytes) == user)
    }

    @Test func `a server that tells no metadata has none`() throws {
        let bytes = try WireCoding.encode(UserBody.sample("ana"))
        let text = String(decoding: bytes, as: UTF8.self).replacing(#""metadata":{},"#, with: "")
        #expect(!text.contains("metadata"))
        #expect(try WireCoding.decode(UserBody.self, from: Data(text.utf8)) == .sample("ana"))
    }
}
