import ArgumentParser
import CollabAPI
import DraftCore
import DraftStorage

/// `collab-server audit`
struct AuditCommand: AsyncParsableCommand {
    private static let pageSize = 500

    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Tell who did what, newest first; and verify that nothing of it was changed.",
        discussion: """
            A line an entry, tabs between moment, kind, outcome, who, action, subject, draft, seq, address and request. \
            Texts and secrets are never in it. MOMENT is as in 2026-11-24T09:30:00Z. May run beside a server.
            """)

    @Option(help: ArgumentHelp("Only what this user did.", valueName: "id"))
    var user: String?

    @Option(help: ArgumentHelp("Only what was about this draft.", valueName: "id"))
    var draft: String?

    @Option(help: ArgumentHelp("Only from this moment on.", valueName: "moment"))
    var since: String?

    @Option(help: ArgumentHelp("Only before this moment.", valueName: "moment"))
    var until: String?

    @Option(help: ArgumentHelp("Only with this outcome: ok, or the code of a refusal.", valueName: "code"))
    var outcome: String?

    @Option(
        help: ArgumentHelp(
            "Only of this kind: \(AuditNote.Kind.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "kind"))
    var kind: String?

    @Option(help: ArgumentHelp("At most so many entries.", valueName: "number"))
    var limit: Int = 1000

    @Flag(help: "Print a JSON object a line, with the hash of each entry.")
    var json = false

    @Flag(help: "Verify every chain of entries instead; exits with 1 where one is not as it was written.")
    var verify = false

    @OptionGroup var database: DatabaseOption

    func run() async throws {
        let filter = try filter()
        let isSound = try await Administration.look(database.texts) { store in
            if verify { return try await report(on: store) }
            try await list(filter, in: store)
            return true
        }
        if !isSound { throw ExitCode.failure }
    }

    private func report(on store: Administration.Store) async throws -> Bool {
        let report = try await store.verifyTrail()
        for finding in report.findings { print(finding) }
        print(
            "\(report.lines.counted("entry", plural: "entries")) in \(report.chains.counted("chain")) verified,"
                + " \(report.findings.count.counted("finding")).")
        return report.findings.isEmpty
    }

    private func list(_ filter: AuditFilter, in store: Administration.Store) async throws {
        var filter = filter
        var left = filter.limit
        while left > 0 {
            filter.limit = min(left, Self.pageSize)
            let page = try await store.trail(filter)
            for entry in page {
                print(json ? String(decoding: try WireCoding.encode(ListedEntry(entry)), as: UTF8.self) : entry.line)
            }
            left -= page.count
            guard page.count == filter.limit, let last = page.last else { return }
            filter.before = last.id
        }
    }

    private func filter() throws(CommandFailure) -> AuditFilter {
        guard limit > 0 else { throw CommandFailure("--limit must be 1 or more.") }
        return AuditFilter(
            actor: try user.map(Administration.userID), draft: try draft.map(Self.draftID),
            since: try since.map(Self.moment), until: try until.map(Self.moment), outcome: outcome,
            kind: try kind.map(Self.kind), limit: limit)
    }

    private static func draftID(_ text: String) throws(CommandFailure) -> DraftID {
        guard let id = DraftID(text) else {
            throw CommandFailure("\"\(Administration.shown(text))\" is no draft's id.")
        }
        return id
    }

    private static func moment(_ text: String) throws(CommandFailure) -> Timestamp {
        guard let moment = Timestamp(text) else {
            throw CommandFailure("\"\(Administration.shown(text))\" is no moment such as 2026-11-24T09:30:00Z.")
        }
        return moment
    }

    private static func kind(_ text: String) throws(CommandFailure) -> AuditNote.Kind {
        guard let kind = AuditNote.Kind(rawValue: text) else {
            let known = AuditNote.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure("\"\(Administration.shown(text))\" is none of \(known).")
        }
        return kind
    }
}

extension AuditEntry {
    fileprivate var line: String {
        let fields = [
            note.moment.description, note.kind.rawValue, note.outcome,
            note.actor?.description ?? note.facts.origin ?? "-", note.facts.action, note.facts.subject ?? "-",
            note.draftID?.description ?? "-", note.seq?.description ?? "-", note.facts.address ?? "-",
            note.requestID?.description ?? "-",
        ]
        let suffix = note.count == 1 ? [] : ["\(note.count) times"]
        return (fields + suffix).map(Administration.shown).joined(separator: "\t")
    }
}

private struct ListedEntry: Encodable {
    let id: Int64
    let ts: Timestamp
    let kind: String
    let outcome: String
    @Nullable var actorID: UserID?
    let action: String
    @Nullable var subject: String?
    @Nullable var draftID: DraftID?
    @Nullable var seq: Seq?
    @Nullable var origin: String?
    @Nullable var address: String?
    @Nullable var requestID: RequestID?
    let count: Int
    let hash: EventHash

    enum CodingKeys: String, CodingKey {
        case id, ts, kind, outcome
        case actorID = "actor_id"
        case action, subject
        case draftID = "draft_id"
        case seq, origin, address
        case requestID = "request_id"
        case count, hash
    }

    init(_ entry: AuditEntry) {
        let note = entry.note
        id = entry.id
        ts = note.moment
        kind = note.kind.rawValue
        outcome = note.outcome
        _actorID = Nullable(wrappedValue: note.actor)
        action = note.facts.action
        _subject = Nullable(wrappedValue: note.facts.subject)
        _draftID = Nullable(wrappedValue: note.draftID)
        _seq = Nullable(wrappedValue: note.seq)
        _origin = Nullable(wrappedValue: note.facts.origin)
        _address = Nullable(wrappedValue: note.facts.address)
        _requestID = Nullable(wrappedValue: note.requestID)
        count = note.count
        hash = entry.hash
    }
}
