import CollabTesting
import DraftCore
import DraftStorage
import Testing

@testable import collab_server

@Suite struct AuditJournalTests {
    private let clock = TestClock()
    private let journal: AuditJournal

    init() {
        journal = AuditJournal(clock: WallClock { [clock] in clock.now })
    }

    private func note(_ kind: AuditNote.Kind, _ action: String = "x") -> AuditNote {
        AuditNote(kind, AuditFacts(action: action), by: ana, at: clock.now)
    }

    @Test func `what is noted is taken once, in order`() {
        let notes = [note(.signIn, "a"), note(.refusal, "b"), note(.limit, "c")]
        for note in notes { journal.note(note) }
        #expect(journal.take() == notes)
        #expect(journal.take() == [])
    }

    @Test func `of a flood of refusals the first are kept and the rest are counted`() {
        for _ in 0..<AuditJournal.refusals.burst + 70 { journal.note(note(.refusal)) }
        journal.note(note(.signIn))
        let notes = journal.take()
        #expect(notes.count == AuditJournal.refusals.burst + 2)
        #expect(notes.dropLast().last?.kind == .signIn)
        #expect(notes.last?.kind == .gap && notes.last?.count == 70)
        #expect(journal.droppedInAll == 70)
        #expect(journal.take() == [])
    }

    @Test func `time makes room for refusals again, and only so much`() {
        for _ in 0..<AuditJournal.refusals.burst { journal.note(note(.limit)) }
        _ = journal.take()
        clock.advance(seconds: 1)
        for _ in 0..<50 { journal.note(note(.limit)) }
        let kept = journal.take().count { $0.kind == .limit }
        #expect(kept == AuditJournal.refusals.perSecond)
        clock.advance(seconds: 3600)
        for _ in 0..<AuditJournal.refusals.burst + 5 { journal.note(note(.limit)) }
        #expect(journal.take().last?.count == 5)
    }

    @Test func `no kind of note makes it grow without bound`() {
        for _ in 0..<AuditJournal.capacity + 3 { journal.note(note(.signIn)) }
        #expect(journal.count == AuditJournal.capacity)
        #expect(journal.take().last?.count == 3)
    }

    @Test func `what could not be written comes before what is newer, and what was counted is not lost`() {
        for _ in 0..<AuditJournal.refusals.burst + 7 { journal.note(note(.refusal, "old")) }
        let first = journal.take()
        journal.note(note(.signIn, "new"))
        journal.giveBack(first)
        let again = journal.take()
        #expect(again.first?.facts.action == "old")
        #expect(again.dropLast().last?.facts.action == "new")
        #expect(again.last?.kind == .gap && again.last?.count == 7)
        for _ in 0..<AuditJournal.capacity { journal.note(note(.signIn)) }
        journal.giveBack([note(.refusal)])
        #expect(journal.take().last?.count == 1)
    }
}
