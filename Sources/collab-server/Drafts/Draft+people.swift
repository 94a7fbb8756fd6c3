import DraftCore

extension Draft {
    /// Everybody whom the draft or its manuscript names: who wrote here stays in it.
    var people: [UserID] { Array(members.keys) + [creatorID] }
}

extension Event {
    /// Everybody whose name goes out with the event.
    var people: [UserID] {
        switch change {
        case .segmentAdded(let segment): [segment.author, segment.holderAtWrite]
        case .segmentRevised, .segmentStruck, .draftCreated, .draftUpdated: [actor]
        case .ringPassed(let pass): [pass.from, pass.to]
        case .memberAdded(let user, _), .memberRemoved(let user, _): [user]
        }
    }
}
