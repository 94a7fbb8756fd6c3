import DraftCore

/// Lines of the audit that are chained here and written together.
///
/// Invariant: whoever has the ends of chains holds the locks on them until the transaction is over, and takes them in the
/// order of their names, after the locks on drafts and users.
struct PostgresAudit {
    private var ends: [String: EventHash]
    private var rows = PostgresWrites.auditTrail
    private var count = 0

    /// - Parameter ends: the hashes at which the chains end that are there.
    init(after ends: [String: EventHash]) {
        self.ends = ends
    }

    /// Asks for the ends of chains and locks them. Who waited is answered what stands there when the wait is over.
    static func askingEnds(of chains: [String]) -> PostgresStatement {
        PostgresStatement(
            "SELECT chain, last_hash FROM audit_chains WHERE chain = ANY($1) ORDER BY chain FOR UPDATE",
            [.texts(chains)])
    }

    static func readingEnds(_ result: PostgresResult) throws -> [String: EventHash] {
        let ends = try result.map(of: nil) { (try $0.text(), try $0.hash()) }
        return Dictionary(ends, uniquingKeysWith: { _, last in last })
    }

    /// Appends a note to the chain of its draft, where there is one, else to that of the server.
    mutating func append(_ note: AuditNote) {
        let draft = note.draftID.map(\.description)
        append(note, to: draft.flatMap { ends[$0] == nil ? nil : $0 } ?? AuditForm.serverChain)
    }

    /// Appends a note to a chain, and begins it where it is new.
    mutating func append(_ note: AuditNote, to chain: String) {
        let form = AuditForm(note, in: chain, after: ends[chain] ?? .zero)
        ends[chain] = form.hash
        count += 1
        rows.append([
            .int(count), .text(chain), .int(note.moment.milliseconds), .text(note.kind.rawValue),
            .text(note.facts.action), .text(note.facts.subject), .text(note.facts.origin), .text(note.facts.address),
            .text(note.outcome), .text(note.actor?.description), .text(note.draftID?.description),
            .int(note.seq.map { Int64($0.rawValue) }), .text(note.requestID?.description), .int(note.count),
            .bytes(form.hash.bytes),
        ])
    }

    /// Nil where nothing was appended.
    var statement: PostgresStatement? { rows.statement }
}

extension PostgresSession: AuditAppender {
    /// Tells the audit of something that happened to a draft; whoever does holds the lock on its row.
    func append(_ note: AuditNote, to chain: String) throws {
        var audit = try lockedAudit([chain])
        audit.append(note, to: chain)
        try exchange([audit.statement].compactMap(\.self))
    }

    /// Appends each note to the chain of its draft, where there is one, else to that of the server.
    func append(_ notes: [AuditNote]) throws {
        guard !notes.isEmpty else { return }
        // Two servers that both find no chain would begin it twice.
        try run(
            """
            INSERT INTO audit_chains (chain, removed_id, removed_hash, last_id, last_hash)
            VALUES ($1, 0, $2, 0, $2) ON CONFLICT (chain) DO NOTHING
            """, [.text(AuditForm.serverChain), .bytes(EventHash.zero.bytes)])
        var audit = try lockedAudit(
            Set(notes.compactMap { $0.draftID?.description } + [AuditForm.serverChain]).sorted())
        for note in notes { audit.append(note) }
        try exchange([audit.statement].compactMap(\.self))
    }

    /// The chains, with nobody else adding to them until the transaction is over.
    func lockedAudit(_ chains: [String]) throws -> PostgresAudit {
        guard let result = try exchange([PostgresAudit.askingEnds(of: chains)]).first else {
            throw PostgresFailure.lost("an answer is missing")
        }
        return PostgresAudit(after: try PostgresAudit.readingEnds(result))
    }

    /// Removes lines from before `moment` from the beginning, and notes where each chain was cut.
    func forgetAudit(before moment: Timestamp, limit: Int) throws -> Int {
        let oldest = try all(
            "SELECT chain, ts, id, hash FROM audit_trail ORDER BY id LIMIT $1", [.int(max(0, limit))], of: nil
        ) { (chain: try $0.text(), moment: try $0.moment(), id: Int64(try $0.integer()), hash: try $0.hash()) }
        let old = oldest.prefix { $0.moment < moment }
        let cuts = Dictionary(old.map { ($0.chain, $0) }) { _, later in later }
        guard !cuts.isEmpty else { return 0 }
        try exchange([PostgresAudit.askingEnds(of: cuts.keys.sorted())])
        let ends = Array(cuts.values)
        // Another server may have forgotten more since the lines were read.
        try run(
            """
            UPDATE audit_chains c SET removed_id = r.id, removed_hash = r.hash
            FROM unnest($1::text[], $2::bigint[], $3::bytea[]) AS r(chain, id, hash)
            WHERE c.chain = r.chain AND c.removed_id < r.id
            """, [.texts(ends.map(\.chain)), .ints(ends.map(\.id)), .blobs(ends.map(\.hash.bytes))])
        // Line by line: one with a smaller number may be on its way to another chain.
        return try run("DELETE FROM audit_trail WHERE id = ANY($1)", [.ints(old.map(\.id))])
    }
}

extension PostgresSession: AuditReader {
    private static let auditStep = 1_000

    func auditChains() throws -> [AuditChain] {
        try all("SELECT \(AuditChain.columns) FROM audit_chains ORDER BY chain", [], of: nil) { try AuditChain(&$0) }
    }

    func eachAuditEntry(in chain: String, _ body: (AuditEntry) -> Void) throws {
        var cursor = Int64.min
        while true {
            let entries = try all(
                """
                SELECT \(AuditEntry.columns) FROM audit_trail WHERE chain = $1 AND id > $2
                ORDER BY id LIMIT \(Self.auditStep)
                """, [.text(chain), .int(cursor)], of: DraftID(chain)
            ) { try AuditEntry(&$0) }
            for entry in entries { body(entry) }
            guard entries.count == Self.auditStep, let last = entries.last else { return }
            cursor = last.id
        }
    }

    func chainless() throws -> [String] {
        try all(
            """
            SELECT id FROM (
                SELECT id FROM drafts UNION SELECT id FROM deleted_drafts UNION SELECT chain FROM audit_trail) AS known
            WHERE id NOT IN (SELECT chain FROM audit_chains) ORDER BY id
            """, [], of: nil
        ) { try $0.text() }
    }
}
