import CollabAPI
public import DraftCore

// What the user asks for: shown at once, queued, sent in order.
extension DraftSession {
    /// Adds a segment at the end.
    /// - Returns: the key that its acknowledgement or refusal will carry.
    /// - Throws: `ClientError.Code.notLoaded` while the draft is not here.
    @discardableResult
    public func append(_ content: String) throws(ClientError) -> IdempotencyKey {
        try submit(.append(sources.makeSegmentID(), content: content))
    }

    /// Passes the ring.
    @discardableResult
    public func pass(to recipient: UserID) throws(ClientError) -> IdempotencyKey {
        try submit(.pass(to: recipient))
    }

    /// Passes the ring to whom the strategy chooses.
    @discardableResult
    public func pass(by strategy: Strategy) throws(ClientError) -> IdempotencyKey {
        try submit(.passSmart(strategy))
    }

    /// Takes the ring back, for the creator.
    @discardableResult
    public func reclaim() throws(ClientError) -> IdempotencyKey {
        try submit(.reclaim)
    }

    /// Gives a segment another wording; refused if it has changed since it was last seen here.
    @discardableResult
    public func revise(_ segment: SegmentID, to content: String) throws(ClientError) -> IdempotencyKey {
        let seen = replica?.visible.amended[segment] ?? replica?.manuscript[segment]
        return try submit(.revise(segment, content: content, revision: seen?.revision))
    }

    /// Takes a segment out of the manuscript.
    @discardableResult
    public func strike(_ segment: SegmentID) throws(ClientError) -> IdempotencyKey {
        try submit(.strike(segment))
    }

    /// Asks for anything that can be asked of a draft.
    @discardableResult
    public func submit(_ action: Command.Action) throws(ClientError) -> IdempotencyKey {
        guard let replica else {
            throw ClientError(code: .notLoaded, message: "The draft has not been loaded yet.")
        }
        let key = sources.makeKey()
        // The tenure that the user sees: a command behind a pending pass is made under the tenure which that begins.
        enqueue(Command(actor: user, key: key, tenure: replica.visible.draft.ring.tenure, action: action))
        journalSignal.ring()
        outboxSignal.ring()
        return key
    }

    /// Shows `command` and queues it. One without a key gets one here: it is sent until it is answered.
    func enqueue(_ command: Command) {
        let now = sources.now()
        let command = Command(
            actor: command.actor, key: command.key ?? sources.makeKey(), tenure: command.tenure, action: command.action)
        replica?.submit(command, at: now)
        outbox.add(command)
        publish(.submitted(command, at: now))
    }

    /// Commands without a verdict, oldest first.
    public var unsent: [Command] { outbox.items.map(\.command) }

    nonisolated func outboxHurry() {
        Task { await hurry() }
    }

    func hurry() {
        outbox.hurry(at: sources.clock.now)
        outboxSignal.ring()
    }

    func sendCommands() async {
        await withDiscardingTaskGroup { tasks in
            // One sleeper, however often the bell rings.
            var alarm: (moment: ContinuousClock.Instant, leash: Leash)?
            outboxSignal.ring()
            for await _ in outboxSignal.rings {
                if let command = outbox.begin(at: sources.clock.now) {
                    tasks.addTask { await self.send(command) }
                }
                guard outbox.wakeAt != alarm?.moment else { continue }
                alarm?.leash.cut()
                alarm = outbox.wakeAt.map { ($0, Leash()) }
                guard let (moment, leash) = alarm else { continue }
                tasks.addTask { [sources, outboxSignal] in
                    await leash.run { await sources.clock.wait(until: moment) }
                    outboxSignal.ring()
                }
            }
            tasks.cancelAll()
        }
    }

    /// One attempt. The journal comes first: what may have reached the server must be known after a crash.
    private func send(_ command: Command) async {
        guard let key = command.key else { return }
        await saveJournal()
        watchProgress(isRestarted: false)
        do throws(ClientError) {
            let seq = try await caller.send(command, to: draftID, timeout: Self.commandTimeout)
            accept(command, key, at: seq)
        } catch {
            if error.isVerdict {
                refuse(key, error)
            } else {
                outbox.fail(key, at: sources.clock.now, retryAfter: error.retryAfter)
                // Where a server answers, the link is not to blame; the next attempt has the link's patience anew.
                if error.status != nil { watchProgress(isRestarted: true) }
                tellDelay(of: key, error)
                // The link hears of an expired sign-in by its own calls only when it makes one.
                if error.code == .unauthorized { driver.tell(.commandSent) }
            }
        }
        outboxSignal.ring()
    }

    /// An expired sign-in is told by the link; silence too.
    private func tellDelay(of key: IdempotencyKey, _ error: ClientError) {
        let isWaiting = outbox.items.first?.command.key == key
        guard error.status != nil, error.code != .unauthorized, isWaiting, delay != error.message else { return }
        delay = error.message
        publish(.delayed(error.message))
    }

    private func accept(_ command: Command, _ key: IdempotencyKey, at seq: Seq) {
        // An event may have told before the answer did.
        guard outbox.settle(key) else { return }
        replica?.acknowledge(key, at: seq)
        settled(command, at: seq)
    }

    /// Everything behind a refused command was made in the belief that it would be obeyed: all of it is taken back.
    func refuse(_ key: IdempotencyKey, _ reason: ClientError) {
        let commands = outbox.refuse(key)
        guard let refused = commands.first else { return }
        _ = replica?.forget(Set(commands.compactMap(\.key)))
        let refusal = CommandRefusal(command: refused, reason: reason, cancelled: Array(commands.dropFirst()))
        hand(back: refusal.texts)
        delay = nil
        publish(.refused(refusal))
        watchProgress(isRestarted: true)
        journalSignal.ring()
    }

    /// The log has shown a command of ours.
    func acknowledged(_ command: Command, at seq: Seq) {
        guard let key = command.key, outbox.settle(key) else { return watchProgress(isRestarted: true) }
        settled(command, at: seq)
        outboxSignal.ring()
    }

    private func settled(_ command: Command, at seq: Seq) {
        delay = nil
        publish(.acknowledged(command, at: seq))
        watchProgress(isRestarted: true)
        journalSignal.ring()
    }

    /// Tells the link whether something waits to be seen in the log; each command has the link's whole patience.
    private func watchProgress(isRestarted: Bool) {
        if isRestarted { driver.tell(.commandsSettled) }
        let waits = outbox.inFlight != nil || replica?.pending.contains { $0.acknowledgedAt != nil } ?? false
        if waits { driver.tell(.commandSent) }
    }
}
