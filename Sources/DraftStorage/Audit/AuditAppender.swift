import DraftCore

/// Writes lines of the audit in the transaction of what they tell; each store has its own statements for it.
protocol AuditAppender {
    /// Appends a note to a chain, and begins it where it is new.
    func append(_ note: AuditNote, to chain: String) throws
}

extension AuditAppender {
    /// Tells of something that is no event, if somebody is named.
    func append(
        _ action: String, _ subject: String, of draft: DraftID, _ asker: Asker?, at moment: Timestamp, _ head: LogHead
    ) throws {
        guard let asker else { return }
        let note = AuditNote(action, subject, of: draft, by: asker, seq: head.seq, at: moment)
        try append(note, to: draft.description)
    }
}
