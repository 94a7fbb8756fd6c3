import CollabAPI
import CollabClient
import DraftCore
import DraftScreens

/// The session of the draft that is open, and how it is ended.
struct OpenSession: Sendable {
    let session: DraftSession
    private let stopping: AsyncStream<Never>
    private let stopper: AsyncStream<Never>.Continuation
    private let ending: AsyncStream<Never>
    private let ender: AsyncStream<Never>.Continuation

    init(_ session: DraftSession) {
        self.session = session
        (stopping, stopper) = AsyncStream.makeStream()
        (ending, ender) = AsyncStream.makeStream()
    }

    /// Ends it; what is unsent goes to disk first.
    func stop() {
        stopper.finish()
    }

    /// Returns once its journal is free for another session.
    func ended() async {
        for await _ in ending {}
    }

    /// Runs it until it is stopped or the task is cancelled.
    func run(telling news: @escaping @Sendable (SessionUpdate) -> Void) async {
        let updates = await session.updates()
        await withTaskGroup { group in
            group.addTask { await session.run() }
            group.addTask { for await update in updates { news(update) } }
            group.addTask { for await _ in stopping {} }
            await group.next()
            group.cancelAll()
        }
        ender.finish()
    }
}

// What the model wants done outside itself.
extension Runtime {
    func carryOut(_ effects: [Effect], _ tasks: inout DiscardingTaskGroup) async {
        await hand(over: effects)
        for effect in effects {
            switch effect {
            case .submit, .keepWords: break
            case .loadDrafts: loadDrafts(&tasks)
            case .createDraft(let title, let key): createDraft(title, key, &tasks)
            case .openDraft(let draft): openDraft(draft, &tasks)
            case .closeDraft: await closeDraft()
            case .retryLink: open?.session.retryNow()
            case .shareWords(let text): open?.session.share(words: text)
            case .export(let text, let path): export(text, to: path, &tasks)
            case .suspend: suspend()
            case .quit: leave()
            }
        }
    }

    /// Commands and the words that stay reach the session in one piece: a crash between them would lose or double a text.
    private func hand(over effects: [Effect]) async {
        var commands: [Command] = []
        var composition: Composition?
        for effect in effects {
            switch effect {
            case .submit(let command): commands.append(command)
            case .keepWords(let text, let caret): composition = Composition(text: text, caret: caret)
            default: continue
            }
        }
        guard !commands.isEmpty || composition != nil else { return }
        await open?.session.take(commands, composition: composition, returnsSeen: returnsSeen)
    }

    private func openDraft(_ draft: DraftID, _ tasks: inout DiscardingTaskGroup) {
        sessionNumber += 1
        returnsSeen = 0
        let session = OpenSession(
            place.client.session(for: draft, as: place.user, journal: place.journal, copies: place.copies))
        session.session.share(presence: .here)
        open = session
        tasks.addTask { [continuation, number = sessionNumber] in
            await session.run { update in
                for fact in SessionFact.facts(of: update) { continuation.yield(.session(fact, number: number)) }
            }
        }
    }

    private func closeDraft() async {
        open?.stop()
        await open?.ended()
        open = nil
    }

    private func export(_ text: String, to path: String, _ tasks: inout DiscardingTaskGroup) {
        tasks.addTask { [continuation] in
            let file = ManuscriptFile(
                path, home: Environment.variables["HOME"], folder: ManuscriptFile.workingFolder)
            do throws(ManuscriptFile.Failure) {
                try file.write(text)
                continuation.yield(.message(.exported(file.path)))
            } catch {
                continuation.yield(.message(.exportFailed(error.reason)))
            }
        }
    }

    private func loadDrafts(_ tasks: inout DiscardingTaskGroup) {
        tasks.addTask { [place, continuation] in
            do throws(CommandFailure) {
                let drafts = try await asking { () throws(ClientError) in try await place.client.allDrafts() }
                let listed = drafts.map { DraftSummary($0, for: place.user) }
                let left = DraftSummary.left(at: place).filter { left in !listed.contains { $0.id == left.id } }
                continuation.yield(.message(.draftsLoaded(listed + left)))
            } catch {
                let copies = place.copies.drafts(of: place.user).map { DraftSummary($0, for: place.user) }
                let left = DraftSummary.left(at: place).filter { left in !copies.contains { $0.id == left.id } }
                continuation.yield(.message(.draftsFailed(error.message, copies: copies + left)))
            }
        }
    }

    private func createDraft(_ title: String, _ key: IdempotencyKey, _ tasks: inout DiscardingTaskGroup) {
        tasks.addTask { [place, continuation] in
            do throws(CommandFailure) {
                let draft = try await insisting { () throws(ClientError) in
                    try await place.client.createDraft(title: title, key: key)
                }
                continuation.yield(.message(.draftCreated(draft.draftID)))
            } catch {
                continuation.yield(.message(.requestFailed(error.message)))
            }
        }
    }
}
