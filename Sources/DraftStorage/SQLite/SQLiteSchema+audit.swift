import DraftCore
import FoundationEssentials
import GRDB

extension SQLiteSchema {
    /// The audit in chains. `pulse` is where a server writes to find out whether it can.
    fileprivate static let auditTables = """
        CREATE TABLE audit_trail (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            chain TEXT NOT NULL,
            ts INTEGER NOT NULL,
            kind TEXT NOT NULL,
            action TEXT NOT NULL,
            subject TEXT,
            origin TEXT,
            address TEXT,
            outcome TEXT NOT NULL,
            actor_id TEXT,
            draft_id TEXT,
            seq INTEGER,
            request_id TEXT,
            count INTEGER NOT NULL,
            hash BLOB NOT NULL
        ) STRICT;
        CREATE INDEX audit_trail_by_chain ON audit_trail (chain, id);

        CREATE TABLE audit_chains (
            chain TEXT NOT NULL PRIMARY KEY,
            removed_id INTEGER NOT NULL,
            removed_hash BLOB NOT NULL,
            last_id INTEGER NOT NULL,
            last_hash BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE pulse (
            id INTEGER NOT NULL PRIMARY KEY,
            filler BLOB NOT NULL
        ) STRICT;
        """
}

extension Database {
    /// Makes the tables, and chains what the audit of the schema before had.
    func makeAuditTables() throws {
        try execute(sql: SQLiteSchema.auditTables)
        let cursor = try Row.fetchCursor(
            self,
            sql: """
                SELECT draft_id, ts, actor_id, action, origin, request_id, seq FROM audit ORDER BY ts, draft_id, id
                """)
        while let row = try cursor.next() {
            var columns = SQLiteRow(row, of: nil)
            let (draft, moment): (DraftID, Timestamp) = (try columns.id(), try columns.moment())
            let actor = try columns.user()
            let facts = AuditFacts(action: try columns.text(), origin: try columns.optionalText())
            let requestID = try columns.optionalText().flatMap { RequestID($0) }
            try append(
                AuditNote(
                    .change, facts, by: actor, draft: draft, seq: try columns.seq(), requestID: requestID, at: moment),
                to: draft.sql)
        }
        try execute(sql: "DROP TABLE audit")
    }
}
