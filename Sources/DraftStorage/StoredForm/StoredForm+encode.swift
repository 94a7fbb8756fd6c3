import DraftCore

extension StoredForm {
    static func value(of event: Event, contentHash: String?) -> CanonicalValue {
        .object([
            "type": .string(event.change.kind),
            "draft_id": .string(event.draftID.description),
            "seq": .integer(event.seq.rawValue),
            "ts": .string(event.moment.description),
            "request_id": .string(event.requestID?.description),
            "actor_id": .string(event.actor.description),
            "idempotency_key": .string(event.key?.description),
            "data": .object(data(of: event.change, contentHash: contentHash)),
        ])
    }

    private static func data(of change: Change, contentHash: String?) -> [String: CanonicalValue] {
        switch change {
        case .draftCreated(let creation):
            [
                "creator_id": .string(creation.creatorID.description),
                "title": .string(creation.title),
                "platform": .string(creation.platform?.description),
                "revise": .string(creation.revise.rawValue),
                "target_publish_at": .string(creation.targetPublishAt?.description),
            ]
        case .segmentAdded(let segment):
            ["segment": .object(fields(of: segment, contentHash: contentHash))]
        case .segmentRevised(let id, _, let revision):
            [
                "segment_id": .string(id.description), "content_sha256": .string(contentHash),
                "revision": .integer(revision),
            ]
        case .segmentStruck(let id):
            ["segment_id": .string(id.description)]
        case .ringPassed(let pass):
            fields(of: pass)
        case .memberAdded(let user, let role), .memberRemoved(let user, let role):
            ["collaborator_id": .string(user.description), "role": .string(role.rawValue)]
        case .draftUpdated(let update):
            fields(of: update)
        }
    }

    private static func fields(of segment: Segment, contentHash: String?) -> [String: CanonicalValue] {
        [
            "segment_id": .string(segment.id.description),
            "draft_id": .string(segment.draftID.description),
            // The wire's earlier name for the author; clients of that system read it.
            "user_id": .string(segment.author.description),
            "author_user_id": .string(segment.author.description),
            "content_sha256": .string(contentHash),
            "created_at": .string(segment.createdAt.description),
            "segment_order": .integer(segment.order),
            "idempotency_key": .string(segment.key?.description),
            "ring_holder_user_id_at_write": .string(segment.holderAtWrite.description),
            "tenure": .integer(segment.tenure.rawValue),
            "seq": .integer(segment.seq.rawValue),
            "revision": .integer(segment.revision),
            "revised_at": .string(segment.revisedAt?.description),
            "struck": .bool(segment.isStruck),
        ]
    }

    private static func fields(of pass: RingPass) -> [String: CanonicalValue] {
        var fields: [String: CanonicalValue] = [
            "from_user_id": .string(pass.from.description),
            "to_user_id": .string(pass.to.description),
            "passed_at": .string(pass.passedAt.description),
            "tenure": .integer(pass.tenure.rawValue),
            "reason": .string(pass.reason.rawValue),
        ]
        if let choice = pass.choice {
            fields["strategy"] = .string(choice.strategy.rawValue)
            fields["reasoning"] = .string(choice.reasoning)
            fields["candidate_count"] = .integer(choice.candidateCount)
        }
        return fields
    }

    /// Only what changes; a target that is cleared is null.
    static func fields(of update: DraftUpdate) -> [String: CanonicalValue] {
        var fields: [String: CanonicalValue] = [:]
        if let title = update.title { fields["title"] = .string(title) }
        if let status = update.status { fields["status"] = .string(status.rawValue) }
        if let revise = update.revise { fields["revise"] = .string(revise.rawValue) }
        if let target = update.targetPublishAt { fields["target_publish_at"] = .string(target.value?.description) }
        return fields
    }
}
