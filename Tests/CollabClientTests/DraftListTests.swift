import CollabAPI
import DraftCore
import FoundationEssentials
import Testing

@testable import CollabClient

/// Lists that come in pages.
@Suite(.timeLimit(.minutes(1))) struct DraftListTests {
    /// A client of a server whose page for a cursor is `page`; the first page's cursor is empty.
    private func client(
        _ page: @escaping @Sendable (_ cursor: String) -> (count: Int, next: String?)
    ) -> (CollabClient, ScriptedHTTP) {
        let http = ScriptedHTTP { (request) throws(TransportError) in
            let cursor = request.url.split(separator: "&").first { $0.hasPrefix("cursor=") }?.dropFirst("cursor=".count)
            let page = page(String(cursor ?? ""))
            let draft = Samples.draft(seq: 3).dropFirst(#"{"data":"#.count).dropLast()
            let drafts = Array(repeating: String(draft), count: page.count).joined(separator: ",")
            let next = page.next.map { "\"\($0)\"" } ?? "null"
            return .text(
                200, #"{"data":[\#(drafts)],"count":\#(page.count),"next_cursor":\#(next),"version":"v"}"#)
        }
        let caller = APICaller(baseURL: "http://host", credential: .user(SessionStage.user), http: http)
        return (CollabClient(caller: caller, network: NetworkThread()), http)
    }

    @Test func `all pages are one list`() async throws {
        let (client, http) = client { ["": (2, "a"), "a": (2, "b")][$0] ?? (1, nil) }
        #expect(try await client.allDrafts().count == 5)
        #expect(http.requests.count == 3)
    }

    @Test(arguments: [["": "a", "a": "b", "b": "a"], ["": "a", "a": "a"]])
    func `a list that comes round to where it was is over`(next: [String: String]) async throws {
        let (client, http) = client { (1, next[$0]) }
        _ = try await client.allDrafts()
        #expect(http.requests.count == next.count)
    }

    @Test func `a list that announces more for ever is over when there can be no more`() async throws {
        let (client, http) = client { (200, "\((Int($0) ?? 0) + 1)") }
        #expect(try await client.allDrafts().count == 10_000)
        #expect(http.requests.count == 50)
    }

    @Test func `an empty page is the end, whatever it announces`() async throws {
        let (client, http) = client { (0, $0 + "x") }
        #expect(try await client.allDrafts().isEmpty)
        #expect(http.requests.count == 1)
    }
}
