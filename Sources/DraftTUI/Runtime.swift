import CellGrid
import CollabClient
import Dispatch
import DraftCore
import DraftScreens

/// Runs the screens: one queue of what happened, one model, one terminal.
///
/// Everything that happens changes the model by `update` alone, so that the order on the screen is the order in which things
/// happened. It does so by way of `signals`; keys do it at once where the terminal gives them on the thread of its screen.
/// What is to be done outside follows as steps, in the order of the changes.
actor Runtime {
    enum Signal: Sendable {
        case inputs([Input])
        /// Keys have changed the model, and what follows from them is to be carried out.
        case pressed
        case message(Message)
        /// News of the session with that number; those of one that was left are passed over.
        case session(SessionFact, number: Int)
        case alarm(ContinuousClock.Instant)
        case terminalEnded
        /// The attempt to start the local server again has ended.
        case revived
        /// The server did not know the reader, who has no session that would say so.
        case unknown
        /// The writer's own editor has ended; its text is in that file until it is taken in.
        case editedOutside(OutsideEdit, file: String?)
        /// It is time to see whether the reader has signed in.
        case lookForSignIn
        /// Who the reader is, after a sign-in.
        case found(Place)
    }

    var place: Place
    nonisolated let continuation: AsyncStream<Signal>.Continuation
    private nonisolated let signals: AsyncStream<Signal>
    nonisolated let terminal: any Terminal
    private nonisolated let executor: any SerialExecutor
    let clock = ContinuousClock()
    private var model: Model
    private var viewer = Viewer()
    private var pacer = FramePacer()
    private var nextAlarm: ContinuousClock.Instant?
    /// What changes of the model have led to and is still to be carried out, in their order.
    private(set) var steps: [Step] = []
    /// Whether the reader has wished to leave; keys behind that one were meant for the shell.
    private var isLeaving = false
    private(set) var isOver = false

    /// A session that has been reading what is on disk since before the screen was there.
    var prepared: DraftSession?
    var open: OpenSession?
    /// Sessions that were left and have not ended.
    var leaving: [Seat: OpenSession] = [:]
    /// What is left of those that have.
    var remains: [Seat: Remains] = [:]
    var sessionNumber = 0
    var isReviving = false
    var signIns: SignInWatch
    /// Whether nothing can be sent because the server does not know the reader.
    var lacksSignIn = false
    var isLookPlanned = false
    let speller = Speller()
    // The disk may be slow, and another editor may hold the lock: the screen waits for neither.
    let stateQueue = DispatchQueue(label: "draft.state")
    /// Whether the reader writes in another editor at the moment.
    var isOutside = false
    /// How many times the session has handed texts back to the model.
    private var returnsSeen = 0

    /// - Parameter prepared: a session at the place, for the draft that is opened first.
    init(place: Place, terminal: any Terminal, model: Model, prepared: DraftSession? = nil) {
        self.place = place
        self.prepared = prepared
        self.terminal = terminal
        self.model = model
        signIns = SignInWatch(place.folders.credentials)
        executor = terminal.executor ?? QueueExecutor()
        (signals, continuation) = AsyncStream.makeStream()
    }

    /// The thread of the screen, where the terminal has one: a key needs no other to reach the screen.
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Runs until the reader leaves; returns when everything unsent is on disk, or tells why it is not.
    func run(_ effects: [Effect]) async -> Remains {
        await withDiscardingTaskGroup { tasks in
            if effects.contains(where: \.beginsSession) { pacer.awaitsText(at: clock.now) }
            steps.append(Step(effects: effects))
            await carryOutSteps(&tasks)
            if place.isUnasked { reviveLocalServer(&tasks, after: DraftSession.firstLook) }
            listen()
            for await signal in signals {
                // Whatever comes after a key finds done what the key has led to.
                await carryOutSteps(&tasks)
                if !isOver { await take(signal, &tasks) }
                if isOver { break }
            }
            // The screen goes at once; what is unsent is still being sent and written while the reader turns away.
            terminal.close()
            closeDraft(&tasks)
            for left in leaving.values { await left.ended() }
            tasks.cancelAll()
        }
        await withCheckedContinuation { done in stateQueue.async { done.resume() } }
        return remains.values.reduce(Remains(), +)
    }

    /// Why the draft that was asked for could not be read at all.
    var failureToOpen: String? { model.failureToOpen }

    private nonisolated func listen() {
        let isOnScreen = terminal.executor != nil
        terminal.listen { [weak self, continuation] batch in
            guard let batch else {
                continuation.yield(.terminalEnded)
                return
            }
            guard isOnScreen else {
                continuation.yield(.inputs(batch))
                return
            }
            self?.assumeIsolated {
                $0.press(batch)
                $0.carryOutLater()
            }
        }
    }

    /// As a job of the screen's thread, which comes after the frame.
    private func carryOutLater() {
        Task { continuation.yield(.pressed) }
    }

    /// What keys do is on its way to the screen before anybody else is told of it.
    private func press(_ batch: [Input]) {
        if batch.contains(where: \.isByHand), pacer.pressed(at: clock.now) { open?.session.share(presence: .here) }
        for input in batch where !isLeaving { change(by: .input(input)) }
        if !isLeaving { paint() }
    }

    private func take(_ signal: Signal, _ tasks: inout DiscardingTaskGroup) async {
        let now = clock.now
        var mustPaint = false
        switch signal {
        case .inputs(let batch):
            press(batch)
            await carryOutSteps(&tasks)
        case .pressed: break
        case .message(let message):
            await tell(message, &tasks)
            mustPaint = true
        case .editedOutside(let result, let file):
            await take(result, of: file, &tasks)
            mustPaint = true
        case .session(let fact, let number):
            guard number == sessionNumber, open != nil else { return }
            mustPaint = await take(fact, at: now, &tasks)
        case .alarm(let moment):
            if nextAlarm == moment { nextAlarm = nil }
            let due = pacer.due(at: now)
            if due.leaves, !isOutside { open?.session.share(presence: .away) }
            if due.rests { await tell(.rested, &tasks) }
            mustPaint = due.paints || due.rests
        case .terminalEnded:
            isOver = true
        case .revived:
            isReviving = false
            open?.session.retryNow()
        case .unknown: missSignIn(&tasks)
        case .lookForSignIn: lookAgain(&tasks)
        case .found(let found):
            await take(signInOf: found, &tasks)
            mustPaint = true
        }
        if mustPaint && !isOver { paint() }
        scheduleAlarm(&tasks)
    }

    private func paint() {
        guard pacer.mayShow(model.hasText, at: clock.now) else { return }
        terminal.show(viewer.frame(of: model))
        pacer.painted()
    }

    /// - Returns: whether it is to be seen at once.
    private func take(
        _ fact: SessionFact, at now: ContinuousClock.Instant, _ tasks: inout DiscardingTaskGroup
    ) async -> Bool {
        if fact.handsTextBack { returnsSeen += 1 }
        if case .link(let link) = fact { note(link, &tasks) }
        // What was sent waits for the server; nobody else would start it again.
        if case .link(.offline) = fact, pacer.isAtKeyboard(at: now) { reviveLocalServer(&tasks) }
        await tell(.session(fact), &tasks)
        defer { if case .opened = fact { pacer.showedText(at: now) } }
        return pacer.changed(fact.urgency(for: place.user), at: now)
    }

    func tell(_ message: Message, _ tasks: inout DiscardingTaskGroup) async {
        change(by: message)
        await carryOutSteps(&tasks)
    }

    private func change(by message: Message) {
        model.now = .current
        let effects = model.isLinear ? updateInLines(&model, message) : update(&model, message)
        guard !effects.isEmpty else { return }
        steps.append(Step(effects: effects, returnsSeen: returnsSeen))
        if effects.contains(.quit) { isLeaving = true }
        // The session that begins with it has handed nothing back.
        if effects.contains(where: \.beginsSession) { returnsSeen = 0 }
    }

    func carryOutSteps(_ tasks: inout DiscardingTaskGroup) async {
        while !isOver, !steps.isEmpty { await carryOut(steps.removeFirst(), &tasks) }
    }

    func leave() {
        isOver = true
    }

    private func scheduleAlarm(_ tasks: inout DiscardingTaskGroup) {
        guard let moment = pacer.deadline, nextAlarm.map({ moment < $0 }) ?? true else { return }
        nextAlarm = moment
        tasks.addTask { [clock, continuation] in
            // A cancelled sleep rings early, and then nobody listens any more.
            try? await clock.sleep(until: moment)
            continuation.yield(.alarm(moment))
        }
    }
}

extension Input {
    /// Whether it shows that somebody sits at the keyboard.
    fileprivate var isByHand: Bool {
        switch self {
        case .key, .paste, .mouse, .line: true
        case .resize, .focus, .ended: false
        }
    }
}

extension SessionFact {
    /// How soon `reader` wants to see it.
    fileprivate func urgency(for reader: UserID) -> FramePacer.Urgency {
        switch self {
        case .link, .presence, .names, .olderPage: .whenQuiet
        // Words that the reader has left in another editor.
        case .liveWords(reader, _): .whenQuiet
        default: .now
        }
    }

    /// Whether it brings texts that the session keeps until the model has them.
    fileprivate var handsTextBack: Bool {
        switch self {
        case .refused, .recovered, .setBack: true
        default: false
        }
    }
}

extension Effect {
    fileprivate var beginsSession: Bool {
        switch self {
        case .openDraft, .reopenDraft: true
        default: false
        }
    }
}

/// What a change of the model has led to.
struct Step {
    let effects: [Effect]
    /// How many returns of texts the model had seen.
    var returnsSeen = 0
}
