import CollabAPI
import DraftCore
import FoundationEssentials

/// Carries out what a `LinkMachine` wants and tells it what came of it. All news passes through one queue, so that
/// events reach the session in the order in which they came.
actor LinkDriver {
    enum Signal: Sendable {
        case input(LinkInput)
        case timer(ContinuousClock.Instant)
        case request(AttemptID, HTTPRequest)
        case socket(AttemptID, SocketEvent)
        case snapshot(AttemptID, DraftBody)
        case answer(AttemptID, EventsAnswer)
        case say(ClientMessage)
        case reported
        case freshToken(AttemptID, String)
    }

    private let draftID: DraftID
    let caller: APICaller
    private let sockets: any SocketTransport
    let clock: any LinkClock
    let seed: UInt64
    private let signals: AsyncStream<Signal>
    nonisolated let continuation: AsyncStream<Signal>.Continuation

    private var machine: LinkMachine
    private(set) var socket: (id: AttemptID, connection: any Socket)? {
        didSet { if socket?.id != oldValue?.id { renewal?.cut() } }
    }
    /// The token that `socket` was opened with.
    private(set) var sentToken: String?
    var renewal: Leash?
    private var pollLeash: (id: AttemptID, leash: Leash)?
    private var presenceVersion: Int?
    private var reports = PresenceReports()
    private var nextWake: ContinuousClock.Instant?

    init(draftID: DraftID, caller: APICaller, sockets: any SocketTransport, clock: any LinkClock, seed: UInt64) {
        self.draftID = draftID
        self.caller = caller
        self.sockets = sockets
        self.clock = clock
        self.seed = seed
        machine = LinkMachine(seed: seed, isGuest: caller.onlyReads)
        (signals, continuation) = AsyncStream.makeStream()
    }

    /// Tells the machine something; in order with everything else.
    nonisolated func tell(_ input: LinkInput) {
        continuation.yield(.input(input))
    }

    /// Says something to the server, by whatever connection there is; lost if there is none.
    nonisolated func say(_ message: ClientMessage) {
        continuation.yield(.say(message))
    }

    /// Keeps the draft connected until the task is cancelled.
    func run(delivering sink: some LinkSink) async {
        await withDiscardingTaskGroup { tasks in
            tell(.started)
            for await signal in signals { await take(signal, sink, &tasks) }
            socket?.connection.close()
            tasks.cancelAll()
        }
    }

    private func take(_ signal: Signal, _ sink: some LinkSink, _ tasks: inout DiscardingTaskGroup) async {
        switch signal {
        case .input(let input):
            await feed(input, sink, &tasks)
        case .timer(let moment):
            if nextWake == moment { nextWake = nil }
            await feed(.timePassed, sink, &tasks)
        case .request(let id, let request):
            openSocket(id, request)
        case .socket(let id, let event):
            await take(event, of: id, sink, &tasks)
        case .snapshot(let id, let body):
            await take(body, of: id, sink, &tasks)
        case .answer(let id, let answer):
            await take(answer, of: id, sink, &tasks)
        case .say(let message):
            say(message, &tasks)
        case .reported:
            reports.finish()
            report(&tasks)
        case .freshToken(let id, let token):
            guard let open = socket, open.id == id else { return }
            send(.auth(token: token), over: open.connection)
        }
    }

    private func feed(_ input: LinkInput, _ sink: some LinkSink, _ tasks: inout DiscardingTaskGroup) async {
        for action in machine.handle(input, at: clock.now) { await perform(action, sink, &tasks) }
        guard let deadline = machine.deadline, nextWake.map({ deadline < $0 }) ?? true else { return }
        nextWake = deadline
        tasks.addTask { [clock, continuation] in
            await clock.wait(until: deadline)
            continuation.yield(.timer(deadline))
        }
    }

    private func deliver(_ delivery: LinkDelivery, _ sink: some LinkSink, _ tasks: inout DiscardingTaskGroup) async {
        switch await sink.take(delivery) {
        case .at(let position): await feed(.moved(position), sink, &tasks)
        case .lost: await feed(.lostTrack, sink, &tasks)
        }
    }

    // What the machine wants.

    private func perform(_ action: LinkAction, _ sink: some LinkSink, _ tasks: inout DiscardingTaskGroup) async {
        switch action {
        case .load(let id): load(id, &tasks)
        case .openSocket(let id, let position): prepareSocket(id, position, &tasks)
        case .closeSocket(let id):
            guard let open = socket, open.id == id else { return }
            open.connection.close()
            socket = nil
        case .ping(let id):
            guard let open = socket, open.id == id else { return }
            send(.ping, over: open.connection)
        case .poll(let id, let position, let waits): poll(id, position, waits, &tasks)
        case .cancelPoll(let id):
            if pollLeash?.id == id { pollLeash?.leash.cut() }
        case .resendCommands: _ = await sink.take(.resendCommands)
        case .renewSignIn: renewSignIn(&tasks)
        case .report(let status): _ = await sink.take(.status(status))
        }
    }

    private func load(_ id: AttemptID, _ tasks: inout DiscardingTaskGroup) {
        tasks.addTask { [caller, continuation, path] in
            do throws(ClientError) {
                let body = try await caller.call(
                    Endpoints.getDraft, path: path, query: DraftQuery(from: -DraftSession.firstPage), body: EmptyBody(),
                    timeout: LinkTiming.loading)
                continuation.yield(.snapshot(id, body.data))
            } catch {
                continuation.yield(.input(.loadFailed(id, LinkFailure(error))))
            }
        }
    }

    private func prepareSocket(_ id: AttemptID, _ position: LogPosition, _ tasks: inout DiscardingTaskGroup) {
        tasks.addTask { [caller, continuation, path] in
            do throws(ClientError) {
                let request = try await caller.socketRequest(
                    to: Endpoints.socket, path: path, query: SocketQuery(position: position))
                continuation.yield(.request(id, request))
            } catch {
                continuation.yield(.input(.socketEnded(id, LinkFailure(error))))
            }
        }
    }

    private func openSocket(_ id: AttemptID, _ request: HTTPRequest) {
        guard machine.opening.attempt == id else { return }
        socket?.connection.close()
        let connection = sockets.open(request) { [continuation] event in continuation.yield(.socket(id, event)) }
        socket = (id, connection)
        sentToken = Credential.token(in: request.headers)
    }

    private func poll(
        _ id: AttemptID, _ position: LogPosition, _ waits: Bool, _ tasks: inout DiscardingTaskGroup
    ) {
        let wait = waits ? LinkTiming.pollWait : .zero
        let query = EventsQuery(
            position: position, wait: Int(wait / .seconds(1)), presenceVersion: presenceVersion, limit: nil)
        let leash = Leash()
        pollLeash = (id, leash)
        tasks.addTask { [caller, continuation, path] in
            await leash.run {
                do throws(ClientError) {
                    let answer = try await caller.call(
                        Endpoints.events, path: path, query: query, body: EmptyBody(),
                        timeout: wait + LinkTiming.pollPatience)
                    continuation.yield(.answer(id, answer))
                } catch {
                    continuation.yield(.input(.pollFailed(id, LinkFailure(error))))
                }
            }
        }
    }

    private var path: [Route.Parameter: String] { [.draftID: draftID.description] }

    private func send(_ message: ClientMessage, over connection: any Socket) {
        // What a client says holds nothing that JSON cannot carry.
        if let text = try? WireCoding.encode(message) { connection.send(text) }
    }

    private func say(_ message: ClientMessage, _ tasks: inout DiscardingTaskGroup) {
        if let socket, machine.pulse?.attempt == socket.id { return send(message, over: socket.connection) }
        reports.add(message)
        report(&tasks)
    }

    private func report(_ tasks: inout DiscardingTaskGroup) {
        guard machine.status == .polling else { return reports.forget() }
        guard let report = reports.next() else { return }
        tasks.addTask { [caller, continuation, path] in
            // The next report tells the same; a lost one only dims a mark for a while.
            _ = try? await caller.answer(
                to: Endpoints.reportPresence, path: path, query: NoQuery(), body: report,
                timeout: LinkTiming.pollPatience)
            continuation.yield(.reported)
        }
    }

    // What the network brought.

    private func take(
        _ event: SocketEvent, of id: AttemptID, _ sink: some LinkSink, _ tasks: inout DiscardingTaskGroup
    ) async {
        guard let open = socket, open.id == id else { return }
        switch event {
        case .opened: break
        case .heard: await feed(.socketHeard(id), sink, &tasks)
        case .text(let bytes):
            await feed(.socketHeard(id), sink, &tasks)
            await take(frame: bytes, of: id, sink, &tasks)
        case .ended(let end):
            socket = nil
            await feed(.socketEnded(id, LinkFailure(end)), sink, &tasks)
        }
    }

    private func take(
        frame bytes: Data, of id: AttemptID, _ sink: some LinkSink, _ tasks: inout DiscardingTaskGroup
    ) async {
        let message: ServerMessage
        do throws(WireError) {
            message = try WireCoding.decode(ServerMessage.self, from: bytes)
        } catch {
            // Only an event takes a place in the log: a word that a newer server has may be passed over.
            if (try? WireCoding.decode(NumberedFrame.self, from: bytes)) != nil {
                await feed(.lostTrack, sink, &tasks)
            }
            return
        }
        switch message {
        case .connected(let body):
            await deliver(.welcome(body), sink, &tasks)
            await feed(.socketWelcomed(id), sink, &tasks)
            keepSignedIn(id, &tasks)
        case .event(let body): await deliver(.events([body]), sink, &tasks)
        case .reset:
            _ = await sink.take(.reset)
            await feed(.socketReset(id), sink, &tasks)
        case .presence(let members): _ = await sink.take(.presence(members))
        case .typing(let body): _ = await sink.take(.typing(body))
        case .pong: await feed(.socketPonged(id), sink, &tasks)
        case .error: break
        }
    }

    private func take(
        _ body: DraftBody, of id: AttemptID, _ sink: some LinkSink, _ tasks: inout DiscardingTaskGroup
    ) async {
        guard machine.loading.attempt == id else { return }
        let reply = await sink.take(.snapshot(body))
        let snapshot = LogPosition(since: body.seq, logID: body.logID, hash: body.hash)
        switch reply {
        case .at(let position): await feed(.loaded(id, position), sink, &tasks)
        case .lost:
            await feed(.loaded(id, snapshot), sink, &tasks)
            await feed(.lostTrack, sink, &tasks)
        }
    }

    private func take(
        _ answer: EventsAnswer, of id: AttemptID, _ sink: some LinkSink, _ tasks: inout DiscardingTaskGroup
    ) async {
        guard machine.polling.attempt == id else { return }
        switch answer {
        case .reset:
            _ = await sink.take(.reset)
            await feed(.pollReset(id), sink, &tasks)
        case .events(let page):
            let isNews = !page.data.isEmpty || page.presenceVersion != presenceVersion
            presenceVersion = page.presenceVersion
            await deliver(.events(page.data, head: page.seq), sink, &tasks)
            _ = await sink.take(.presence(page.presence))
            _ = await sink.take(.typing(page.typing))
            let isBehind = page.data.last.map { $0.event.seq < page.seq } ?? false
            await feed(.pollAnswered(id, isBehind: isBehind, isNews: isNews), sink, &tasks)
        }
    }
}
