import DraftCore

/// Why a stored event cannot be read: the field that is missing or says what it cannot say.
struct MalformedEvent: Error, Hashable {
    let field: String
}

extension StoredForm {
    /// The event that `body` tells of, with its text.
    static func event(decoding body: [UInt8], content: String?) throws(MalformedEvent) -> Event {
        guard case .object(let fields)? = CanonicalValue(decoding: body) else {
            throw MalformedEvent(field: "the whole body")
        }
        let reader = FieldReader(fields: fields)
        let data = try reader.object("data")
        return Event(
            draftID: try reader.id("draft_id"), seq: Seq(rawValue: try reader.integer("seq")),
            moment: try reader.moment("ts"),
            requestID: try reader.optional("request_id") { RequestID($0) }, actor: try reader.user("actor_id"),
            key: try reader.optional("idempotency_key", IdempotencyKey.init),
            change: try change(kind: try reader.text("type"), data, content: content))
    }

    private static func change(
        kind: String, _ data: FieldReader, content: String?
    ) throws(MalformedEvent) -> Change {
        switch kind {
        case "draft_created": return .draftCreated(try creation(data))
        case "segment_added": return .segmentAdded(try segment(try data.object("segment"), content: content))
        case "segment_revised":
            guard let content else { throw MalformedEvent(field: "the text") }
            return .segmentRevised(
                try data.id("segment_id"), content: content, revision: try data.integer("revision"))
        case "segment_struck": return .segmentStruck(try data.id("segment_id"))
        case "ring_passed": return .ringPassed(try pass(data))
        case "collaborator_added":
            return .memberAdded(try data.user("collaborator_id"), try data.choice("role"))
        case "collaborator_removed":
            return .memberRemoved(try data.user("collaborator_id"), try data.choice("role"))
        case "draft_updated": return .draftUpdated(try update(data))
        default: throw MalformedEvent(field: "type")
        }
    }

    private static func creation(_ data: FieldReader) throws(MalformedEvent) -> DraftCreation {
        DraftCreation(
            creatorID: try data.user("creator_id"), title: try data.text("title"),
            platform: try data.optional("platform", Platform.init), revise: try data.choice("revise"),
            targetPublishAt: try data.optional("target_publish_at") { Timestamp($0) })
    }

    private static func segment(_ data: FieldReader, content: String?) throws(MalformedEvent) -> Segment {
        guard let content else { throw MalformedEvent(field: "the text") }
        return Segment(
            id: try data.id("segment_id"), draftID: try data.id("draft_id"), author: try data.user("author_user_id"),
            content: content, createdAt: try data.moment("created_at"), order: try data.integer("segment_order"),
            key: try data.optional("idempotency_key", IdempotencyKey.init),
            holderAtWrite: try data.user("ring_holder_user_id_at_write"),
            tenure: Tenure(rawValue: try data.integer("tenure")), seq: Seq(rawValue: try data.integer("seq")),
            revision: try data.integer("revision"), revisedAt: try data.optional("revised_at") { Timestamp($0) })
    }

    private static func pass(_ data: FieldReader) throws(MalformedEvent) -> RingPass {
        var choice: HolderChoice?
        if data.has("strategy") {
            choice = HolderChoice(
                strategy: try data.choice("strategy"), reasoning: try data.text("reasoning"),
                candidateCount: try data.integer("candidate_count"))
        }
        return RingPass(
            from: try data.user("from_user_id"), to: try data.user("to_user_id"),
            passedAt: try data.moment("passed_at"), tenure: Tenure(rawValue: try data.integer("tenure")),
            reason: try data.choice("reason"), choice: choice)
    }

    private static func update(_ data: FieldReader) throws(MalformedEvent) -> DraftUpdate {
        var update = DraftUpdate()
        if data.has("title") { update.title = try data.text("title") }
        if data.has("status") { update.status = try data.choice("status") as Draft.Status }
        if data.has("revise") { update.revise = try data.choice("revise") as Draft.RevisePolicy }
        if data.has("target_publish_at") {
            let moment = try data.optional("target_publish_at") { Timestamp($0) }
            update.targetPublishAt = moment.map { .set($0) } ?? .clear
        }
        return update
    }
}

/// Reads the fields of a stored object, each once and as what it must be.
private struct FieldReader {
    let fields: [String: CanonicalValue]

    func has(_ name: String) -> Bool { fields[name] != nil }

    func object(_ name: String) throws(MalformedEvent) -> FieldReader {
        guard case .object(let fields)? = fields[name] else { throw MalformedEvent(field: name) }
        return FieldReader(fields: fields)
    }

    func integer(_ name: String) throws(MalformedEvent) -> Int {
        guard case .integer(let value)? = fields[name] else { throw MalformedEvent(field: name) }
        return value
    }

    func text(_ name: String) throws(MalformedEvent) -> String {
        guard case .string(let text)? = fields[name] else { throw MalformedEvent(field: name) }
        return text
    }

    func optional<Value>(_ name: String, _ make: (String) -> Value?) throws(MalformedEvent) -> Value? {
        if fields[name] == .null { return nil }
        return try value(name, make)
    }

    func id<Subject>(_ name: String) throws(MalformedEvent) -> Identifier<Subject> {
        try value(name) { Identifier($0) }
    }

    func user(_ name: String) throws(MalformedEvent) -> UserID { try value(name, UserID.init) }

    func moment(_ name: String) throws(MalformedEvent) -> Timestamp { try value(name) { Timestamp($0) } }

    func choice<Choice: RawRepresentable<String>>(_ name: String) throws(MalformedEvent) -> Choice {
        try value(name, Choice.init(rawValue:))
    }

    private func value<Value>(_ name: String, _ make: (String) -> Value?) throws(MalformedEvent) -> Value {
        guard let value = make(try text(name)) else { throw MalformedEvent(field: name) }
        return value
    }
}
