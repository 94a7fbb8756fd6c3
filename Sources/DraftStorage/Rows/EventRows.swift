import DraftCore

/// What a key stands for in a log.
struct KeyBinding {
    static let columns = "seq, commit_last, fingerprint"

    let first: Seq
    let last: Seq
    let fingerprint: Fingerprint?

    init(first: Seq, last: Seq, fingerprint: Fingerprint?) {
        self.first = first
        self.last = last
        self.fingerprint = fingerprint
    }

    init(_ row: inout some RowReader) throws(StorageError) {
        self.init(first: try row.seq(), last: try row.seq(), fingerprint: Fingerprint(bytes: try row.blob()))
    }
}

extension LogEntry {
    static let columns = "e.seq, e.body, e.hash, w.salt, w.content"

    init(_ row: inout some RowReader) throws(StorageError) {
        self.init(seq: try row.seq(), body: try row.blob(), hash: try row.hash(), wording: try Wording(&row))
    }
}

extension Wording {
    fileprivate init?(_ row: inout some RowReader) throws(StorageError) {
        let salt = try row.optionalBlob()
        let content = try row.optionalText()
        guard let salt, let content else { return nil }
        self.init(salt: salt, content: content)
    }
}

extension EventRow {
    static let columns =
        LogEntry.columns + ", e.kind, e.ts, e.actor_id, e.idempotency_key, e.fingerprint, e.commit_last"

    init(_ row: inout some RowReader) throws(StorageError) {
        self.init(
            entry: try LogEntry(&row), kind: try row.text(), moment: try row.moment(), actor: try row.text(),
            key: try row.optionalText(), fingerprint: try row.optionalBlob(), commitLast: try row.seq())
    }
}

extension StoredEvent {
    init(_ entry: LogEntry, of draft: DraftID) throws(StorageError) {
        do throws(MalformedEvent) {
            let event = try StoredForm.event(decoding: entry.body, content: entry.wording?.content)
            self.init(event: event, hash: entry.hash)
        } catch {
            throw .corrupt(
                draft: draft, seq: entry.seq, "in the stored event, \(error.field) is missing or malformed")
        }
        guard event.seq == entry.seq, event.draftID == draft else {
            throw .corrupt(draft: draft, seq: entry.seq, "the stored event names another place in the log")
        }
    }
}
