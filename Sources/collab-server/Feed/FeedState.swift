import CollabAPI
import DraftCore
import DraftStorage

/// What a feed knows. Changing it marks what must be told; `settle` collects the marks.
struct FeedState: Sendable {
    struct Waiter: Sendable {
        let seq: Seq
        let version: Int?
        let continuation: CheckedContinuation<Void, Never>
    }

    /// What a change leads to outside.
    struct Outcome: Sendable {
        var bells: [Bell] = []
        var waiters: [Waiter] = []
        var newDeadline: Timestamp?
        var isQuiet = false
        /// Whether the other servers have to be told of somebody here.
        var isSharingNews = false
    }

    var ending: SocketClose? { didSet { isRung = true } }
    var bells: [ObjectIdentifier: Bell] = [:]
    var waiters: [Identifier<DraftFeed>: Waiter] = [:]
    /// Another one with every change of presence or words.
    private(set) var version: Int
    private let versions: FeedVersions
    private var tail = FrameTail(head: 0, hash: .zero)
    private var holder: UserID?
    private var tenure: Tenure = 0
    private var roster = PresenceRoster()
    /// The last change of each membership that came by here. Who was removed is not seen any more, whatever their
    /// connections still say.
    private var memberships: [UserID: (seq: Seq, isMember: Bool)] = [:]
    private var words = LiveWords()
    /// Whether the words that are told come from this server.
    private var areWordsOwn = false
    /// What the other servers were told last.
    private var shared = SharedPresence()
    private var presence: Broadcast?
    private var typing: Broadcast?
    private var deadline: Timestamp?
    private var isRung = false
    private var isRosterNew = false
    private var areWordsNew = false

    /// Whether other servers have the same store.
    private let isSharing: Bool

    init(versions: FeedVersions, isSharing: Bool) {
        self.versions = versions
        self.isSharing = isSharing
        version = versions.quiet
    }

    var view: FeedView {
        FeedView(tail: tail, presence: presence, typing: typing, ending: ending)
    }

    var isQuiet: Bool { roster.isQuietHere }

    mutating func learn(_ draft: Draft, hash: EventHash) {
        if draft.seq > tail.head { isRung = true }
        memberships = memberships.filter { $0.value.seq > draft.seq || draft.role(of: $0.key) == nil }
        if draft.seq >= tail.head {
            for user in roster.entries.map(\.user) where draft.role(of: user) == nil {
                if roster.remove(user) { isRosterNew = true }
            }
        }
        tail.advance(to: draft.seq, hash: hash)
        pass(to: draft.ring.holder, tenure: draft.ring.tenure)
    }

    /// Commits can be told in another order than they were made; what counts then is the seq, not the time of telling.
    mutating func take(_ event: Event, _ entry: FeedEntry) {
        if event.seq > tail.head { isRung = true }
        tail.append(entry)
        switch event.change {
        case .ringPassed(let pass):
            self.pass(to: pass.to, tenure: pass.tenure)
        case .segmentAdded:
            clearWords()
        case .memberRemoved(let user, _) where event.seq > memberships[user]?.seq ?? 0:
            memberships[user] = (event.seq, false)
            if roster.remove(user) { isRosterNew = true }
        case .memberAdded(let user, _) where event.seq > memberships[user]?.seq ?? 0:
            memberships[user] = (event.seq, true)
        case .draftCreated, .segmentRevised, .segmentStruck, .memberRemoved, .memberAdded, .draftUpdated:
            break
        }
    }

    /// Every tenure begins without words, also one that follows on the same holder's.
    private mutating func pass(to newHolder: UserID, tenure newTenure: Tenure) {
        guard newTenure > tenure else { return }
        tenure = newTenure
        holder = newHolder
        clearWords()
    }

    private mutating func clearWords() {
        if words.clear() { areWordsNew = true }
    }

    mutating func see(_ user: UserID, _ state: Presence.State, at source: PresenceRoster.Source, now: Timestamp) {
        guard memberships[user]?.isMember ?? true else { return }
        if roster.see(user, state, at: source, now: now) { isRosterNew = true }
    }

    mutating func lose(_ source: PresenceRoster.Source, now: Timestamp) {
        if roster.lose(source, now: now) { isRosterNew = true }
    }

    mutating func hear(_ text: String, from user: UserID, now: Timestamp) {
        guard user == holder else { return }
        areWordsOwn = true
        if words.write(text, by: user, now: now) { areWordsNew = true }
    }

    /// Takes in who is seen at other servers, and what the holder writes there.
    mutating func hear(elsewhere presence: SharedPresence, now: Timestamp) {
        let members = presence.members.filter { memberships[$0.key]?.isMember ?? true }
        if roster.see(elsewhere: members, now: now) { isRosterNew = true }
        // Words belong to the server where the holder is: of one that was left they are old.
        if let told = presence.words, told.user == holder, !areWordsOwn || roster.seenHere[told.user] == nil {
            areWordsOwn = false
            if words.write(told.text, by: told.user, now: now) { areWordsNew = true }
        } else if !areWordsOwn {
            clearWords()
        }
    }

    /// Who is seen at this server and what is written here, for the others.
    var presenceHere: SharedPresence {
        let isHolderHere = holder.map { roster.seenHere[$0] != nil } ?? false
        let told = areWordsOwn && isHolderHere ? words.told : nil
        return SharedPresence(
            members: roster.seenHere,
            words: told.flatMap { $0.text.isEmpty ? nil : SharedPresence.Words(user: $0.user, text: $0.text) })
    }

    /// - Parameter due: the deadline whose timer went off.
    mutating func advance(to now: Timestamp, due: Timestamp) {
        if deadline == due { deadline = nil }
        if roster.advance(to: now) {
            isRosterNew = true
            if let holder, !roster.entries.contains(where: { $0.user == holder }) { clearWords() }
        }
        if words.advance(to: now) { areWordsNew = true }
    }

    func presenceBodies(_ names: any Names) -> [PresenceBody] {
        roster.entries.map { entry in
            PresenceBody(
                Presence(userID: entry.user, name: names.name(of: entry.user), state: entry.state, since: entry.since))
        }
    }

    /// The holder's words, where there are any.
    var typingBody: TypingBody? {
        words.told.flatMap { $0.text.isEmpty ? nil : TypingBody(userID: $0.user, text: $0.text) }
    }

    func hasNews(after seq: Seq, version seen: Int?) -> Bool {
        ending != nil || tail.head > seq || seen.map { $0 != version } ?? false
    }

    mutating func settle(_ names: any Names) -> Outcome {
        var outcome = Outcome()
        encodeNews(names)
        if isRung {
            isRung = false
            outcome.bells = Array(bells.values)
            for (id, waiter) in waiters where hasNews(after: waiter.seq, version: waiter.version) {
                outcome.waiters.append(waiter)
                waiters[id] = nil
            }
        }
        if let next = [roster.nextDeadline, words.nextDeadline].compactMap(\.self).min(),
            deadline.map({ next < $0 }) ?? true
        {
            deadline = next
            outcome.newDeadline = next
        }
        outcome.isQuiet = isQuiet
        if isSharing {
            let here = presenceHere
            outcome.isSharingNews = here != shared
            shared = here
        }
        return outcome
    }

    private mutating func encodeNews(_ names: any Names) {
        guard isRosterNew || areWordsNew else { return }
        isRung = true
        version = versions.next()
        if isRosterNew {
            presence = Broadcast(version: version, frame: EncodedFrame(message: .presence(presenceBodies(names))))
        }
        if areWordsNew, let told = words.told {
            let body = TypingBody(userID: told.user, text: told.text)
            typing = Broadcast(version: version, frame: EncodedFrame(message: .typing(body)))
        }
        isRosterNew = false
        areWordsNew = false
    }
}
