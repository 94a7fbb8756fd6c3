import CellGrid
import CollabClient
import DraftCore
import DraftScreens

/// Runs the screens: one queue of what happened, one model, one terminal.
///
/// Everything that happens passes through `signals` and changes the model by `update` alone, so that the order on the
/// screen is the order in which things happened.
actor Runtime {
    enum Signal: Sendable {
        case inputs([Input])
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
    let clock = ContinuousClock()
    private var model: Model
    private var viewer = Viewer()
    private var pacer = FramePacer()
    private var nextAlarm: ContinuousClock.Instant?
    private var isOver = false

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
    /// Whether the reader writes in another editor at the moment.
    var isOutside = false
    /// How many times the session has handed texts back to the model.
    var returnsSeen = 0

    init(place: Place, terminal: any Terminal, model: Model) {
        self.place = place
        self.terminal = terminal
        self.model = model
        signIns = SignInWatch(place.folders.credentials)
        (signals, continuation) = AsyncStream.makeStream()
    }

    /// Runs until the reader leaves; returns when everything unsent is on disk, or tells why it is not.
    func run(_ effects: [Effect]) async -> Remains {
        await withDiscardingTaskGroup { tasks in
            tasks.addTask { [terminal, continuation] in
                for await batch in terminal.inputs { continuation.yield(.inputs(batch)) }
                continuation.yield(.terminalEnded)
            }
            await carryOut(effects, &tasks)
            for await signal in signals {
                await take(signal, &tasks)
                if isOver { break }
            }
            // The screen goes at once; what is unsent is still being sent and written while the reader turns away.
            terminal.close()
            closeDraft(&tasks)
            for left in leaving.values { await left.ended() }
            tasks.cancelAll()
        }
        return remains.values.reduce(Remains(), +)
    }

    private func take(_ signal: Signal, _ tasks: inout DiscardingTaskGroup) async {
        let now = clock.now
        var mustPaint = false
        switch signal {
        case .inputs(let batch):
            if batch.contains(where: \.isByHand), pacer.pressed(at: now) { open?.session.share(presence: .here) }
            for input in batch where !isOver { await tell(.input(input), &tasks) }
            mustPaint = true
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
        if mustPaint && !isOver {
            terminal.show(viewer.frame(of: model))
            pacer.painted()
        }
        scheduleAlarm(&tasks)
    }

    /// - Returns: whether it is to be seen at once.
    private func take(
        _ fact: SessionFact, at now: ContinuousClock.Instant, _ tasks: inout DiscardingTaskGroup
    ) async -> Bool {
        if fact.handsTextBack { returnsSeen += 1 }
        if case .link(let link) = fact { note(link, &tasks) }
        await tell(.session(fact), &tasks)
        defer { if case .opened = fact { pacer.showedText(at: now) } }
        return pacer.changed(fact.urgency, at: now)
    }

    func tell(_ message: Message, _ tasks: inout DiscardingTaskGroup) async {
        model.now = .current
        let effects = model.isLinear ? updateInLines(&model, message) : update(&model, message)
        await carryOut(effects, &tasks)
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
    /// How soon the reader wants to see it.
    fileprivate var urgency: FramePacer.Urgency {
        switch self {
        case .link, .presence, .names: .whenQuiet
        default: .now
        }
    }

    /// Whether it brings texts that the session keeps until the model has them.
    fileprivate var handsTextBack: Bool {
        switch self {
        case .refused, .recovered: true
        default: false
        }
    }
}
