public import DraftCore

/// No fields.
public struct NoQuery: QueryCoding, Hashable {
    /// Nothing.
    public init() {}
    public init(_ reader: QueryReader) {}
    public var items: [QueryItem] { [] }
}

/// Which of the caller's drafts.
public struct ListQuery: QueryCoding, Hashable {
    /// How many, at most 200; 50 where absent.
    public var limit: Int?
    /// Where the page before ended.
    public var cursor: String?
    /// Part of a title.
    public var q: String?

    /// A page of drafts.
    public init(limit: Int? = nil, cursor: String? = nil, q: String? = nil) {
        self.limit = limit
        self.cursor = cursor
        self.q = q
    }

    public init(_ reader: QueryReader) throws(WireError) {
        for later in ["wait", "after"] {
            guard try reader.text(later) == nil else { throw .unsupported(field: later) }
        }
        limit = try reader.count("limit")
        cursor = try reader.text("cursor")
        q = try reader.text("q")
    }

    public var items: [QueryItem] {
        [limit.map { QueryItem("limit", $0) }, cursor.map { QueryItem("cursor", $0) }, q.map { QueryItem("q", $0) }]
            .compactMap(\.self)
    }
}

/// Which part of a manuscript.
public struct DraftQuery: QueryCoding, Hashable {
    /// The first segment; negative counts from the end; 0 where absent.
    public var from: Int?
    /// How many segments; 1000 where absent, and at most.
    public var limit: Int?
    /// The moment that metrics are taken at; the server's clock where absent.
    public var now: Timestamp?

    /// A part of a manuscript.
    public init(from: Int? = nil, limit: Int? = nil, now: Timestamp? = nil) {
        self.from = from
        self.limit = limit
        self.now = now
    }

    public init(_ reader: QueryReader) throws(WireError) {
        from = try reader.optional("from", "a number") { Int($0) }
        limit = try reader.count("limit")
        now = try reader.optional("now", "an RFC 3339 date and time") { Timestamp($0) }
    }

    public var items: [QueryItem] {
        [from.map { QueryItem("from", $0) }, limit.map { QueryItem("limit", $0) }, now.map { QueryItem("now", $0) }]
            .compactMap(\.self)
    }
}

/// How a manuscript is written out.
public struct ExportQuery: QueryCoding, Hashable {
    /// How a manuscript is written out.
    public enum Format: String, Hashable, Sendable, CaseIterable {
        /// Markdown, under the title.
        case md
        /// The segments joined by a blank line.
        case txt
        /// The log: every event as stored, its hash, and the texts.
        case json
    }

    /// The format; Markdown where absent.
    public var format: Format

    /// A format.
    public init(format: Format) {
        self.format = format
    }

    public init(_ reader: QueryReader) throws(WireError) {
        let allowed = Format.allCases.map(\.rawValue).joined(separator: ", ")
        format = try reader.optional("format", "one of: \(allowed)") { Format(rawValue: $0) } ?? .md
    }

    public var items: [QueryItem] { [QueryItem("format", format.rawValue)] }
}

/// Which part of the audit trail.
public struct AuditQuery: QueryCoding, Hashable {
    /// Where the page before ended.
    public var cursor: String?

    /// A page.
    public init(cursor: String? = nil) {
        self.cursor = cursor
    }

    public init(_ reader: QueryReader) throws(WireError) {
        cursor = try reader.text("cursor")
    }

    public var items: [QueryItem] { cursor.map { [QueryItem("cursor", $0)] } ?? [] }
}

/// What a strike says, having no body.
public struct StrikeQuery: QueryCoding, Hashable {
    /// Names the command.
    public var idempotencyKey: IdempotencyKey
    /// The tenure under which it was made.
    public var tenure: Tenure?

    /// A strike.
    public init(idempotencyKey: IdempotencyKey, tenure: Tenure? = nil) {
        self.idempotencyKey = idempotencyKey
        self.tenure = tenure
    }

    public init(_ reader: QueryReader) throws(WireError) {
        guard let key = try KeyQuery(reader).idempotencyKey else { throw .missing(field: "idempotency_key") }
        idempotencyKey = key
        tenure = try reader.count("tenure").map { Tenure(rawValue: $0) }
    }

    public var items: [QueryItem] {
        [QueryItem("idempotency_key", idempotencyKey)] + (tenure.map { [QueryItem("tenure", $0)] } ?? [])
    }
}

/// A query that only names the command.
public struct KeyQuery: QueryCoding, Hashable {
    /// Names the command.
    public var idempotencyKey: IdempotencyKey?

    /// The name of a command.
    public init(idempotencyKey: IdempotencyKey? = nil) {
        self.idempotencyKey = idempotencyKey
    }

    public init(_ reader: QueryReader) throws(WireError) {
        idempotencyKey = try reader.optional("idempotency_key", "a key: 1 to 128 bytes without controls") {
            IdempotencyKey($0)
        }
    }

    public var items: [QueryItem] { idempotencyKey.map { [QueryItem("idempotency_key", $0)] } ?? [] }
}

/// The fields of `CollaboratorBody` where they stand in the query.
public struct CollaboratorQuery: QueryCoding, Hashable {
    /// The same fields as the body's; a field of the body wins.
    public var body: CollaboratorBody

    /// Nothing: everything stands in the body.
    public init() {
        body = CollaboratorBody(collaboratorID: nil)
    }

    public init(_ reader: QueryReader) throws(WireError) {
        body = CollaboratorBody(
            collaboratorID: try reader.optional("collaborator_id", "a user id") { UserID($0) },
            role: try reader.optional("role", "one of: contributor, viewer") { Role(rawValue: $0) },
            idempotencyKey: try KeyQuery(reader).idempotencyKey)
    }

    public var items: [QueryItem] { [] }
}

/// Where a reader is in a log, so that a history that went another way is noticed.
public struct LogPosition: Hashable, Sendable {
    /// The last event that is known.
    public var since: Seq?
    /// The history it is of.
    public var logID: LogID?
    /// Its hash.
    public var hash: EventHash?

    /// A place in a log.
    public init(since: Seq? = nil, logID: LogID? = nil, hash: EventHash? = nil) {
        self.since = since
        self.logID = logID
        self.hash = hash
    }

    init(_ reader: QueryReader) throws(WireError) {
        since = try reader.count("since").map { Seq(rawValue: $0) }
        logID = try reader.optional("log_id", "a lowercase UUID") { LogID($0) }
        hash = try reader.optional("hash", "64 lowercase hexadecimal digits") { EventHash($0) }
    }

    var items: [QueryItem] {
        [
            since.map { QueryItem("since", $0) }, logID.map { QueryItem("log_id", $0) },
            hash.map { QueryItem("hash", $0) },
        ]
        .compactMap(\.self)
    }
}

/// Which events, and how long to wait for one.
public struct EventsQuery: QueryCoding, Hashable {
    /// After which event; absent is 0.
    public var position: LogPosition
    /// Seconds to wait where there is nothing new, 0 to 25.
    public var wait: Int?
    /// The presence that the caller has seen; with it a newer one ends the wait too.
    public var presenceVersion: Int?
    /// How many events, at most 500.
    public var limit: Int?

    /// Events after a place.
    public init(position: LogPosition, wait: Int? = nil, presenceVersion: Int? = nil, limit: Int? = nil) {
        self.position = position
        self.wait = wait
        self.presenceVersion = presenceVersion
        self.limit = limit
    }

    public init(_ reader: QueryReader) throws(WireError) {
        position = try LogPosition(reader)
        wait = try reader.count("wait")
        presenceVersion = try reader.count("presence_v")
        limit = try reader.count("limit")
    }

    public var items: [QueryItem] {
        position.items
            + [
                wait.map { QueryItem("wait", $0) }, presenceVersion.map { QueryItem("presence_v", $0) },
                limit.map { QueryItem("limit", $0) },
            ].compactMap(\.self)
    }
}

/// Where the live channel begins; absent is from now on.
public struct SocketQuery: QueryCoding, Hashable {
    /// The place.
    public var position: LogPosition

    /// From a place on.
    public init(position: LogPosition) {
        self.position = position
    }

    public init(_ reader: QueryReader) throws(WireError) {
        position = try LogPosition(reader)
    }

    public var items: [QueryItem] { position.items }
}
