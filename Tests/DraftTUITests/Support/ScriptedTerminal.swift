import CellGrid

/// A terminal without a screen: a test presses its keys and reads its frames.
final class ScriptedTerminal: Terminal {
    /// Where the inputs come from.
    enum Kind: CaseIterable {
        /// From any thread, as lines do.
        case threadless
        /// From the thread that runs the program's jobs, as keys do.
        case threaded
    }

    private let thread: ScriptedThread?
    private let inputs: AsyncStream<[Input]>
    private let keyboard: AsyncStream<[Input]>.Continuation
    private let frames: AsyncStream<Frame>
    private let screen: AsyncStream<Frame>.Continuation

    init(_ kind: Kind) {
        thread = kind == .threaded ? ScriptedThread() : nil
        (inputs, keyboard) = AsyncStream.makeStream()
        (frames, screen) = AsyncStream.makeStream()
        give([.resize(Size(columns: 100, rows: 30))])
    }

    deinit {
        close()
        thread?.end()
    }

    var executor: (any SerialExecutor)? { thread?.jobs }

    func listen(_ take: @escaping @Sendable ([Input]?) -> Void) {
        if let thread { return thread.listen(take) }
        Task { [inputs] in
            for await batch in inputs { take(batch) }
            take(nil)
        }
    }

    /// Presses keys that reach the program together.
    func press(_ keys: Key...) {
        give(keys.map { .key($0) })
    }

    func type(_ text: String) {
        give(text.map { .key(.character($0)) })
    }

    /// Returns once `text` stands on the screen.
    func shows(_ text: String) async {
        for await frame in frames where Self.text(of: frame).contains(text) { return }
    }

    /// All that was shown since the last look, when the terminal is closed.
    func rest() async -> [String] {
        await frames.reduce(into: []) { $0.append(Self.text(of: $1)) }
    }

    func show(_ frame: Frame) {
        screen.yield(frame)
    }

    func suspend() {}

    func close() {
        keyboard.finish()
        screen.finish()
        thread?.close()
    }

    private func give(_ batch: [Input]) {
        if let thread { thread.give(batch) } else { keyboard.yield(batch) }
    }

    private static func text(of frame: Frame) -> String {
        (0..<frame.size.rows).map { row in
            String(frame.grid.row(row).filter { !$0.isContinuation }.map(\.glyph))
        }.joined(separator: "\n")
    }
}
