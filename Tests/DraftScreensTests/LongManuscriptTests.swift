import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

/// What is drawn costs what is seen of it, however long the text is.
@Suite(.serialized) struct LongManuscriptTests {
    private func stage(_ count: Int) -> Stage {
        var stage = Stage(me: ben, columns: 100, rows: 40)
        let text = "The *lamp* had been **dark for a week** when the `letter` came, and nobody would admit to it."
        for _ in 0..<count { stage.happens(.append(SegmentID.random(), content: text), by: ada) }
        stage.opens()
        return stage
    }

    /// The shortest of several runs, which other work on the machine disturbs least.
    private func cost(_ work: () -> Void) -> Duration {
        (0..<7).map { _ in ContinuousClock().measure(work) }.min() ?? .zero
    }

    @Test func `100,000 segments are drawn, read and marked as new like 100`() {
        var (short, long) = (stage(100), stage(100_000))
        func compare(_ work: (inout Stage) -> Void, _ name: String) {
            let (one, other) = (cost { work(&short) }, cost { work(&long) })
            // A thousand times the text; what looked at all of it would cost a thousand times as much.
            #expect(other < one * 50 + .milliseconds(20), "\(name): \(one) and \(other)")
        }
        compare({ _ = view($0.model) }, "drawn")
        compare({ $0.press(.pageUp, .pageDown) }, "read")
        compare({ $0.send(.input(.focus(false))) }, "left")
        for _ in 0..<3 {
            short.happens(.append(SegmentID.random(), content: "New."), by: ada)
            long.happens(.append(SegmentID.random(), content: "New."), by: ada)
        }
        #expect(short.editor.unseen != nil && long.editor.unseen?.first == 100_000)
        compare({ $0.send(.input(.focus(true))) }, "looked at")
    }
}
