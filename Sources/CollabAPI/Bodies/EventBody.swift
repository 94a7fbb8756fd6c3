public import DraftCore

/// An event on the wire: the fact, its hash, and the names that people have now.
public struct EventBody: Codable, Hashable, Sendable {
    /// The fact.
    public let event: Event
    /// Its place in the chain.
    public let hash: EventHash
    /// The names of those it tells of; no part of the log.
    public let names: [UserID: String]
    private let displays: [UserID: String]

    /// `event` as it goes out.
    public init(_ event: Event, hash: EventHash, names source: some Names) {
        self.event = event
        self.hash = hash
        var names: [UserID: String] = [:]
        var displays: [UserID: String] = [:]
        for user in event.change.people {
            names[user] = source.name(of: user)
            displays[user] = source.display(of: user)
        }
        self.names = names
        self.displays = displays
    }

    enum CodingKeys: String, CodingKey {
        case type
        case draftID = "draft_id"
        case seq, ts
        case requestID = "request_id"
        case actorID = "actor_id"
        case idempotencyKey = "idempotency_key"
        case hash, data
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let moment = try container.decode(Timestamp.self, forKey: .ts)
        let kind = try container.decode(String.self, forKey: .type)
        let change: Change
        (change, names) = try Self.change(kind, in: container)
        event = Event(
            draftID: try container.decode(DraftID.self, forKey: .draftID),
            seq: try container.decode(Seq.self, forKey: .seq), moment: moment,
            requestID: try container.decodeIfPresent(RequestID.self, forKey: .requestID),
            actor: try container.decode(UserID.self, forKey: .actorID),
            key: try container.decodeIfPresent(IdempotencyKey.self, forKey: .idempotencyKey), change: change)
        hash = try container.decode(EventHash.self, forKey: .hash)
        displays = [:]
    }

    private static func change(
        _ kind: String, in container: KeyedDecodingContainer<CodingKeys>
    ) throws -> (Change, [UserID: String]) {
        switch EventKind(rawValue: kind) {
        case .draftCreated:
            return (.draftCreated(try container.decode(CreationData.self, forKey: .data).creation), [:])
        case .segmentAdded:
            let body = try container.decode(SegmentData.self, forKey: .data).segment
            return (.segmentAdded(body.segment), [body.authorUserID: body.authorName])
        case .segmentRevised:
            let data = try container.decode(RevisionData.self, forKey: .data)
            return (.segmentRevised(data.segmentID, content: data.content, revision: data.revision), [:])
        case .segmentStruck:
            return (.segmentStruck(try container.decode(StrikeData.self, forKey: .data).segmentID), [:])
        case .ringPassed:
            return (.ringPassed(try container.decode(PassData.self, forKey: .data).pass), [:])
        case .collaboratorAdded:
            let data = try container.decode(MembershipData.self, forKey: .data)
            return (.memberAdded(data.collaboratorID, data.role), data.names)
        case .collaboratorRemoved:
            let data = try container.decode(MembershipData.self, forKey: .data)
            return (.memberRemoved(data.collaboratorID, data.role), data.names)
        case .draftUpdated:
            return (.draftUpdated(try container.decode(UpdateData.self, forKey: .data).update), [:])
        case nil:
            // A fact that only a newer server has a word for: it takes its place in the log and changes nothing known.
            return (.draftUpdated(DraftUpdate()), [:])
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(EventKind(event.change), forKey: .type)
        try container.encode(event.draftID, forKey: .draftID)
        try container.encode(event.seq, forKey: .seq)
        try container.encode(event.moment, forKey: .ts)
        try container.encode(event.requestID, forKey: .requestID)
        try container.encode(event.actor, forKey: .actorID)
        try container.encode(event.key, forKey: .idempotencyKey)
        try container.encode(hash, forKey: .hash)
        switch event.change {
        case .draftCreated(let creation):
            try container.encode(CreationData(creation), forKey: .data)
        case .segmentAdded(let segment):
            let known = KnownNames(names: names, displays: displays)
            try container.encode(SegmentData(segment: SegmentBody(segment, names: known)), forKey: .data)
        case .segmentRevised(let id, let content, let revision):
            try container.encode(RevisionData(segmentID: id, content: content, revision: revision), forKey: .data)
        case .segmentStruck(let id):
            try container.encode(StrikeData(segmentID: id), forKey: .data)
        case .ringPassed(let pass):
            try container.encode(PassData(pass), forKey: .data)
        case .memberAdded(let user, let role), .memberRemoved(let user, let role):
            try container.encode(MembershipData(collaboratorID: user, role: role, name: names[user]), forKey: .data)
        case .draftUpdated(let update):
            try container.encode(UpdateData(update), forKey: .data)
        }
    }
}

/// What happened, in one word for programs.
public enum EventKind: String, Codable, Hashable, Sendable, CaseIterable {
    case draftCreated = "draft_created"
    case segmentAdded = "segment_added"
    case segmentRevised = "segment_revised"
    case segmentStruck = "segment_struck"
    case ringPassed = "ring_passed"
    case collaboratorAdded = "collaborator_added"
    case collaboratorRemoved = "collaborator_removed"
    case draftUpdated = "draft_updated"

    /// The word for `change`.
    public init(_ change: Change) {
        self =
            switch change {
            case .draftCreated: .draftCreated
            case .segmentAdded: .segmentAdded
            case .segmentRevised: .segmentRevised
            case .segmentStruck: .segmentStruck
            case .ringPassed: .ringPassed
            case .memberAdded: .collaboratorAdded
            case .memberRemoved: .collaboratorRemoved
            case .draftUpdated: .draftUpdated
            }
    }
}

private struct KnownNames: Names {
    let names: [UserID: String]
    let displays: [UserID: String]

    func name(of user: UserID) -> String { names[user] ?? user.description }
    func display(of user: UserID) -> String { displays[user] ?? user.description }
}

extension Change {
    /// Those whose names go out with the fact.
    fileprivate var people: [UserID] {
        switch self {
        case .segmentAdded(let segment): [segment.author, segment.holderAtWrite]
        case .memberAdded(let user, _), .memberRemoved(let user, _): [user]
        default: []
        }
    }
}
