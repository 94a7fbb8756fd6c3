import CollabAPI
import Dispatch
import DraftCore
import FoundationEssentials

/// Keeps one session's record on disk, and takes over what earlier sessions left.
///
/// Invariant: what was taken over is removed only after a record of this session that covers it is on disk.
final class JournalKeeper: Sendable {
    /// What was found at the start.
    struct Opening: Sendable {
        /// Records that nobody held any more, oldest first.
        var records: [JournalRecord] = []
        /// Why this session's own words cannot be kept yet.
        var failure: JournalError?
        /// Why words of earlier sessions stay where they are; nothing that this session saves mends that.
        var leftBehind: [JournalError] = []
    }

    private struct State {
        var own: JournalFile?
        var taken: [JournalFile] = []
        var saved: JournalRecord?
        var generation = 0
        var isClosed = false
    }

    let server: String
    let draft: DraftID
    let user: UserID
    private let folder: String
    private let makeName: @Sendable () -> String
    private let state = Locked(State())
    // The disk may be slow: its waits belong to no thread that others need.
    private let queue = DispatchQueue(label: "draft.journal")

    /// Nil where words are not to be kept on disk.
    init?(
        folder: JournalFolder?, server: String, draft: DraftID, user: UserID,
        makeName: @escaping @Sendable () -> String = { Identifier<JournalKeeper>.random().description }
    ) {
        guard let folder else { return nil }
        self.folder = folder.folder(of: draft, user)
        self.server = server
        self.draft = draft
        self.user = user
        self.makeName = makeName
    }

    /// An empty record of this session.
    func emptyRecord() -> JournalRecord {
        JournalRecord(server: server, draftID: draft, userID: user)
    }

    /// Begins this session's journal and takes over the abandoned ones.
    func open() async -> Opening {
        await onQueue { $0.open() }
    }

    /// Puts `record` on disk. Of two records the one with the higher generation stays, whichever comes last.
    func save(_ record: JournalRecord, generation: Int) async throws(JournalError) {
        let failure = await onQueue { keeper -> JournalError? in
            do throws(JournalError) {
                try keeper.put(record, generation)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    /// Lets go; what is on disk stays for the next session.
    func close() async {
        await onQueue { keeper in
            keeper.state.withLock { state in
                state.isClosed = true
                state.own?.release()
                state.own = nil
                for file in state.taken { file.release() }
                state.taken = []
            }
        }
    }

    private func onQueue<Value: Sendable>(_ work: @escaping @Sendable (JournalKeeper) -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work(self)) }
        }
    }

    private func open() -> Opening {
        state.withLock { state in
            var opening = Opening()
            do throws(JournalError) {
                // It may have been begun by words that were kept before the start.
                if state.own == nil { state.own = try JournalFile.create(in: folder, makeName: makeName) }
            } catch {
                opening.failure = error
            }
            var records: [JournalRecord] = []
            for file in JournalFile.abandoned(in: folder, noting: { opening.leftBehind.append($0) }) {
                do throws(JournalError) {
                    guard let record = try read(file) else { continue }
                    records.append(record)
                    state.taken.append(file)
                } catch {
                    opening.leftBehind.append(error)
                    file.release()
                }
            }
            let covered = Set(records.flatMap { $0.covers ?? [] })
            opening.records = zip(state.taken, records).filter { !covered.contains($0.0.instance) }.map(\.1)
            return opening
        }
    }

    /// The record of an abandoned journal; nil where there is none after all.
    private func read(_ file: JournalFile) throws(JournalError) -> JournalRecord? {
        guard let bytes = try file.read() else {
            file.release()
            return nil
        }
        if let record = JournalRecord(bytes), record.draftID == draft, record.userID == user { return record }
        guard !JournalRecord.isOfNewerVersion(bytes) else {
            throw JournalError("a newer version of this program has left words in \(file.path)")
        }
        throw JournalError("an earlier journal cannot be read; it is kept as \(file.setAside())")
    }

    private func put(_ record: JournalRecord, _ generation: Int) throws(JournalError) {
        try state.withLock { (state) throws(JournalError) in
            guard generation > state.generation, !state.isClosed else { return }
            if record != state.saved {
                // A disk that was full or missing at the start may be there by now.
                if state.own == nil { state.own = try JournalFile.create(in: folder, makeName: makeName) }
                var whole = record
                if !state.taken.isEmpty { whole.covers = state.taken.map(\.instance) }
                if record.isEmpty { try state.own?.clear() } else { try state.own?.write(try Self.bytes(of: whole)) }
            }
            state.saved = record
            state.generation = generation
            for file in state.taken {
                try file.clear()
                file.release()
            }
            state.taken = []
        }
    }

    private static func bytes(of record: JournalRecord) throws(JournalError) -> Data {
        do throws(WireError) {
            return try WireCoding.encode(record)
        } catch {
            throw JournalError("the words cannot be written as JSON")
        }
    }
}
