import DraftCore

/// Reads one log from its beginning, verifies every link and text, and folds it; the same for every store.
///
/// Invariant: a broken event is found once; verification goes on after it with the hash that is stored.
struct LogVerifier {
    private let id: DraftID
    private(set) var findings: [CheckReport.Finding] = []
    private(set) var eventCount = 0
    private var previous = LogHead(seq: 0, hash: .zero)
    private var lastMoment = Timestamp(milliseconds: .min)
    private var draft: Draft?
    private var creationKey: IdempotencyKey?
    private var segments: [SegmentRow] = []
    private var orders: [SegmentID: Int] = [:]
    /// How often the log says that a list of drafts got or lost this one, by the user whose list it is.
    private(set) var listChanges: [UserID: Int] = [:]
    /// Whether all events could be read, so that what is counted and folded is the whole.
    private(set) var isFoldable = true
    private var commits = CommitVerifier()

    init(_ id: DraftID) {
        self.id = id
    }

    /// Takes in the next row in the order of seq.
    mutating func take(_ row: EventRow) {
        let entry = row.entry
        eventCount += 1
        if entry.seq != previous.seq.next {
            find("events are missing before it: the one before is \(previous.seq)", at: entry.seq)
            isFoldable = false
        }
        if StoredForm.chain(entry.body, after: previous.hash) != entry.hash {
            find("its hash is not that of its bytes after the event before", at: entry.seq)
        }
        previous = LogHead(seq: entry.seq, hash: entry.hash)
        verifyText(of: entry)
        do throws(MalformedEvent) {
            let event = try StoredForm.event(decoding: entry.body, content: entry.wording?.content)
            compare(event, with: row)
            fold(event)
        } catch {
            find("in the stored event, \(error.field) is missing or malformed", at: entry.seq)
            isFoldable = false
        }
    }

    /// What the log says, if it is sound itself; to be asked before `finish`.
    var folded: FoldedLog? {
        guard isFoldable, findings.isEmpty, commits.finish(at: previous.seq) == nil, let draft else { return nil }
        return FoldedLog(
            stored: StoredDraft(draft: draft, hash: previous.hash), creationKey: creationKey, segments: segments)
    }

    /// Compares the fold with what the state tables say; nil where they know no such draft.
    mutating func finish(_ state: StateRows?) {
        if let end = commits.finish(at: previous.seq) { find(end.flaw, at: end.seq) }
        guard let state else { return find("it has rows, but no state") }
        guard eventCount > 0 else { return find("there is a state, but no events") }
        if state.stored.head != previous {
            find("the state ends at seq \(state.stored.draft.seq) with another hash than the log at \(previous.seq)")
        }
        guard isFoldable, let draft else { return }
        for name in draft.differences(from: state.stored.draft) {
            find("the state's \(name) is not what the log says")
        }
        if state.creationKey != creationKey { find("the state's creation key is not what the log says") }
        if !isSame(state.foldedTitle, draft.title.folded) {
            find("the title for searching is not that of the title")
        }
        if state.segments.count != segments.count {
            find("the state has \(state.segments.count) segments, the log \(segments.count)")
        }
        for (kept, told) in zip(state.segments, segments) where kept != told {
            find("segment \(told.segment.id), number \(told.segment.order), is not what the log says")
        }
    }

    /// Notes a row that could not even be read.
    mutating func find(_ error: StorageError) {
        isFoldable = false
        if case .corrupt(_, let seq, let sentence) = error {
            find(sentence, at: seq)
        } else {
            find(error.description)
        }
    }

    private mutating func find(_ sentence: String, at seq: Seq? = nil) {
        findings.append(CheckReport.Finding(draftID: id, seq: seq, sentence))
    }
}

extension LogVerifier {
    private mutating func verifyText(of entry: LogEntry) {
        let value = CanonicalValue(decoding: entry.body)
        if let value, value.encoded() != entry.body { find("its bytes are not canonical JSON", at: entry.seq) }
        switch (value?.contentHash, entry.wording) {
        case (let hash?, let wording?):
            if wording.contentHash != hash { find("its text is not the one that was written", at: entry.seq) }
        case (nil, .some):
            find("a text is kept that it does not name", at: entry.seq)
        case (.some, nil):
            find("its text is missing", at: entry.seq)
        case (nil, nil):
            break
        }
    }

    private mutating func compare(_ event: Event, with row: EventRow) {
        let seq = row.entry.seq
        if event.draftID != id || event.seq != seq { find("it names another place in the log", at: seq) }
        if !isSame(event.change.kind, row.kind) || event.moment != row.moment
            || !isSame(event.actor.description, row.actor) || !isSame(event.key?.description, row.key)
        {
            find("its columns are not what its body says", at: seq)
        }
        for flaw in commits.take(event, row) { find(flaw, at: seq) }
        if let user = event.change.changedMembership { listChanges[user, default: 0] += 1 }
        if event.moment < lastMoment { find("it happened before the event before it", at: seq) }
        lastMoment = max(lastMoment, event.moment)
    }

    private mutating func fold(_ event: Event) {
        guard isFoldable else { return }
        if draft == nil {
            draft = Draft(founding: event)
            creationKey = event.key
            if draft == nil {
                find("the log does not begin with the creation", at: event.seq)
                isFoldable = false
            }
        } else {
            draft?.apply(event)
        }
        fold(event, into: event.change)
        if let draft, draft.role(of: draft.ring.holder)?.mayWrite != true {
            find("the ring is held by somebody who may not write", at: event.seq)
        }
    }

    private mutating func fold(_ event: Event, into change: Change) {
        switch change {
        case .segmentAdded(let segment):
            if segment.order != segments.count { find("its segment has another number than its place", at: event.seq) }
            orders[segment.id] = segments.count
            segments.append(SegmentRow(segment, wordingSeq: event.seq))
        case .segmentRevised(let id, _, let revision):
            guard let order = orders[id] else { return find("it revises a segment that is not there", at: event.seq) }
            segments[order].apply(revision: revision, at: event)
        case .segmentStruck(let id):
            guard let order = orders[id] else { return find("it strikes a segment that is not there", at: event.seq) }
            segments[order].segment.content = nil
        case .draftCreated, .ringPassed, .memberAdded, .memberRemoved, .draftUpdated:
            break
        }
    }
}

extension CanonicalValue {
    /// The hash by which a stored event names its text.
    fileprivate var contentHash: String? {
        guard case .object(let event) = self, case .object(let data)? = event["data"] else { return nil }
        var fields = data
        if case .object(let segment)? = data["segment"] { fields = segment }
        guard case .string(let hash)? = fields["content_sha256"] else { return nil }
        return hash
    }
}

extension Draft {
    fileprivate func differences(from other: Draft) -> [String] {
        var names: [String] = []
        func compare<Value: Equatable>(_ name: String, _ value: (Draft) -> Value) {
            if value(self) != value(other) { names.append(name) }
        }
        compare("creator", \.creatorID)
        compare("title") { Array($0.title.utf8) }
        compare("platform") { ($0.platform?.description).map { Array($0.utf8) } }
        compare("status", \.status)
        compare("policy for revising", \.revise)
        compare("members", \.members)
        compare("ring", \.ring)
        compare("number of segments", \.segmentCount)
        compare("beginning", \.createdAt)
        compare("last activity", \.updatedAt)
        compare("target", \.targetPublishAt)
        return names
    }
}
