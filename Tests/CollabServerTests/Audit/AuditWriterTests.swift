import CollabTesting
import DraftCore
import DraftStorage
import Logging
import Synchronization
import Testing

@testable import collab_server

@Suite struct AuditWriterTests {
    /// Takes notes only after having refused them so many times.
    private final class FickleTrail: AuditTrail {
        private let state: Mutex<(refusals: Int, notes: [AuditNote])>

        init(refusals: Int) {
            state = Mutex((refusals, []))
        }

        var notes: [AuditNote] { state.withLock(\.notes) }

        func record(_ notes: [AuditNote]) async throws(StorageError) {
            let isRefused = state.withLock { state in
                state.refusals -= 1
                if state.refusals < 0 { state.notes += notes }
                return state.refusals >= 0
            }
            if isRefused { throw .unavailable("the disk is full") }
        }

        func trail(_ filter: AuditFilter) async throws(StorageError) -> [AuditEntry] { [] }
        func verifyTrail() async throws(StorageError) -> AuditReport { AuditReport() }
        func forgetTrail(before moment: Timestamp, limit: Int) async throws(StorageError) -> Int { 0 }
    }

    @Test(arguments: [0, 1, 2])
    func `notes are written once, however often the store refuses them`(refusals: Int) async throws {
        let journal = AuditJournal(clock: .system)
        let trail = FickleTrail(refusals: refusals)
        let complaints = Complaints()
        let logger = Logger(label: "test") { _ in complaints }
        let writer = AuditWriter(journal: journal, trail: trail, logger: logger)
        let running = Task { try await writer.run() }
        let notes = (0..<9).map {
            AuditNote(.signIn, AuditFacts(action: "\($0)"), by: ana, at: Timestamp(milliseconds: 0))
        }
        for note in notes { journal.note(note) }
        try await eventually(within: .seconds(30)) { trail.notes.count >= notes.count }
        #expect(trail.notes == notes)
        #expect(complaints.texts.count == refusals)
        journal.note(notes[0])
        journal.close()
        try await running.value
        #expect(trail.notes == notes + [notes[0]])
    }
}
