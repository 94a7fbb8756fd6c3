import DraftCore

// The `data` of each kind of event.

struct CreationData: Codable {
    let creatorID: UserID
    let title: String
    @Nullable var platform: Platform?
    let revise: Draft.RevisePolicy
    @Nullable var targetPublishAt: Timestamp?

    enum CodingKeys: String, CodingKey {
        case creatorID = "creator_id"
        case title, platform, revise
        case targetPublishAt = "target_publish_at"
    }

    init(_ creation: DraftCreation) {
        creatorID = creation.creatorID
        title = creation.title
        revise = creation.revise
        _platform = Nullable(wrappedValue: creation.platform)
        _targetPublishAt = Nullable(wrappedValue: creation.targetPublishAt)
    }

    var creation: DraftCreation {
        DraftCreation(
            creatorID: creatorID, title: title, platform: platform, revise: revise, targetPublishAt: targetPublishAt)
    }
}

struct SegmentData: Codable {
    let segment: SegmentBody
}

struct RevisionData: Codable {
    let segmentID: SegmentID
    let content: String
    let revision: Int

    enum CodingKeys: String, CodingKey {
        case segmentID = "segment_id"
        case content, revision
    }
}

struct StrikeData: Codable {
    let segmentID: SegmentID

    enum CodingKeys: String, CodingKey {
        case segmentID = "segment_id"
    }
}

struct MembershipData: Codable {
    let collaboratorID: UserID
    let role: Role
    let name: String?

    enum CodingKeys: String, CodingKey {
        case collaboratorID = "collaborator_id"
        case role, name
    }

    var names: [UserID: String] {
        name.map { [collaboratorID: $0] } ?? [:]
    }
}

struct PassData: Codable {
    let fromUserID: UserID
    let toUserID: UserID
    let passedAt: Timestamp
    let tenure: Tenure
    let reason: String
    let strategy: Strategy?
    let reasoning: String?
    let candidateCount: Int?

    enum CodingKeys: String, CodingKey {
        case fromUserID = "from_user_id"
        case toUserID = "to_user_id"
        case passedAt = "passed_at"
        case tenure, reason, strategy, reasoning
        case candidateCount = "candidate_count"
    }

    init(_ pass: RingPass) {
        fromUserID = pass.from
        toUserID = pass.to
        passedAt = pass.passedAt
        tenure = pass.tenure
        reason = pass.reason.rawValue
        strategy = pass.choice?.strategy
        reasoning = pass.choice?.reasoning
        candidateCount = pass.choice?.candidateCount
    }

    var pass: RingPass {
        var choice: HolderChoice?
        if let strategy, let reasoning, let candidateCount {
            choice = HolderChoice(strategy: strategy, reasoning: reasoning, candidateCount: candidateCount)
        }
        // A reason that only a newer server has a word for still moves the ring.
        return RingPass(
            from: fromUserID, to: toUserID, passedAt: passedAt, tenure: tenure,
            reason: RingPass.Reason(rawValue: reason) ?? .pass, choice: choice)
    }
}

struct UpdateData: Codable {
    let update: DraftUpdate

    enum CodingKeys: String, CodingKey {
        case title, status, revise
        case targetPublishAt = "target_publish_at"
    }

    init(_ update: DraftUpdate) {
        self.update = update
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        var update = DraftUpdate(
            title: try container.decodeIfPresent(String.self, forKey: .title),
            status: try container.decodeIfPresent(Draft.Status.self, forKey: .status),
            revise: try container.decodeIfPresent(Draft.RevisePolicy.self, forKey: .revise))
        if container.contains(.targetPublishAt) {
            let target = try container.decodeIfPresent(Timestamp.self, forKey: .targetPublishAt)
            update.targetPublishAt = target.map { .set($0) } ?? .clear
        }
        self.update = update
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(update.title, forKey: .title)
        try container.encodeIfPresent(update.status, forKey: .status)
        try container.encodeIfPresent(update.revise, forKey: .revise)
        if let target = update.targetPublishAt { try container.encode(target.value, forKey: .targetPublishAt) }
    }
}
