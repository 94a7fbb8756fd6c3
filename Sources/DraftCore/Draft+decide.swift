extension Draft {
    /// What follows if `command` is obeyed now: the changes, none if all is so already, or the reason it may not be.
    ///
    /// Checks stand in the order of the wire contract: membership, fields, status, role, ring, tenure, then the
    /// command's own. Costs O(members), whatever the length of the manuscript.
    /// - Parameter target: the header of the segment that `command.target` names; nil where there is no such segment.
    public func decide(
        _ command: Command, target: SegmentHeader? = nil, at now: Timestamp
    ) throws(Rejection) -> [Change] {
        guard let role = role(of: command.actor) else { throw .forbidden(.notMember) }
        switch command.action {
        case .append(let id, let content):
            try checkContent(content)
            try checkMayWrite(command, role: role)
            return [.segmentAdded(segment(id, content, by: command, at: now))]
        case .revise(let id, let content, let revision):
            try checkContent(content)
            try checkMayWrite(command, role: role)
            let segment = try amendable(target, by: command.actor, revision: revision)
            return [.segmentRevised(id, content: content, revision: segment.revision.saturatingNext)]
        case .strike(let id):
            try checkMayWrite(command, role: role)
            _ = try amendable(target, by: command.actor, revision: nil)
            return [.segmentStruck(id)]
        case .pass(let recipient):
            try checkMayPass(command, role: role)
            guard self.role(of: recipient)?.mayWrite == true else { throw .forbidden(.recipientMayNotWrite(recipient)) }
            return [ringPassed(to: recipient, reason: .pass, at: now)]
        case .passSmart(let strategy):
            try checkMayPass(command, role: role)
            guard let (next, choice) = nextHolder(by: strategy) else { throw .noCandidates }
            return [ringPassed(to: next, reason: .smart, choice: choice, at: now)]
        case .reclaim:
            try checkActive()
            guard role == .creator else { throw .forbidden(.notCreator) }
            guard ring.holder != command.actor else { throw .conflict(.alreadyHolder) }
            return [ringPassed(to: command.actor, reason: .reclaim, at: now)]
        case .addMember(let user, let newRole):
            return try decideAdding(user, as: newRole, role: role, at: now)
        case .removeMember(let user):
            return try decideRemoving(user, by: command.actor, role: role, at: now)
        case .update(let update):
            return try decideUpdate(update, role: role)
        }
    }

    /// What begins a draft: its creation and, if there is one, its first segment.
    public static func decide(_ founding: Founding, at now: Timestamp) throws(Rejection) -> [Change] {
        let title = try checkedTitle(founding.title)
        let created = Change.draftCreated(
            DraftCreation(creatorID: founding.creator, title: title, platform: founding.platform))
        guard let initial = founding.initialSegment else { return [created] }
        let event = Event(
            draftID: founding.id, seq: 1, moment: now, actor: founding.creator, key: founding.key, change: created)
        guard let draft = Draft(founding: event) else { return [created] }
        let append = Command(actor: founding.creator, action: .append(initial.id, content: initial.content))
        do throws(Rejection) {
            return [created] + (try draft.decide(append, at: now))
        } catch .invalid(_, let flaw) {
            throw .invalid(field: "initial_segment", flaw)
        }
    }

    private func segment(_ id: SegmentID, _ content: String, by command: Command, at now: Timestamp) -> Segment {
        Segment(
            id: id, draftID: self.id, author: command.actor, content: content, createdAt: now, order: segmentCount,
            key: command.key, holderAtWrite: ring.holder, tenure: ring.tenure, seq: seq.next)
    }

    private func ringPassed(
        to recipient: UserID, reason: RingPass.Reason, choice: HolderChoice? = nil, at now: Timestamp
    ) -> Change {
        .ringPassed(
            RingPass(
                from: ring.holder, to: recipient, passedAt: now, tenure: ring.tenure.next, reason: reason,
                choice: choice))
    }

    private func decideAdding(
        _ user: UserID, as newRole: Role, role: Role, at now: Timestamp
    ) throws(Rejection) -> [Change] {
        try Self.checkGivable(newRole)
        guard role == .creator else { throw .forbidden(.notCreator) }
        guard user != creatorID else { throw .conflict(.creatorStays) }
        let present = self.role(of: user)
        guard present != newRole else { return [] }
        let added = Change.memberAdded(user, newRole)
        if present == nil { try checkRoom() }
        guard user == ring.holder, !newRole.mayWrite else { return [added] }
        return [ringPassed(to: creatorID, reason: .left, at: now), added]
    }

    private func decideRemoving(
        _ user: UserID, by actor: UserID, role: Role, at now: Timestamp
    ) throws(Rejection) -> [Change] {
        guard role == .creator || user == actor else { throw .forbidden(.notCreator) }
        guard user != creatorID else { throw .conflict(.creatorStays) }
        guard let present = self.role(of: user) else { throw .missing(.member) }
        let removed = Change.memberRemoved(user, present)
        guard user == ring.holder else { return [removed] }
        return [ringPassed(to: creatorID, reason: .left, at: now), removed]
    }

    private func decideUpdate(_ update: DraftUpdate, role: Role) throws(Rejection) -> [Change] {
        var change = update
        if let title = update.title {
            let trimmed = try Self.checkedTitle(title)
            change.title = trimmed.utf8.elementsEqual(self.title.utf8) ? nil : trimmed
        }
        guard role == .creator else { throw .forbidden(.notCreator) }
        if update.status == status { change.status = nil }
        if update.revise == revise { change.revise = nil }
        if let target = update.targetPublishAt, target.value == targetPublishAt { change.targetPublishAt = nil }
        return change.isEmpty ? [] : [.draftUpdated(change)]
    }
}

// The checks, each the one place that knows its rule.
extension Draft {
    private func checkContent(_ content: String) throws(Rejection) {
        try Self.check(content, field: "content", place: .segment, limit: segmentLimit)
    }

    private static func checkedTitle(_ title: String) throws(Rejection) -> String {
        let trimmed = SafeText.trimmed(title)
        try check(trimmed, field: "title", place: .line, limit: DraftLimits.titleLength)
        return trimmed
    }

    private static func check(
        _ text: String, field: String, place: SafeText.Place, limit: Int
    ) throws(Rejection) {
        guard !text.isEmpty else { throw .invalid(field: field, .empty) }
        guard text.unicodeScalars.count <= limit else { throw .invalid(field: field, .tooLong(limit: limit)) }
        if let violation = SafeText.firstViolation(in: text, place: place) {
            throw .invalid(field: field, .forbiddenCharacter(violation))
        }
    }

    static func checkGivable(_ role: Role) throws(Rejection) {
        guard role == .contributor || role == .viewer else {
            throw .invalid(
                field: "role", .unknownValue(allowed: [Role.contributor.rawValue, Role.viewer.rawValue]))
        }
    }

    func checkRoom() throws(Rejection) {
        guard members.values.count(where: { $0.role.isMember }) < DraftLimits.members else {
            throw .tooManyMembers(limit: DraftLimits.members)
        }
    }

    private func checkActive() throws(Rejection) {
        guard status == .active else { throw .notActive(status) }
    }

    private func checkMayWrite(_ command: Command, role: Role) throws(Rejection) {
        try checkActive()
        guard role.mayWrite else { throw .forbidden(.viewer) }
        guard ring.holder == command.actor else { throw .ringRequired(holder: ring.holder) }
        try checkTenure(command)
    }

    private func checkMayPass(_ command: Command, role: Role) throws(Rejection) {
        try checkActive()
        guard role.mayWrite else { throw .forbidden(.viewer) }
        guard ring.holder == command.actor else { throw .forbidden(.notHolder) }
        try checkTenure(command)
    }

    private func checkTenure(_ command: Command) throws(Rejection) {
        if let tenure = command.tenure, tenure != ring.tenure { throw .ringStale(current: ring.tenure) }
    }

    private func amendable(
        _ target: SegmentHeader?, by actor: UserID, revision: Int?
    ) throws(Rejection) -> SegmentHeader {
        guard let target else { throw .missing(.segment) }
        guard revise == .any || target.author == actor else { throw .forbidden(.othersSegment(author: target.author)) }
        guard !target.isStruck else { throw .conflict(.struckSegment) }
        if let revision, revision != target.revision { throw .conflict(.staleRevision(current: target.revision)) }
        return target
    }
}
