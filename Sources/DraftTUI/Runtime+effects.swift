import CellGrid
import CollabAPI
import CollabClient
import Dispatch
import DraftCore
import DraftScreens

// What the model wants done outside itself.
extension Runtime {
    func carryOut(_ step: Step, _ tasks: inout DiscardingTaskGroup) async {
        await hand(over: step)
        for effect in step.effects {
            switch effect {
            case .submit, .keepWords: break
            case .loadDrafts: loadDrafts(&tasks)
            case .createDraft(let title, let key, let members): createDraft(title, key, members, &tasks)
            case .openDraft(let draft): begin(session(for: draft), &tasks)
            case .reopenDraft(let draft, let words, let caret):
                await reopen(draft, Composition(text: words, caret: caret), returnsSeen: step.returnsSeen, &tasks)
            case .lookForSignIn: lookForSignIn(&tasks)
            case .closeDraft: closeDraft(&tasks)
            case .retryLink:
                open?.session.retryNow()
                reviveLocalServer(&tasks)
            case .shareWords(let text): open?.session.share(words: text)
            case .export(let text, let path): export(text, to: path, &tasks)
            case .copy(let text): terminal.copy(text)
            case .loadWordings(let segment, let draft, let first, let count):
                loadWordings(of: segment, in: draft, from: first, count: count, &tasks)
            case .keepPrivate(let draft, let isPrivate): keep(draft, isPrivate: isPrivate)
            case .keepSeen(let draft, let segments):
                stateQueue.async { [folders = place.folders, user = place.user] in
                    SeenDrafts(folders).keep(segments, of: draft, for: user)
                }
            case .spell(let wish): spell(wish, &tasks)
            case .notify(let text, let throughMultiplexer):
                terminal.notify(text, throughMultiplexer: throughMultiplexer)
            case .editOutside(let text): editOutside(text)
            case .say(let lines): terminal.say(lines)
            case .redraw: terminal.redraw()
            case .suspend: terminal.suspend()
            case .quit: leave()
            }
        }
    }

    /// Commands and the words that stay reach the session in one piece: a crash between them would lose or double a text.
    private func hand(over step: Step) async {
        var commands: [Command] = []
        var composition: Composition?
        for effect in step.effects {
            switch effect {
            case .submit(let command): commands.append(command)
            case .keepWords(let text, let caret): composition = Composition(text: text, caret: caret)
            default: continue
            }
        }
        guard !commands.isEmpty || composition != nil else { return }
        if let composition { open?.hasWords = !composition.text.allSatisfy(\.isWhitespace) }
        await open?.session.take(commands, composition: composition, returnsSeen: step.returnsSeen)
    }

    private func session(for draft: DraftID) -> DraftSession {
        defer { prepared = nil }
        if let prepared, prepared.draftID == draft, prepared.user == place.user { return prepared }
        return place.session(for: draft)
    }

    private func begin(_ session: DraftSession, _ tasks: inout DiscardingTaskGroup) {
        closeDraft(&tasks)
        sessionNumber += 1
        session.share(presence: .here)
        let seat = Seat(session)
        remains[seat] = nil
        open = OpenSession(session, number: sessionNumber, after: leaving.removeValue(forKey: seat)) {
            [continuation, sessionNumber, advice = place.signInAdvice] update in
            for fact in SessionFact.facts(of: update, advice: advice) {
                continuation.yield(.session(fact, number: sessionNumber))
            }
        }
    }

    private func keep(_ draft: DraftID, isPrivate: Bool) {
        stateQueue.async { [folders = place.folders, continuation] in
            guard !PrivateDrafts(folders).keep(draft, isPrivate: isPrivate) else { return }
            continuation.yield(
                .message(.requestFailed("This is so until you leave; it cannot be kept on disk.")))
        }
    }

    /// Opens the draft for whom the reader has turned out to be. The words go along: they are on disk in the new journal
    /// before they leave the old one, for a crash between the two may double them but not lose them.
    private func reopen(
        _ draft: DraftID, _ words: Composition, returnsSeen: Int, _ tasks: inout DiscardingTaskGroup
    ) async {
        let next = session(for: draft)
        await next.take([], composition: words, returnsSeen: 0)
        if await next.keep() {
            await open?.session.take([], composition: Composition(), returnsSeen: returnsSeen)
            open?.hasWords = false
        }
        begin(next, &tasks)
        open?.hasWords = !words.text.allSatisfy(\.isWhitespace)
    }

    /// Leaves what is open, if anything is; its last commands reach the server while the reader goes on.
    func closeDraft(_ tasks: inout DiscardingTaskGroup) {
        guard let left = open else { return }
        open = nil
        leaving[Seat(left.session)] = left
        tasks.addTask { await self.settle(left) }
    }

    private func settle(_ left: OpenSession) async {
        let seat = Seat(left.session)
        let remains = await left.leave()
        // A draft that was opened again has its words back.
        guard leaving[seat]?.number == left.number else { return }
        leaving[seat] = nil
        self.remains[seat] = remains
    }

    private func export(_ text: String, to path: String, _ tasks: inout DiscardingTaskGroup) {
        tasks.addTask { [continuation] in
            let file = ManuscriptFile(
                path, home: Environment.home, folder: ManuscriptFile.workingFolder)
            do throws(ManuscriptFile.Failure) {
                try file.write(text)
                continuation.yield(.message(.exported(file.path)))
            } catch {
                continuation.yield(.message(.exportFailed(error.reason)))
            }
        }
    }

    /// The server of this machine is gone, or may be: it is started again, where it was.
    /// - Parameter pause: how long it is left alone before.
    func reviveLocalServer(_ tasks: inout DiscardingTaskGroup, after pause: Duration = .zero) {
        guard place.localServer != nil, !isReviving else { return }
        isReviving = true
        tasks.addTask { [place, continuation] in
            // Whoever has left meanwhile needs no server.
            guard (try? await Task.sleep(for: pause)) != nil else { return }
            if let reason = await place.wake() { continuation.yield(.message(.requestFailed(reason))) }
            continuation.yield(.revived)
        }
    }

    private func loadDrafts(_ tasks: inout DiscardingTaskGroup) {
        tasks.addTask { [place, continuation, leaving] in
            // A draft that was just left may have its copy and its words on disk only now.
            for left in leaving.values { await left.ended() }
            do throws(CommandFailure) {
                let drafts = try await place.reaching { () throws(CommandFailure) in
                    try await asking { () throws(ClientError) in try await place.client.allDrafts() }
                }
                continuation.yield(.message(.draftsLoaded(DraftSummary.rows(of: drafts, at: place))))
            } catch {
                let copies = DraftSummary.rows(of: place.copies.drafts(of: place.user), at: place)
                let reason = place.sentence(for: error)
                guard error.isForWantOfSignIn else {
                    continuation.yield(.message(.draftsFailed(reason, copies: copies)))
                    return
                }
                continuation.yield(.unknown)
                continuation.yield(.message(.draftsWithheld(reason, copies: copies)))
            }
        }
    }

    private func createDraft(
        _ title: String, _ key: IdempotencyKey, _ members: [UserID], _ tasks: inout DiscardingTaskGroup
    ) {
        tasks.addTask { [place, continuation] in
            do throws(CommandFailure) {
                let draft = try await place.reaching { () throws(CommandFailure) in
                    try await insisting(with: key) { key throws(ClientError) in
                        try await place.client.createDraft(title: title, key: key)
                    }
                }
                let missing = await place.add(members, to: draft.draftID)
                continuation.yield(.message(.draftCreated(draft.draftID, without: missing)))
            } catch {
                if error.isForWantOfSignIn { continuation.yield(.unknown) }
                continuation.yield(.message(.requestFailed(place.sentence(for: error))))
            }
        }
    }
}

extension Place {
    /// Has the server of this machine run, where it is the one.
    /// - Returns: why it cannot be used from here; nil where it can.
    func wake() async -> String? {
        guard let localServer else { return nil }
        do throws(CommandFailure) {
            let address = try await localServer.address()
            return address == client.baseURL ? nil : "The local server moved: leave with ^Q and start again."
        } catch {
            return error.message
        }
    }

    /// Asks the server for something; the one of this machine is started again where it cannot be reached, and asked once more.
    func reaching<Answer>(
        _ call: () async throws(CommandFailure) -> Answer
    ) async throws(CommandFailure) -> Answer {
        do throws(CommandFailure) {
            return try await call()
        } catch {
            guard case .client(let reason) = error, reason.code == .unreachable, localServer != nil else { throw error }
            if let sentence = await wake() { throw .localServer(sentence) }
            return try await call()
        }
    }

    /// A session of a draft here.
    func session(for draft: DraftID) -> DraftSession {
        // By a link nothing is written, and what was read is not to outlast it.
        client.session(
            for: draft, as: user, journal: isGuest ? nil : journal, copies: isGuest ? nil : copies)
    }

    /// Makes writers of `members`, one after the other.
    /// - Returns: those who are none now, and why.
    fileprivate func add(_ members: [UserID], to draft: DraftID) async -> [MissingMember] {
        var missing: [MissingMember] = []
        for member in members {
            do throws(CommandFailure) {
                _ = try await insisting { key throws(ClientError) in try await client.add(member, to: draft, key: key) }
            } catch {
                missing.append(MissingMember(user: member, reason: sentence(for: error)))
            }
        }
        return missing
    }
}
