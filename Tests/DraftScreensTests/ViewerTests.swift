import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

/// A viewer shows what `view` shows, and shares what has not changed with the frame before.
@Suite struct ViewerTests {
    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func `whatever happens, what is kept of the last frame is right`(seed: UInt64) {
        var random = RandomSource(seed: seed)
        var stage = ScreenGoldenTests.lighthouse(
            me: Bool.random(using: &random) ? ada : ben,
            size: Size(columns: .random(in: 40...120, using: &random), rows: 16))
        if Bool.random(using: &random) { stage.model.keymap = .vi }
        var viewer = Viewer()
        for step in 0..<60 {
            let deed = happen(to: &stage, &random)
            guard viewer.frame(of: stage.model) != view(stage.model) else { continue }
            Issue.record("seed \(seed), step \(step): \(deed)")
            return
        }
    }

    private func happen(to stage: inout Stage, _ random: inout RandomSource) -> String {
        let texts = ["a", "b", " ", "word ", "漢", "\n"]
        let keys: [Key] = [
            .control("s"), .control("r"), .control("g"), .control("t"), .control("f"), .control("o"), .escape, .enter,
            .backspace, .left, .up, .pageUp, .pageDown, .function(1), .function(2), .function(3), .control("p"),
            .alt("u"), .alt("U"), .control("k"), .control("y"), .control("u"), .control("u"), .control("d"),
            .control("d"), .down, .home, .end, .tab, .function(4),
        ]
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<9:
            let text = texts.randomElement(using: &random) ?? ""
            stage.type(text)
            return "typing \(text.debugDescription)"
        case 9..<15:
            let key = keys.randomElement(using: &random) ?? .enter
            stage.press(key)
            return "\(key)"
        case 15:
            let link = [LinkState.offline("gone"), .live(milliseconds: 3), .polling].randomElement(using: &random)
            stage.tell(.link(link ?? .polling))
            return "link"
        case 16:
            let state = [Presence.State.here, .writing].randomElement(using: &random) ?? .here
            stage.tell(.presence([Presence(userID: ben, name: "ben", state: state, since: noon)]))
            return "presence"
        case 17:
            let ends = Int.random(in: 0..<4, using: &random) == 0
            if ends { stage.tell(.closed("The draft was deleted.")) } else { stage.send(.rested) }
            return ends ? "the end" : "rest"
        case 18:
            let size = Size(columns: .random(in: 30...120, using: &random), rows: .random(in: 8...30, using: &random))
            stage.send(.input(.resize(size)))
            return "\(size)"
        default:
            stage.send(.input(.paste("pasted")))
            return "paste"
        }
    }

    @Test func `where a frame says how a letter will look, the letter does that and nothing else`() {
        let echoes = (1...60).reduce(0) { $0 + echoed(seed: $1) }
        #expect(echoes > 100)
    }

    /// Lets things happen and tries each letter whose look is said; returns how many there were.
    private func echoed(seed: UInt64) -> Int {
        var random = RandomSource(seed: seed)
        var stage = ScreenGoldenTests.lighthouse(
            me: Int.random(in: 0..<8, using: &random) == 0 ? ben : ada,
            size: Size(columns: .random(in: 40...60, using: &random), rows: 16))
        if Int.random(in: 0..<4, using: &random) == 0 { stage.model.keymap = .vi }
        var echoes = 0
        for step in 0..<100 {
            let deed = happen(to: &stage, &random)
            let frame = view(stage.model)
            guard let letter = "aZ7 ".randomElement(using: &random), let cell = frame.echo(of: letter) else { continue }
            echoes += 1
            stage.press(.character(letter))
            var next = view(stage.model)
            next.echo = nil
            guard next != frame.echoing(cell) else { continue }
            Issue.record("seed \(seed), step \(step): \(deed), then \(letter)")
            break
        }
        return echoes
    }

    @Test func `while words are being typed, the next letter is known`() {
        var stage = ScreenGoldenTests.lighthouse(size: Size(columns: 80, rows: 24))
        #expect(view(stage.model).echo == nil, "the advice in the empty composer goes with the first letter")
        stage.type("The lamp")
        #expect(view(stage.model).echo != nil)
        stage.press(.left)
        #expect(view(stage.model).echo == nil)
    }

    @Test func `a typed letter draws no row of the text anew`() {
        var stage = ScreenGoldenTests.lighthouse(size: Size(columns: 100, rows: 30))
        var viewer = Viewer()
        stage.type("a")
        let before = viewer.frame(of: stage.model)
        stage.press(.character("b"))
        let after = viewer.frame(of: stage.model)
        let changes = after.grid.changes(since: before.grid)
        #expect(changes.map(\.row) == [27])
        #expect(changes.map(\.columns) == [4..<5])
        for row in 0..<27 {
            let address = { (grid: Grid) in grid.row(row).withUnsafeBufferPointer { $0.baseAddress } }
            #expect(address(after.grid) == address(before.grid), "row \(row)")
        }
    }
}
