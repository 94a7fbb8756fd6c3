import CollabAPI
import CollabClient
import DraftCore

/// Somebody who takes turns by a script: whenever the ring comes, one sentence is written, word by word, and the ring goes
/// on. It is a client like any other, with a connection of its own.
struct Companion: Sendable {
    let session: DraftSession
    let sentences: [String]
    /// Who gets the ring afterwards.
    let partner: UserID
    /// How long a word takes.
    let pace: Duration

    /// Takes turns until there is nothing left to say or the task is cancelled. The last ring is passed on too.
    /// - Parameter saw: told of everything that the companion sees.
    func run(saw: @escaping @Sendable (SessionUpdate) -> Void = { _ in }) async {
        let updates = await session.updates()
        await withTaskGroup { group in
            group.addTask { await session.run() }
            group.addTask { await takeTurns(updates, saw) }
            await group.next()
            group.cancelAll()
        }
    }

    private func takeTurns(_ updates: AsyncStream<SessionUpdate>, _ saw: @Sendable (SessionUpdate) -> Void) async {
        var rest = sentences[...]
        for await update in updates {
            saw(update)
            guard await isMyTurn(update) else { continue }
            if let sentence = rest.popFirst() { await write(sentence) }
            guard !Task.isCancelled, await act({ session throws(ClientError) in try await session.pass(to: partner) })
            else { return }
        }
    }

    /// Whether the update brings the ring. What comes later in the log may have taken it away again.
    private func isMyTurn(_ update: SessionUpdate) async -> Bool {
        switch update {
        case .opened(let draft, _): guard draft.ring.holder == session.user else { return false }
        case .event(let body):
            guard case .ringPassed(let pass) = body.event.change, pass.to == session.user else { return false }
        default: return false
        }
        return await session.replica?.visible.draft.ring.holder == session.user
    }

    private func write(_ sentence: String) async {
        var typed = ""
        for word in sentence.split(separator: " ", omittingEmptySubsequences: false) {
            typed += (typed.isEmpty ? "" : " ") + word
            session.share(words: typed)
            do {
                try await Task.sleep(for: pace)
            } catch {
                return
            }
        }
        _ = await act { session throws(ClientError) in try await session.append(sentence) }
        session.share(words: "")
    }

    /// Commands fail only while the draft is not loaded, and then it is nobody's turn.
    private func act(_ command: (DraftSession) async throws(ClientError) -> IdempotencyKey) async -> Bool {
        do throws(ClientError) {
            _ = try await command(session)
            return true
        } catch {
            return false
        }
    }
}
