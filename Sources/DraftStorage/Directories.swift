public import DraftCore

/// What the store knows beside the drafts: who people are, and what lets them in. Secrets are known by their hash alone.
///
/// Invariant: none of it is part of a log; a draft that is deleted takes its invites and shares along.
public protocol Directories: Sendable {
    // MARK: Users

    /// The user whom `issuer` vouches for, made at the first call and changed where `profile` tells something new. Reads
    /// only, where nothing is new.
    /// - Parameter note: for the audit, kept if something was written.
    func admit(
        _ id: UserID, from issuer: String, profile: UserProfile, note: AuditNote?
    ) async throws(StorageError) -> UserAdmission

    /// The users among `ids`; those who are not known are left out.
    func users(_ ids: [UserID]) async throws(StorageError) -> [UserRecord]

    /// All users in the order of their ids, in pages.
    func users(after id: UserID?, limit: Int) async throws(StorageError) -> [UserRecord]

    /// Hands many users to their issuers, and makes those who are not known: all of them, or none.
    /// - Parameter notes: for the audit, written with it.
    func link(_ links: [UserLink], notes: [AuditNote]) async throws(StorageError)

    /// Refuses every token of the user that was issued before `moment`.
    /// - Parameter note: for the audit, written with it.
    func revoke(_ id: UserID, issuedBefore moment: Timestamp, note: AuditNote?) async throws(StorageError)

    /// Before which moment a token of the user must not have been issued; nil where all are accepted.
    func revocation(of id: UserID) async throws(StorageError) -> Timestamp?

    // MARK: Invites

    /// Keeps an invite under the hash of its code; nobody has used it yet. Those of the draft that ended a day before are
    /// forgotten.
    /// - Parameter asker: who is named in the audit; without one it says nothing.
    /// - Returns: false where there is no such draft.
    func add(_ invite: Invite, codeHash: SecretHash, asker: Asker?) async throws(StorageError) -> Bool

    /// The invites to each of `drafts` that can still be used at `now`, oldest first; a draft without any is left out.
    func invites(to drafts: [DraftID], at now: Timestamp) async throws(StorageError) -> [DraftID: [Invite]]

    /// The invite with that code, whether or not it can still be used.
    func invite(codeHash: SecretHash) async throws(StorageError) -> Invite?

    /// Ends an invite.
    /// - Returns: false where there is none that could still be used.
    func revoke(
        _ invite: InviteID, to draft: DraftID, at now: Timestamp, asker: Asker?
    ) async throws(StorageError) -> Bool

    // MARK: Shares

    /// Keeps a share under the hash of its token, and forgets those of the draft that have ended.
    /// - Returns: false where there is no such draft.
    func add(_ share: Share, tokenHash: SecretHash, asker: Asker?) async throws(StorageError) -> Bool

    /// The shares of a draft that can still be used at `now`, oldest first.
    func shares(of draft: DraftID, at now: Timestamp) async throws(StorageError) -> [Share]

    /// The share with that token, if it can be used at `now`.
    func share(tokenHash: SecretHash, at now: Timestamp) async throws(StorageError) -> Share?

    /// The share with that id, if it can be used at `now`.
    func share(_ id: ShareID, at now: Timestamp) async throws(StorageError) -> Share?

    /// Ends a share.
    /// - Returns: false where there is none that could still be used.
    func revoke(
        _ share: ShareID, of draft: DraftID, at now: Timestamp, asker: Asker?
    ) async throws(StorageError) -> Bool

    // MARK: Tickets

    /// Keeps a ticket under its hash, and forgets those that have expired at `now`.
    func addTicket(
        _ hash: SecretHash, for user: UserID, from issuer: String, expiresAt: Timestamp, at now: Timestamp
    ) async throws(StorageError)

    /// Whose ticket it is; it is used up. Nil where it was used before, has expired or never was.
    func takeTicket(_ hash: SecretHash, at now: Timestamp) async throws(StorageError) -> TicketHolder?

    // MARK: The server

    /// Names the server that this store belongs to, for tokens of its own; made with the store, the same for ever.
    var serverID: String { get async throws(StorageError) }

    /// Changes whenever somebody may have lost the right to be connected: a user was revoked or linked, a share ended. So
    /// every server on this store can look for it cheaply.
    var accessVersion: Int64 { get async throws(StorageError) }
}

extension Directories {
    /// The user whom `issuer` vouches for, without a word in the audit.
    public func admit(
        _ id: UserID, from issuer: String, profile: UserProfile
    ) async throws(StorageError) -> UserAdmission {
        try await admit(id, from: issuer, profile: profile, note: nil)
    }

    /// Hands the user to another issuer, without a word in the audit; makes them where they are not known.
    public func link(_ id: UserID, to issuer: String) async throws(StorageError) {
        try await link([UserLink(id: id, issuer: issuer)])
    }

    /// Hands many users to their issuers, without a word in the audit.
    public func link(_ links: [UserLink]) async throws(StorageError) {
        try await link(links, notes: [])
    }

    /// Refuses every token of the user that was issued before `moment`, without a word in the audit.
    public func revoke(_ id: UserID, issuedBefore moment: Timestamp) async throws(StorageError) {
        try await revoke(id, issuedBefore: moment, note: nil)
    }

    /// Keeps an invite without a word in the audit.
    public func add(_ invite: Invite, codeHash: SecretHash) async throws(StorageError) -> Bool {
        try await add(invite, codeHash: codeHash, asker: nil)
    }

    /// The invites to a draft that can still be used at `now`, oldest first.
    public func invites(to draft: DraftID, at now: Timestamp) async throws(StorageError) -> [Invite] {
        try await invites(to: [draft], at: now)[draft] ?? []
    }

    /// Ends an invite without a word in the audit.
    public func revoke(
        _ invite: InviteID, to draft: DraftID, at now: Timestamp
    ) async throws(StorageError) -> Bool {
        try await revoke(invite, to: draft, at: now, asker: nil)
    }

    /// Keeps a share without a word in the audit.
    public func add(_ share: Share, tokenHash: SecretHash) async throws(StorageError) -> Bool {
        try await add(share, tokenHash: tokenHash, asker: nil)
    }

    /// Ends a share without a word in the audit.
    public func revoke(
        _ share: ShareID, of draft: DraftID, at now: Timestamp
    ) async throws(StorageError) -> Bool {
        try await revoke(share, of: draft, at: now, asker: nil)
    }
}

/// What identity providers tell of a user.
public struct UserProfile: Hashable, Sendable {
    /// Where they can be written to; nil leaves what is known.
    public var email: String?
    /// Their name for others; nil leaves what is known.
    public var username: String?

    /// What is known of somebody.
    public init(email: String? = nil, username: String? = nil) {
        self.email = email
        self.username = username
    }
}

/// A user, as the store knows them.
public struct UserRecord: Hashable, Sendable {
    /// Who.
    public var id: UserID
    /// Who vouches for the id.
    public var issuer: String
    /// What the issuer told.
    public var profile: UserProfile
    /// When the user was first seen.
    public var createdAt: Timestamp
    /// When any of this last changed.
    public var updatedAt: Timestamp
    /// A JSON object that operators may fill; the server only keeps it.
    public var metadata: String

    /// A user.
    public init(
        id: UserID, issuer: String, profile: UserProfile, createdAt: Timestamp, updatedAt: Timestamp,
        metadata: String = "{}"
    ) {
        self.id = id
        self.issuer = issuer
        self.profile = profile
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.metadata = metadata
    }
}

/// To whom a user belongs from now on.
public struct UserLink: Hashable, Sendable {
    /// Who.
    public var id: UserID
    /// Who vouches for the id.
    public var issuer: String

    /// A link to be made.
    public init(id: UserID, issuer: String) {
        self.id = id
        self.issuer = issuer
    }
}

/// Whether somebody may be the user whom an issuer says they are.
public enum UserAdmission: Hashable, Sendable {
    /// They are that user.
    case admitted(UserRecord)
    /// The id belongs to another issuer: until an operator links it, this is somebody else of the same name.
    case foreign(owner: String)
}

/// An invite to a draft.
public struct Invite: Hashable, Sendable {
    public var id: InviteID
    public var draftID: DraftID
    /// The role of those who join with it.
    public var role: Role
    public var createdBy: UserID
    public var createdAt: Timestamp
    public var expiresAt: Timestamp
    public var maxUses: Int
    public var uses: Int

    /// An invite.
    public init(
        id: InviteID, draftID: DraftID, role: Role, createdBy: UserID, createdAt: Timestamp, expiresAt: Timestamp,
        maxUses: Int, uses: Int = 0
    ) {
        self.id = id
        self.draftID = draftID
        self.role = role
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.maxUses = maxUses
        self.uses = uses
    }
}

/// A way to read one draft without being a member.
public struct Share: Hashable, Sendable {
    public var id: ShareID
    public var draftID: DraftID
    public var createdBy: UserID
    public var createdAt: Timestamp
    public var expiresAt: Timestamp

    /// A share.
    public init(id: ShareID, draftID: DraftID, createdBy: UserID, createdAt: Timestamp, expiresAt: Timestamp) {
        self.id = id
        self.draftID = draftID
        self.createdBy = createdBy
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}

/// For whom a ticket was made.
public struct TicketHolder: Hashable, Sendable {
    public var userID: UserID
    /// Who vouched for them.
    public var issuer: String

    /// A holder.
    public init(userID: UserID, issuer: String) {
        self.userID = userID
        self.issuer = issuer
    }
}
