import CollabAPI
import CollabTesting
import DraftCore
import Testing

@testable import CollabClient

/// Everything that a session has said, and a replica folded from it as a program would.
final class SessionLog: Sendable {
    private struct State {
        var updates: [SessionUpdate] = []
        var replica: Replica?
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Locked(State())

    var updates: [SessionUpdate] { state.withLock(\.updates) }
    var replica: Replica? { state.withLock(\.replica) }

    func take(_ update: SessionUpdate) {
        let waiting = state.withLock { state in
            state.updates.append(update)
            switch update {
            case .opened(let draft, let manuscript):
                if state.replica == nil {
                    state.replica = Replica(draft: draft, manuscript: manuscript)
                } else {
                    _ = state.replica?.reset(draft: draft, manuscript: manuscript)
                }
            case .olderPage(let segments): state.replica?.prepend(segments)
            case .event(let body): _ = state.replica?.receive(body.event)
            case .submitted(let command, let moment):
                if state.replica?.pending.contains(where: { $0.command == command }) == false {
                    state.replica?.submit(command, at: moment)
                }
            case .acknowledged(let command, let seq):
                if let key = command.key { state.replica?.acknowledge(key, at: seq) }
            case .refused(let refusal):
                _ = state.replica?.forget(refusal.keys)
            default: break
            }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Waits until the updates so far satisfy `check`.
    func until(_ check: @Sendable ([SessionUpdate]) -> Bool) async {
        while true {
            let updates = updates
            if check(updates) { return }
            await withCheckedContinuation { continuation in
                let isNews = state.withLock { state in
                    if state.updates.count > updates.count { return true }
                    state.waiting.append(continuation)
                    return false
                }
                if isNews { continuation.resume() }
            }
        }
    }

    var acknowledged: [Command] {
        updates.compactMap { if case .acknowledged(let command, _) = $0 { command } else { nil } }
    }

    var refusals: [CommandRefusal] {
        updates.compactMap { if case .refused(let refusal) = $0 { refusal } else { nil } }
    }

    var recovered: [RecoveredWork] {
        updates.compactMap { if case .recovered(let work) = $0 { work } else { nil } }
    }
}

/// Runs `body` beside a session, then ends the session.
func running(
    _ session: DraftSession, _ body: @Sendable (SessionLog) async throws -> Void
) async throws {
    let log = SessionLog()
    let updates = await session.updates()
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await session.run() }
        group.addTask { for await update in updates { log.take(update) } }
        do {
            try await body(log)
        } catch {
            group.cancelAll()
            throw error
        }
        group.cancelAll()
        try await group.waitForAll()
    }
}
