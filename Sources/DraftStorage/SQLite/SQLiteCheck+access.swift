import DraftCore
import GRDB

/// Looks through what lets people in: that every row can be read, and that the counts of the invites are those of their
/// uses. That nothing outlives its draft is told by the foreign keys.
enum SQLiteAccessCheck {
    typealias Look = @Sendable (Database) throws -> [CheckReport.Finding]

    /// Each to be done although another has met damage.
    static let looks: [Look] = [serverFacts, users, invites, shares, tickets]

    private static func serverFacts(_ database: Database) throws -> [CheckReport.Finding] {
        let _: Identifier<SQLiteSchema> = try database.requiredMeta("server_id") { Identifier($0) }
        let _: Int64 = try database.requiredMeta("access_version") { Int64($0) }
        return []
    }

    private static func users(_ database: Database) throws -> [CheckReport.Finding] {
        let objects = try database.all(
            "SELECT id, CASE WHEN json_valid(metadata) THEN json_type(metadata) = 'object' ELSE 0 END FROM users",
            [], of: nil
        ) { (id: try $0.user(), isObject: try $0.integer() != 0) }
        _ = try database.all("SELECT user_id FROM revocations", [], of: nil) { try $0.user() }
        return objects.filter { !$0.isObject }.map {
            CheckReport.Finding("the metadata of user \($0.id) is not a JSON object")
        }
    }

    private static func invites(_ database: Database) throws -> [CheckReport.Finding] {
        try database.all(
            """
            SELECT \(InviteRow.columns), length(code_hash),
                (SELECT count(*) FROM invite_uses WHERE invite_id = invites.id)
            FROM invites ORDER BY id
            """, [], of: nil
        ) { row in
            let invite = try InviteRow(&row).invite
            return try flaws(of: invite, hashLength: row.integer(), users: row.integer()).map {
                CheckReport.Finding(draftID: invite.draftID, "invite \(invite.id) \($0)")
            }
        }.flatMap(\.self)
    }

    private static func flaws(of invite: Invite, hashLength: Int, users: Int) -> [String] {
        var flaws: [String] = []
        if invite.uses != users { flaws.append("counts \(invite.uses) uses, and \(users) people have used it") }
        if invite.uses > invite.maxUses { flaws.append("was used more often than the \(invite.maxUses) times it may") }
        if invite.role != .contributor, invite.role != .viewer { flaws.append("gives the role \(invite.role)") }
        if hashLength != SecretHash.length { flaws.append("has a malformed hash") }
        return flaws
    }

    private static func shares(_ database: Database) throws -> [CheckReport.Finding] {
        try database.all("SELECT \(Share.columns), length(token_hash) FROM shares ORDER BY id", [], of: nil) { row in
            let share = try Share(&row)
            guard try row.integer() != SecretHash.length else { return nil }
            return CheckReport.Finding(draftID: share.draftID, "share \(share.id) has a malformed hash")
        }.compactMap { $0 }
    }

    private static func tickets(_ database: Database) throws -> [CheckReport.Finding] {
        let lengths = try database.all("SELECT user_id, length(hash) FROM tickets", [], of: nil) {
            (user: try $0.user(), length: try $0.integer())
        }
        return lengths.filter { $0.length != SecretHash.length }.map {
            CheckReport.Finding("a ticket of \($0.user) has a malformed hash")
        }
    }
}
