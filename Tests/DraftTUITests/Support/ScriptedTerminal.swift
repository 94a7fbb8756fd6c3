import CellGrid

/// A terminal without a screen: a test presses its keys and reads its frames.
final class ScriptedTerminal: Terminal {
    private let inputs: AsyncStream<[Input]>
    private let keyboard: AsyncStream<[Input]>.Continuation
    private let frames: AsyncStream<Frame>
    private let screen: AsyncStream<Frame>.Continuation

    init() {
        (inputs, keyboard) = AsyncStream.makeStream()
        (frames, screen) = AsyncStream.makeStream()
        keyboard.yield([.resize(Size(columns: 100, rows: 30))])
    }

    func listen(_ take: @escaping @Sendable ([Input]?) -> Void) {
        Task { [inputs] in
            for await batch in inputs { take(batch) }
            take(nil)
        }
    }

    /// Presses keys that reach the program together.
    func press(_ keys: Key...) {
        keyboard.yield(keys.map { .key($0) })
    }

    func type(_ text: String) {
        keyboard.yield(text.map { .key(.character($0)) })
    }

    /// Returns once `text` stands on the screen.
    func shows(_ text: String) async {
        for await frame in frames where Self.text(of: frame).contains(text) { return }
    }

    func show(_ frame: Frame) {
        screen.yield(frame)
    }

    func suspend() {}

    func close() {
        keyboard.finish()
        screen.finish()
    }

    private static func text(of frame: Frame) -> String {
        (0..<frame.size.rows).map { row in
            String(frame.grid.row(row).filter { !$0.isContinuation }.map(\.glyph))
        }.joined(separator: "\n")
    }
}
