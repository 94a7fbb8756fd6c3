import CollabAPI
import CollabClient
import DraftCore
import DraftScreens

extension SessionFact {
    /// What an update of the session means to the screens.
    /// - Parameter advice: what to do where the server does not know the reader.
    static func facts(of update: SessionUpdate, advice: String) -> [SessionFact] {
        switch update {
        case .opened(let draft, let manuscript): [.opened(draft, manuscript)]
        case .olderPage(let segments): [.olderPage(segments)]
        case .event(let body): [.event(body.event)]
        case .submitted(let command, let moment): [.submitted(command, at: moment)]
        case .acknowledged(let command, let seq): command.key.map { [.acknowledged($0, seq)] } ?? []
        case .refused(let refusal): facts(of: refusal)
        case .delayed(let reason): [.delayed(reason)]
        case .link(let status): facts(of: status, advice)
        case .names(let names): [.names(names)]
        case .presence(let presence): [.presence(presence)]
        case .typing(let user, let text): [.liveWords(user, text)]
        case .recovered(let work): [.recovered(work.texts, droppedPasses: work.dropped.count)]
        case .setBack(let missing, let texts): [.setBack(missing: missing, texts: texts)]
        case .leftBehind(let reason): [.leftBehind(reason)]
        case .journalFailed(let reason): [.journalFailed(reason)]
        case .journalMended: [.journalMended]
        }
    }

    private static func facts(of refusal: CommandRefusal) -> [SessionFact] {
        [.refused(refusal.keys, texts: refusal.texts, reason: refusal.reason.message)]
    }

    private static func facts(of status: LinkStatus, _ advice: String) -> [SessionFact] {
        let link = SessionFact.link(LinkState(status, advice: advice))
        switch status {
        case .readOnly(let reason) where reason != .signInNeeded: return [link, .closed(reason.sentence)]
        default: return [link]
        }
    }
}

extension DraftSummary {
    /// The rows for `drafts`, and for those beside them in which the reader has left words on this machine, whatever the
    /// server knows of them.
    static func rows(of drafts: [DraftBody], at place: Place) -> [DraftSummary] {
        let seen = SeenDrafts(place.folders).counts(of: place.user)
        let unsent = place.journal.draftsWithUnsentWords(of: place.user)
        let marked = Set(unsent)
        let listed = Set(drafts.map(\.draftID))
        func row(_ body: DraftBody) -> DraftSummary {
            DraftSummary(
                body, for: place.user, seenCount: seen[body.draftID], hasUnsentWords: marked.contains(body.draftID))
        }
        let left = unsent.filter { !listed.contains($0) }.map { id in
            place.copies.copy(of: id, for: place.user).map(row)
                ?? DraftSummary(
                    id: id, title: "Unsent words", holderName: "?", isMine: false, segmentCount: 0,
                    updatedAt: Timestamp(milliseconds: 0), seenCount: nil, hasUnsentWords: true)
        }
        return drafts.map(row) + left
    }

    /// A draft of the server's list.
    private init(_ body: DraftBody, for reader: UserID, seenCount: Int?, hasUnsentWords: Bool) {
        let holder = body.ringState.currentHolderID
        self.init(
            id: body.draftID, title: body.title, holderName: body.names[holder] ?? holder.description,
            isMine: holder == reader, segmentCount: body.segmentCount, updatedAt: body.updatedAt,
            seenCount: seenCount, hasUnsentWords: hasUnsentWords)
    }
}
