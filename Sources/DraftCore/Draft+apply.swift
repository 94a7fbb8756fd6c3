extension Draft {
    /// The draft that `event` began; nil for any other event.
    public init?(founding event: Event) {
        guard case .draftCreated(let creation) = event.change else { return nil }
        self.init(
            id: event.draftID, creatorID: creation.creatorID, title: creation.title, platform: creation.platform,
            status: .active, revise: creation.revise,
            members: [Member(userID: creation.creatorID, role: .creator, joinedAt: event.moment)],
            ring: Ring(creator: creation.creatorID, at: event.moment), segmentCount: 0, createdAt: event.moment,
            updatedAt: event.moment, targetPublishAt: creation.targetPublishAt, seq: event.seq)
    }

    /// The draft that `events`, a log from its beginning, tell of; nil where they do not begin one.
    public static func folding(_ events: some Sequence<Event>) -> Draft? {
        var draft: Draft?
        for event in events {
            if draft == nil { draft = Draft(founding: event) } else { draft?.apply(event) }
        }
        return draft
    }

    /// Takes in what has happened. Total: a fact is never refused. Order is the caller's to keep.
    public mutating func apply(_ event: Event) {
        seq = event.seq
        updatedAt = event.moment
        switch event.change {
        case .draftCreated, .segmentRevised, .segmentStruck:
            break
        case .segmentAdded(let segment):
            segmentCount = max(segmentCount, segment.order.saturatingNext)
            members[segment.author, default: Member(userID: segment.author, role: .former, joinedAt: event.moment)]
                .lastActiveAt = segment.createdAt
        case .ringPassed(let pass):
            ring.take(pass, key: event.key)
        case .memberAdded(let user, let role):
            add(user, as: role, at: event.moment)
        case .memberRemoved(let user, _):
            if members[user]?.lastActiveAt == nil { members[user] = nil } else { members[user]?.role = .former }
        case .draftUpdated(let update):
            title = update.title ?? title
            status = update.status ?? status
            revise = update.revise ?? revise
            if let target = update.targetPublishAt { targetPublishAt = target.value }
        }
    }

    private mutating func add(_ user: UserID, as role: Role, at moment: Timestamp) {
        guard var member = members[user] else {
            members[user] = Member(userID: user, role: role, joinedAt: moment)
            return
        }
        if !member.role.isMember { member.joinedAt = moment }
        member.role = role
        members[user] = member
    }
}
