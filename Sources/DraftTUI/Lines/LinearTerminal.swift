import CellGrid
import Dispatch
import DraftCore
import Glibc
import Synchronization

/// Standard input and output as lines, for screen readers, dumb terminals and pipes.
///
/// Invariant: what was said is never taken back, and nothing but text, line feeds and a bell is ever sent.
final class LinearTerminal: Terminal {
    private let inputs: AsyncStream<[Input]>
    private let continuation: AsyncStream<[Input]>.Continuation
    // A reader of the output that has stopped reading stops no more than this queue.
    private let speaker = DispatchQueue(label: "draft.speaker")
    private let listener = DispatchQueue(label: "draft.listener")
    private let rung = Mutex(0)
    private let gate: InputGate
    private let endings: EndingSignals

    /// So long the last words may take to be read.
    private static let patience = DispatchTimeInterval.seconds(2)

    init() {
        (inputs, continuation) = AsyncStream.makeStream()
        let gate = InputGate()
        self.gate = gate
        endings = EndingSignals { [continuation] number in
            // At the keyboard of another program `^C` is for that one.
            guard number != SIGINT || !gate.isClosed else { return }
            continuation.yield([.ended(.terminate)])
        }
        listener.async { [continuation] in Self.listen(continuation, gate) }
    }

    func listen(_ take: @escaping @Sendable ([Input]?) -> Void) {
        Task { [inputs] in
            for await batch in inputs { take(batch) }
            take(nil)
        }
    }

    func say(_ lines: [String]) {
        // Whatever was forgotten on the way here: no line can say anything to a terminal.
        let text = lines.map { Output.shown(SafeText.escaped($0, for: .segment), on: STDOUT_FILENO) + "\n" }.joined()
        send(Array(text.utf8))
    }

    func show(_ frame: Frame) {
        let isNew = rung.withLock { rung in
            defer { rung = frame.bells }
            return frame.bells > rung
        }
        // In a file a bell is but a stray byte.
        if isNew, isatty(STDOUT_FILENO) == 1 { send([7]) }
    }

    /// The shell's own key does it: this terminal gives no keys.
    func suspend() {}

    func lend() {
        gate.close()
        // What was said before is read before the other program begins.
        speaker.sync {}
        speaker.suspend()
    }

    func takeBack() {
        speaker.resume()
        gate.open()
    }

    func close() {
        let said = DispatchSemaphore(value: 0)
        speaker.async { said.signal() }
        _ = said.wait(timeout: .now() + Self.patience)
        continuation.finish()
    }

    private func send(_ bytes: [UInt8]) {
        speaker.async { [continuation] in
            do throws(CommandFailure) {
                try Output.deliver(bytes, to: STDOUT_FILENO)
            } catch {
                // Nobody hears any more: the words are kept, as with a terminal that is gone.
                continuation.yield([.ended(.terminate)])
            }
        }
    }

    private static func listen(_ inputs: AsyncStream<[Input]>.Continuation, _ gate: InputGate) {
        var lines = LineBuffer()
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while gate.waitForInput() {
            let count = read(STDIN_FILENO, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            let complete = lines.take(chunk[..<count])
            if !complete.isEmpty { inputs.yield(complete.map { .line($0) }) }
        }
        gate.end()
        let rest = lines.takeRest()
        inputs.yield((rest.isEmpty ? [] : [.line(rest)]) + [.ended(.hangup)])
    }
}

/// Bytes that become lines.
struct LineBuffer {
    /// A line that is longer comes in pieces.
    static let limit = 1 << 20

    private var rest: [UInt8] = []

    /// The lines that are complete with these bytes, without what ends them.
    mutating func take(_ bytes: ArraySlice<UInt8>) -> [String] {
        var lines: [String] = []
        for part in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast() {
            rest += part
            lines.append(takeRest())
        }
        rest += bytes.suffix(while: { $0 != UInt8(ascii: "\n") })
        if rest.count >= Self.limit { lines.append(takeWholeScalars()) }
        return lines
    }

    /// All but the last scalar, of which some bytes may be still to come.
    private mutating func takeWholeScalars() -> String {
        let end = rest.lastIndex { $0 & 0xC0 != 0x80 } ?? 0
        let last = Array(rest[end...])
        rest.removeSubrange(end...)
        defer { rest = last }
        return String(decoding: rest, as: UTF8.self)
    }

    /// What is left without an end.
    mutating func takeRest() -> String {
        if rest.last == UInt8(ascii: "\r") { rest.removeLast() }
        defer { rest.removeAll() }
        return String(decoding: rest, as: UTF8.self)
    }
}

extension ArraySlice<UInt8> {
    fileprivate func suffix(while holds: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        self[(lastIndex { !holds($0) }.map { $0 + 1 } ?? startIndex)...]
    }
}

/// The signals that ask a program to end, taken as a wish.
private final class EndingSignals: @unchecked Sendable {
    // Unchecked: the sources are made and activated in `init`, and afterwards only kept.
    private let sources: [any DispatchSourceSignal]

    /// - Parameter wish: gets the number of the signal.
    init(_ wish: @escaping @Sendable (Int32) -> Void) {
        sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            _ = signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { wish(number) }
            source.activate()
            return source
        }
    }
}
