import CollabAPI
import Testing

/// The words of the field: each has one meaning, and its name on the wire where it travels.
@Suite struct GlossaryTests {
    private static let words = [
        "draft", "segment", "ring", "holder", "tenure", "member", "contributor", "viewer", "command", "change", "event",
        "seq", "rejection", "replica", "confirmed", "pending", "log", "commit", "feed", "subscription", "link",
        "invite", "share", "guest", "outbox", "journal", "copy", "search", "export", "caller", "limit", "frame", "cell",
        "model", "message",
        "effect",
    ]
    private static let travelling: [String: String] = [
        "draft": "draft_id", "segment": "segment_id", "ring": "ring_state", "holder": "current_holder_id",
        "tenure": "tenure", "member": "members", "contributor": "contributor", "viewer": "viewer",
        "command": "idempotency_key", "change": "data", "event": "type", "seq": "seq", "rejection": "code",
        "log": "log_id", "subscription": "since", "export": "export", "caller": "X-User-Id",
        "limit": "limit_exceeded", "invite": "code", "share": "share",
    ]

    /// The rows of the glossary: word, wire names, meaning.
    let rows: [String: (wire: [String], meaning: String)]

    init() throws {
        var rows: [String: (wire: [String], meaning: String)] = [:]
        for line in try Repository.text("docs/glossary.md").split(separator: "\n") {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
            guard cells.count == 5, let word = cells[1].wholeMatch(of: /\s*\*\*(.+)\*\*\s*/) else { continue }
            let wire = cells[2].matches(of: /`([^`]+)`/).map { String($0.1) }
            rows[String(word.1)] = (wire, cells[3].filter { $0 != " " })
        }
        self.rows = rows
    }

    @Test(arguments: words)
    func `a word of the field is in the glossary, with its name on the wire`(word: String) throws {
        let row = try #require(rows[word], "\(word) is missing")
        #expect(!row.meaning.isEmpty)
        if let wire = Self.travelling[word] { #expect(row.wire.contains(wire)) } else { #expect(row.wire == []) }
    }

    @Test func `names on the wire are names of the spec`() throws {
        let spec = try Repository.text("docs/openapi.yaml")
        for (word, row) in rows {
            for name in row.wire {
                #expect(spec.firstRange(of: try Regex(#"\b"# + name + #"\b"#)) != nil, "\(word): \(name)")
            }
        }
    }

    @Test func `every event, error and close code is explained somewhere`() throws {
        let pages = try Repository.files(in: "docs", withExtension: "md") + ["docs/openapi.yaml"]
        let text = try pages.map(Repository.text).joined(separator: "\n")
        let closeCodes = try Repository.text("Sources/CollabAPI/SocketMessage.swift")
            .matches(of: /static let \w+: UInt16 = (\d+)/).map { String($0.1) }
        #expect(closeCodes.count >= 5)
        for code in closeCodes { #expect(text.contains("| \(code) |"), "close code \(code)") }
        for word in EventKind.allCases.map(\.rawValue) + ErrorCode.allCases.map(\.rawValue) {
            #expect(text.firstRange(of: try Regex(#"\b"# + word + #"\b"#)) != nil, "\(word)")
        }
    }
}
