import DraftCore
import Testing

@testable import DraftStorage

/// The code of an invite or the token of a share, with what is kept of it.
struct Secret: Sendable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    var hash: SecretHash { SecretHash(of: text) }
}

extension Timestamp {
    func later(hours: Int) -> Timestamp { before(hours: -hours) }
}

extension Directories {
    /// An invite to `draft` that is good for a day.
    @discardableResult
    func invited(
        to draft: DraftID, by creator: UserID, _ code: Secret, role: Role = .contributor, uses: Int = 1,
        at now: Timestamp
    ) async throws -> Invite {
        let invite = Invite(
            id: .random(), draftID: draft, role: role, createdBy: creator, createdAt: now,
            expiresAt: now.later(hours: 24), maxUses: uses)
        try #require(await add(invite, codeHash: code.hash))
        return invite
    }

    /// A share of `draft` that is good for a day.
    @discardableResult
    func shared(_ draft: DraftID, by creator: UserID, _ token: Secret, at now: Timestamp) async throws -> Share {
        let share = Share(
            id: .random(), draftID: draft, createdBy: creator, createdAt: now, expiresAt: now.later(hours: 24))
        try #require(await add(share, tokenHash: token.hash))
        return share
    }

    func uses(of code: Secret) async throws -> Int? { try await invite(codeHash: code.hash)?.uses }
}

extension DraftLog {
    @discardableResult
    func join(
        _ draft: DraftID, _ user: UserID, _ code: Secret, as role: Role = .contributor
    ) async throws -> CommitOutcome {
        try await join(draft: draft, user: user, invite: code.hash, role: role)
    }
}

extension CommitOutcome {
    /// Whether it wrote something, rather than finding all as it should be.
    var isNews: Bool { if case .committed(let receipt) = self { !receipt.events.isEmpty } else { false } }
}

extension CommitOrder {
    /// What bringing an invite makes.
    static func join(_ draft: DraftID, _ user: UserID, _ code: Secret, as role: Role = .contributor) -> CommitOrder {
        CommitOrder(request: CommitRequest(joining: draft, by: user, invite: code.hash, role: role)) {
            (draft, _, _) throws(Rejection) in
            guard let draft else { throw .missing(.draft) }
            return try draft.decideJoining(user, as: role)
        }
    }
}

/// Takes nothing but a conflict with what the store can keep.
func expectConflict(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async {
    await #expect(sourceLocation: sourceLocation) {
        try await body()
    } throws: { error in
        if case .conflict = error as? StorageError { true } else { false }
    }
}
