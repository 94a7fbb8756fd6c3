import Testing

@testable import DraftTUI

@Suite struct FramePacerTests {
    private let start = ContinuousClock.now

    private func after(_ milliseconds: Int) -> ContinuousClock.Instant { start + .milliseconds(milliseconds) }

    @Test func `what the reader did is painted at once, also between two keys`() {
        let pacer = Pacer()
        pacer.pressed(at: start)
        #expect(pacer.changed(.now, at: after(1)))
    }

    @Test func `before the text is there, everything is painted at once`() {
        let pacer = Pacer()
        #expect(pacer.changed(.whenQuiet, at: start))
    }

    @Test func `news of the link leaves the first frame alone for half a second`() {
        let pacer = Pacer()
        pacer.showedText(at: start)
        #expect(!pacer.changed(.whenQuiet, at: after(100)))
        #expect(pacer.deadline == after(500))
        #expect(pacer.due(at: after(499)) == FramePacer.Due())
        #expect(pacer.due(at: after(500)) == FramePacer.Due(paints: true))
        #expect(pacer.due(at: after(501)) == FramePacer.Due(), "it is not due again")
        #expect(pacer.changed(.whenQuiet, at: after(600)))
    }

    @Test func `text that is shown again does not begin a new first frame`() {
        let pacer = Pacer()
        pacer.showedText(at: start)
        pacer.showedText(at: after(400))
        #expect(pacer.changed(.whenQuiet, at: after(500)))
    }

    @Test func `a frame without the text waits a tenth of a second for one with it`() {
        let pacer = Pacer()
        pacer.awaitsText(at: start)
        #expect(!pacer.mayShow(false, at: after(99)))
        #expect(pacer.deadline == after(100))
        #expect(pacer.due(at: after(100)) == FramePacer.Due(paints: true))
        #expect(pacer.mayShow(false, at: after(100)))
    }

    @Test func `the text itself waits for nothing, and neither does a key`() {
        let opened = Pacer()
        opened.awaitsText(at: start)
        #expect(opened.mayShow(true, at: after(5)))
        #expect(opened.mayShow(false, at: after(6)), "there has been a frame")
        let pressed = Pacer()
        pressed.awaitsText(at: start)
        pressed.pressed(at: after(5))
        #expect(pressed.mayShow(false, at: after(5)))
    }

    @Test func `news waits until the typing rests`() {
        let pacer = Pacer()
        pacer.showedText(at: start)
        pacer.pressed(at: after(100))
        #expect(!pacer.changed(.whenQuiet, at: after(101)))
        pacer.pressed(at: after(200))
        #expect(!pacer.changed(.whenQuiet, at: after(349)))
        #expect(pacer.changed(.whenQuiet, at: after(350)))
    }

    @Test func `a frame that was painted for another reason is not owed any more`() {
        let pacer = Pacer()
        pacer.showedText(at: start)
        #expect(!pacer.changed(.whenQuiet, at: after(100)))
        pacer.painted()
        #expect(!pacer.due(at: after(1000)).paints)
    }

    @Test func `a pause in the typing is told once`() {
        let pacer = Pacer()
        pacer.pressed(at: start)
        pacer.pressed(at: after(100))
        #expect(!pacer.due(at: after(249)).rests)
        #expect(pacer.due(at: after(250)) == FramePacer.Due(rests: true))
        #expect(!pacer.due(at: after(1000)).rests)
    }

    @Test func `who types without a pause is shown the counts every two seconds`() {
        let pacer = Pacer()
        for moment in stride(from: 0, through: 1900, by: 100) { pacer.pressed(at: after(moment)) }
        #expect(!pacer.due(at: after(1999)).rests)
        #expect(pacer.due(at: after(2000)).rests)
        pacer.pressed(at: after(2050))
        #expect(!pacer.due(at: after(2150)).rests)
        #expect(pacer.due(at: after(2200)).rests)
    }

    @Test func `whoever touches no key for five minutes is away, and the next key brings them back`() {
        let pacer = Pacer()
        pacer.showedText(at: start)
        #expect(pacer.deadline == start + .seconds(300))
        #expect(pacer.due(at: start + .seconds(300)) == FramePacer.Due(leaves: true))
        #expect(pacer.isAway)
        #expect(pacer.deadline == nil)
        #expect(pacer.pressed(at: start + .seconds(400)))
        #expect(!pacer.isAway)
        #expect(!pacer.pressed(at: start + .seconds(401)))
        #expect(pacer.awayDue == start + .seconds(701))
    }
}

/// A pacer that can be asked inside an expectation, which takes no changing calls of a value.
private final class Pacer {
    private var pacer = FramePacer()

    var deadline: ContinuousClock.Instant? { pacer.deadline }
    var awayDue: ContinuousClock.Instant? { pacer.awayDue }
    var isAway: Bool { pacer.isAway }

    @discardableResult
    func pressed(at now: ContinuousClock.Instant) -> Bool { pacer.pressed(at: now) }
    func awaitsText(at now: ContinuousClock.Instant) { pacer.awaitsText(at: now) }
    func mayShow(_ hasText: Bool, at now: ContinuousClock.Instant) -> Bool { pacer.mayShow(hasText, at: now) }
    func showedText(at now: ContinuousClock.Instant) { pacer.showedText(at: now) }
    func changed(_ urgency: FramePacer.Urgency, at now: ContinuousClock.Instant) -> Bool {
        pacer.changed(urgency, at: now)
    }
    func painted() { pacer.painted() }
    func due(at now: ContinuousClock.Instant) -> FramePacer.Due { pacer.due(at: now) }
}
