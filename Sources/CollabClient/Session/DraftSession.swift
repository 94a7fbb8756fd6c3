import CollabAPI
import Dispatch
public import DraftCore

/// One draft, followed and written by one user: what the log says, a little ahead of it what this user has asked for.
///
/// Commands show at once, leave one after the other, and are taken back where the server refuses them. Nothing happens
/// before ``run()``, and everything ends with it:
///
/// ```swift
/// let session = client.session(for: draftID, as: user)
/// await withDiscardingTaskGroup { tasks in
///     tasks.addTask { await session.run() }
///     for await update in await session.updates() {
///         if case .event(let body) = update { show(body.event) }
///     }
/// }
/// ```
public actor DraftSession {
    /// How many segments the first load brings; older ones follow in the background.
    static let firstPage = 200
    /// Whoever shows a copy has the processors for themselves so long: what is on disk is on the screen before the network is
    /// woken, whose libraries take some milliseconds to load.
    public static let firstLook = Duration.milliseconds(20)
    /// What one attempt to send a command may take.
    static let commandTimeout = LinkTiming.commandPatience

    /// The draft.
    public nonisolated let draftID: DraftID
    /// The user whose commands these are.
    public nonisolated let user: UserID
    /// The draft as it is now; nil until its copy was read or it was loaded.
    public internal(set) var replica: Replica?
    /// How the session is connected.
    public internal(set) var status = LinkStatus.connecting
    /// The names of everybody who was told of so far.
    public internal(set) var names: [UserID: String] = [:]
    /// Who is around.
    public internal(set) var presence: [Presence] = []

    let caller: APICaller
    let sources: SessionSources
    nonisolated let driver: LinkDriver
    var outbox: Outbox
    var position = LogPosition()
    var typing: TypingBody?
    var isResetting = false
    /// The seq of the last snapshot; an older page of the text from before it would lack what happened in between.
    var snapshotSeq: Seq = 0
    var early: [EventBody] = []
    var catchUp: CatchUp?
    /// Whether the older part of the copy is still to come, which is sooner there than any page.
    var isReadingOlder = false
    nonisolated let announcements = Announcements()

    /// Why the server neither takes nor refuses the first command.
    var delay: String?

    let journal: JournalKeeper?
    let copies: CopyFolder?
    // The disk may be slow: nobody who follows the draft waits for it.
    let copyQueue = DispatchQueue(label: "draft.copy")
    var journalGeneration = 0
    var isJournalFailing = false
    var composition = Composition()
    /// How many updates have handed texts back.
    var returns = 0
    /// Texts that were handed back and that the user's program has not taken in yet, with the number of the update.
    var returned: [(number: Int, text: String)] = []

    let outboxSignal = Signal()
    let pageSignal = Signal()
    let journalSignal = Signal()
    let copySignal = Signal()
    private var preparation: Task<(JournalKeeper.Opening?, DraftBody?), Never>?
    private var observers: [Int: AsyncStream<SessionUpdate>.Continuation] = [:]
    private var nextObserver = 0

    init(
        draftID: DraftID, user: UserID, caller: APICaller, sockets: any SocketTransport, sources: SessionSources,
        journal: JournalKeeper? = nil, copies: CopyFolder? = nil
    ) {
        self.draftID = draftID
        self.user = user
        self.caller = caller
        self.sources = sources
        self.journal = journal
        self.copies = copies
        var seeds = SplitMix64(state: sources.seed)
        outbox = Outbox(seed: seeds.next())
        driver = LinkDriver(
            draftID: draftID, caller: caller, sockets: sockets, clock: sources.clock, seed: seeds.next())
    }

    /// Begins to read what is on this machine, so that `run` finds it read. What earlier sessions have left is this session's
    /// from now on, and only `run` lets it go again.
    public func prepare() {
        _ = reading()
    }

    private func reading() -> Task<(JournalKeeper.Opening?, DraftBody?), Never> {
        if let preparation { return preparation }
        let task = Task {
            async let copy = readCopy()
            return (await journal?.open(), await copy)
        }
        preparation = task
        return task
    }

    /// Keeps the draft connected and commands going until the task is cancelled. Call it once.
    public func run() async {
        let (opening, copy) = await reading().value
        let hasTakenOver = opening.map(takeOver) ?? false
        if let copy { openCopy(copy) }
        // The disk may be slow: what can be shown is shown before.
        if hasTakenOver { await saveJournal() }
        if replica != nil { await sources.clock.wait(until: sources.clock.now + sources.firstLook) }
        await withDiscardingTaskGroup { tasks in
            tasks.addTask { await self.openOlderCopy() }
            tasks.addTask { await self.driver.run(delivering: self) }
            tasks.addTask { await self.sendCommands() }
            tasks.addTask { await self.loadOlderPages() }
            tasks.addTask { await self.announce() }
            tasks.addTask { await self.stayPresent() }
            tasks.addTask { await self.keepJournal() }
            tasks.addTask { await self.keepCopy() }
        }
        await closeJournal()
        await saveCopy()
        for observer in observers.values { observer.finish() }
        observers.removeAll()
    }

    /// News from now on, beginning with how things are. Each call has a stream of its own; nothing is left out, so a
    /// caller who stops reading should end the iteration.
    public func updates() -> AsyncStream<SessionUpdate> {
        let (stream, continuation) = AsyncStream.makeStream(of: SessionUpdate.self)
        let id = nextObserver
        nextObserver += 1
        observers[id] = continuation
        continuation.onTermination = { [weak self] _ in
            guard let self else { return }
            Task { await self.forget(id) }
        }
        continuation.yield(.link(status))
        if !names.isEmpty { continuation.yield(.names(names)) }
        if let replica {
            continuation.yield(.opened(replica.confirmed, replica.manuscript))
            for item in replica.pending {
                continuation.yield(.submitted(item.command, at: item.madeAt))
                if let seq = item.acknowledgedAt { continuation.yield(.acknowledged(item.command, at: seq)) }
            }
        }
        if let delay { continuation.yield(.delayed(delay)) }
        if !presence.isEmpty { continuation.yield(.presence(presence)) }
        if let typing { continuation.yield(.typing(by: typing.userID, text: typing.text)) }
        return stream
    }

    /// The user is there: attempts that wait for a timer are made now.
    public nonisolated func retryNow() {
        driver.tell(.keyPressed)
        outboxHurry()
    }

    /// There is a new credential: what ended for want of one begins again.
    public nonisolated func signedIn() {
        driver.tell(.signedIn)
        outboxHurry()
    }

    func publish(_ update: SessionUpdate) {
        for observer in observers.values { observer.yield(update) }
    }

    private func forget(_ id: Int) {
        observers[id] = nil
    }
}
