public import DraftCore

extension PostgresLog {
    public func admit(
        _ id: UserID, from issuer: String, profile: UserProfile, note: AuditNote?
    ) async throws(StorageError) -> UserAdmission {
        try requireStorable(issuer, profile.email, profile.username)
        if let known = try await ask({ try $0.user(id)?.admission(from: issuer, profile) }) { return known }
        return try await write { [sources] session in
            // Another request of the same user may have been first, and does not wait: so whoever inserts looks at what
            // stands there, under the lock that the insertion has taken.
            // A row that was inserted has been locked by nobody.
            let isNew = try session.first(
                """
                INSERT INTO users (id, issuer, email, username, created_at, updated_at, metadata)
                VALUES ($1, $2, $3, $4, $5, $5, '{}') ON CONFLICT (id) DO UPDATE SET id = excluded.id
                RETURNING (xmax = 0)::int
                """,
                [
                    .user(id), .text(issuer), .text(profile.email), .text(profile.username),
                    .int(sources.now().milliseconds),
                ], of: nil
            ) { try $0.integer() == 1 }
            if isNew != true, let known = try session.user(id)?.admission(from: issuer, profile) { return known }
            try session.run(
                """
                UPDATE users SET email = coalesce($2, email), username = coalesce($3, username), updated_at = $4
                WHERE id = $1
                """,
                [.user(id), .text(profile.email), .text(profile.username), .int(sources.now().milliseconds)])
            if let note { try session.append([note]) }
            return .admitted(try session.requiredUser(id))
        }
    }

    public func users(_ ids: [UserID]) async throws(StorageError) -> [UserRecord] {
        let found = try await ask { session in
            try session.all(
                "SELECT \(UserRecord.columns) FROM users WHERE id = ANY($1)", [.texts(ids.map(\.description))], of: nil
            ) { try UserRecord(&$0) }
        }
        let records = Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var seen: Set<UserID> = []
        return ids.filter { seen.insert($0).inserted }.compactMap { records[$0] }
    }

    public func users(after id: UserID?, limit: Int) async throws(StorageError) -> [UserRecord] {
        try await ask { session in
            try session.all(
                "SELECT \(UserRecord.columns) FROM users WHERE id > $1 ORDER BY id LIMIT $2",
                [.text(id?.description ?? ""), .int(min(max(0, limit), 1_000))], of: nil
            ) { try UserRecord(&$0) }
        }
    }

    public func link(_ links: [UserLink], notes: [AuditNote]) async throws(StorageError) {
        for link in links { try requireStorable(link.issuer) }
        try await write { [sources] session in
            for link in links { try session.link(link, at: sources.now()) }
            try session.append(notes)
        }
    }

    public func revoke(
        _ id: UserID, issuedBefore moment: Timestamp, note: AuditNote?
    ) async throws(StorageError) {
        try await write { session in
            // A revocation that was made for a later moment stays: it refuses more.
            try session.run(
                """
                INSERT INTO revocations (user_id, issued_before) VALUES ($1, $2) ON CONFLICT (user_id)
                DO UPDATE SET issued_before = greatest(revocations.issued_before, excluded.issued_before)
                """, [.user(id), .int(moment.milliseconds)])
            try session.raiseAccessVersion()
            if let note { try session.append([note]) }
        }
    }

    public func revocation(of id: UserID) async throws(StorageError) -> Timestamp? {
        try await ask { session in
            try session.first("SELECT issued_before FROM revocations WHERE user_id = $1", [.user(id)], of: nil) {
                try $0.moment()
            }
        }
    }
}

extension PostgresSession {
    /// Tells every server on this store that somebody may have lost the right to be connected.
    func raiseAccessVersion() throws {
        try run("UPDATE meta SET value = (value::bigint + 1)::text WHERE name = 'access_version'")
    }

    fileprivate func link(_ link: UserLink, at now: Timestamp) throws {
        let owner = try first("SELECT issuer FROM users WHERE id = $1 FOR UPDATE", [.user(link.id)], of: nil) {
            try $0.text()
        }
        guard !isSame(owner, link.issuer) else { return }
        try run(
            """
            INSERT INTO users (id, issuer, created_at, updated_at, metadata) VALUES ($1, $2, $3, $3, '{}')
            ON CONFLICT (id) DO UPDATE SET issuer = excluded.issuer, updated_at = excluded.updated_at
            """, [.user(link.id), .text(link.issuer), .int(now.milliseconds)])
        if owner != nil { try raiseAccessVersion() }
    }

    fileprivate func user(_ id: UserID) throws -> UserRecord? {
        try first("SELECT \(UserRecord.columns) FROM users WHERE id = $1", [.user(id)], of: nil) {
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
