import DraftCore
import DraftStorage
import Testing

func user(_ name: String) throws -> UserID { try #require(UserID(name)) }

func key(_ text: String) throws -> IdempotencyKey { try #require(IdempotencyKey(text)) }

extension CommitOutcome {
    var receipt: Receipt? {
        switch self {
        case .committed(let receipt), .replayed(let receipt): receipt
        case .rejected: nil
        }
    }

    var isReplay: Bool { if case .replayed = self { true } else { false } }

    var rejection: Rejection? { if case .rejected(let rejection) = self { rejection } else { nil } }
}

extension StoredEvent {
    var kind: String {
        switch event.change {
        case .draftCreated: "created"
        case .segmentAdded: "added"
        case .segmentRevised: "revised"
        case .segmentStruck: "struck"
        case .ringPassed: "passed"
        case .memberAdded: "joined"
        case .memberRemoved: "left"
        case .draftUpdated: "updated"
        }
    }
}

/// What people do in a draft, told in a line each.
extension DraftLog {
    /// A draft by `creator` with `members` as contributors.
    func began(
        by creator: UserID, _ title: String = "The Lighthouse", key: IdempotencyKey? = nil, with members: [UserID] = []
    ) async throws -> DraftID {
        let id = DraftID.random()
        let outcome = try await commit(Founding(id: id, creator: creator, key: key, title: title))
        try #require(outcome.receipt != nil)
        for member in members { try await expect(creator, .addMember(member, .contributor), in: id) }
        return id
    }

    /// Asks, whatever comes of it.
    @discardableResult
    func ask(
        _ actor: UserID, _ action: Command.Action, key: IdempotencyKey? = nil, tenure: Tenure? = nil, in id: DraftID
    ) async throws -> CommitOutcome {
        try await commit(Command(actor: actor, key: key, tenure: tenure, action: action), in: id)
    }

    /// Asks and takes no refusal.
    @discardableResult
    func expect(
        _ actor: UserID, _ action: Command.Action, key: IdempotencyKey? = nil, in id: DraftID,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Receipt {
        let outcome = try await ask(actor, action, key: key, in: id)
        return try #require(outcome.receipt, "\(outcome)", sourceLocation: sourceLocation)
    }

    @discardableResult
    func wrote(
        _ actor: UserID, _ content: String, key: IdempotencyKey? = nil, in id: DraftID
    ) async throws -> SegmentID {
        let segment = SegmentID.random()
        try await expect(actor, .append(segment, content: content), key: key, in: id)
        return segment
    }

    func texts(of id: DraftID, now: Timestamp) async throws -> [String?] {
        let page = SegmentPage(from: 0, limit: .max)
        return try #require(await snapshot(of: id, page: page, now: now)).segments.map(\.content)
    }

    func allEvents(of id: DraftID) async throws -> [StoredEvent] {
        try #require(await events(of: id, after: 0, limit: .max, byteLimit: .max)).events
    }
}

/// A check that finds nothing.
func expectSound(_ log: any DraftLog, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let findings = try await log.check().findings.map(\.description)
    #expect(findings == [], sourceLocation: sourceLocation)
}
