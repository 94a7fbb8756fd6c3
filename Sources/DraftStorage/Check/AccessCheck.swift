import DraftCore

/// Looks through what lets people in: that every row can be read, and that the counts of the invites are those of their
/// uses. That nothing outlives its draft is told by the foreign keys.
enum AccessCheck<Rows: CheckedRows> {
    typealias Look = (Rows) throws -> [CheckReport.Finding]

    /// Each to be done although another has met damage.
    static var looks: [Look] { [serverFacts, users, invites, shares, tickets] }

    private static func serverFacts(_ rows: Rows) throws -> [CheckReport.Finding] {
        try rows.readServerFacts()
        return []
    }

    private static func users(_ rows: Rows) throws -> [CheckReport.Finding] {
        let users = try rows.userMetadata()
        try rows.readRevocations()
        return users.filter { !$0.isObject }.map {
            CheckReport.Finding("the metadata of user \($0.user) is not a JSON object")
        }
    }

    private static func invites(_ rows: Rows) throws -> [CheckReport.Finding] {
        try rows.inviteFacts().flatMap { invite, hashLength, users in
            flaws(of: invite, hashLength: hashLength, users: users).map {
                CheckReport.Finding(draftID: invite.draftID, "invite \(invite.id) \($0)")
            }
        }
    }

    private static func flaws(of invite: Invite, hashLength: Int, users: Int) -> [String] {
        var flaws: [String] = []
        if invite.uses != users { flaws.append("counts \(invite.uses) uses, and \(users) people have used it") }
        if invite.uses > invite.maxUses { flaws.append("was used more often than the \(invite.maxUses) times it may") }
        if invite.role != .contributor, invite.role != .viewer { flaws.append("gives the role \(invite.role)") }
        if hashLength != SecretHash.length { flaws.append("has a malformed hash") }
        return flaws
    }

    private static func shares(_ rows: Rows) throws -> [CheckReport.Finding] {
        try rows.shareFacts().filter { $0.hashLength != SecretHash.length }.map { share, _ in
            CheckReport.Finding(draftID: share.draftID, "share \(share.id) has a malformed hash")
        }
    }

    private static func tickets(_ rows: Rows) throws -> [CheckReport.Finding] {
        try rows.ticketFacts().filter { $0.hashLength != SecretHash.length }.map { user, _ in
            CheckReport.Finding("a ticket of \(user) has a malformed hash")
        }
    }
}
