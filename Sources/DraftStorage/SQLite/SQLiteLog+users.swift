public import DraftCore
import GRDB

extension SQLiteLog {
    public func admit(
        _ id: UserID, from issuer: String, profile: UserProfile, note: AuditNote?
    ) async throws(StorageError) -> UserAdmission {
        try requireStorable(issuer, profile.email, profile.username)
        if let known = try await readAccess({ try $0.admission(of: id, from: issuer, profile) }) { return known }
        return try await write { [sources] database in
            // Another request of the same user may have been first.
            if let known = try database.admission(of: id, from: issuer, profile) { return known }
            try database.run(
                """
                INSERT INTO users (id, issuer, email, username, created_at, updated_at, metadata)
                VALUES (?1, ?2, ?3, ?4, ?5, ?5, '{}')
                ON CONFLICT (id) DO UPDATE SET email = coalesce(excluded.email, email),
                    username = coalesce(excluded.username, username), updated_at = excluded.updated_at
                """,
                [id.description, issuer, profile.email, profile.username, sources.now().milliseconds])
            if let note { try database.append(note) }
            return .admitted(try database.requiredUser(id))
        }
    }

    public func users(_ ids: [UserID]) async throws(StorageError) -> [UserRecord] {
        try await readAccess { database in
            var seen: Set<UserID> = []
            return try ids.filter { seen.insert($0).inserted }.compactMap { try database.user($0) }
        }
    }

    public func users(after id: UserID?, limit: Int) async throws(StorageError) -> [UserRecord] {
        try await readAccess { database in
            try database.all(
                "SELECT \(UserRecord.columns) FROM users WHERE id > ? ORDER BY id LIMIT ?",
                [id?.description ?? "", min(max(0, limit), 1_000)], of: nil
            ) { try UserRecord(&$0) }
        }
    }

    public func link(_ links: [UserLink], notes: [AuditNote]) async throws(StorageError) {
        for link in links { try requireStorable(link.issuer) }
        try await write { [sources] database in
            for link in links { try database.link(link, at: sources.now()) }
            for note in notes { try database.append(note) }
        }
    }

    public func revoke(
        _ id: UserID, issuedBefore moment: Timestamp, note: AuditNote?
    ) async throws(StorageError) {
        try await write { database in
            // A revocation that was made for a later moment stays: it refuses more.
            try database.run(
                """
                INSERT INTO revocations (user_id, issued_before) VALUES (?, ?)
                ON CONFLICT (user_id) DO UPDATE SET issued_before = max(issued_before, excluded.issued_before)
                """, [id.description, moment.milliseconds])
            try database.raiseAccessVersion()
            if let note { try database.append(note) }
        }
    }

    public func revocation(of id: UserID) async throws(StorageError) -> Timestamp? {
        try await readAccess { database in
            try database.first(
                "SELECT issued_before FROM revocations WHERE user_id = ?", [id.description], of: nil
            ) { try $0.moment() }
        }
    }
}

extension Database {
    /// The answer that needs nothing to be written; nil where there is something new.
    fileprivate func admission(
        of id: UserID, from issuer: String, _ profile: UserProfile
    ) throws -> UserAdmission? {
        try user(id)?.admission(from: issuer, profile)
    }

    fileprivate func link(_ link: UserLink, at now: Timestamp) throws {
        let owner = try user(link.id)?.issuer
        guard !isSame(owner, link.issuer) else { return }
        try run(
            """
            INSERT INTO users (id, issuer, created_at, updated_at, metadata) VALUES (?1, ?2, ?3, ?3, '{}')
            ON CONFLICT (id) DO UPDATE SET issuer = excluded.issuer, updated_at = excluded.updated_at
            """, [link.id.description, link.issuer, now.milliseconds])
        if owner != nil { try raiseAccessVersion() }
    }

    fileprivate func user(_ id: UserID) throws -> UserRecord? {
        try first("SELECT \(UserRecord.columns) FROM users WHERE id = ?", [id.description], of: nil) {
            try UserRecord(&$0)
        }
    }

    fileprivate func requiredUser(_ id: UserID) throws -> UserRecord {
        guard let record = try user(id) else {
            throw StorageError.corrupt(draft: nil, seq: nil, "the row of a user went while it was written")
        }
        return record
    }
}
