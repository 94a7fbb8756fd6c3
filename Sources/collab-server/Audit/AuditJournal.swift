import DraftCore
import DraftStorage
import NIOConcurrencyHelpers

/// What the audit shall keep of what changes nothing: sign-ins and refusals, until they are written together.
///
/// Invariant: noting never waits and never grows without bound. What comes too fast is counted instead of kept, and the count
/// is kept in its place.
final class AuditJournal: Sendable {
    fileprivate struct State {
        var waiting: [AuditNote] = []
        var dropped = 0
        var droppedInAll = 0
        /// Of refusals no more is kept than it lets through, so that a flood fills no disk.
        var refusals = RateBucket()
    }

    /// How many notes wait at most.
    static let capacity = 2_000
    /// How many refusals are kept: of a burst, and in the long run.
    static let refusals = Rate(perSecond: 20, burst: 500)

    /// Tells that there is something to write; ends when the journal is closed.
    let news: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation
    private let state: NIOLockedValueBox<State>
    private let clock: WallClock

    init(clock: WallClock) {
        self.clock = clock
        state = NIOLockedValueBox(State())
        (news, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Keeps a note, or counts it.
    func note(_ note: AuditNote) {
        let now = clock.now()
        state.withLockedValue { state in
            let isBounded = note.kind == .refusal || note.kind == .limit
            guard state.waiting.count < Self.capacity,
                !isBounded || state.refusals.take(Self.refusals, at: now.milliseconds * 1000) == nil
            else {
                state.drop(1)
                return
            }
            state.waiting.append(note)
        }
        bell.yield()
    }

    /// All that waits, and a note of what could not be kept before it.
    func take() -> [AuditNote] {
        let now = clock.now()
        return state.withLockedValue { state in
            var notes = state.waiting
            if state.dropped > 0 {
                notes.append(AuditNote(.gap, AuditFacts(action: "dropped"), count: state.dropped, at: now))
            }
            state.waiting = []
            state.dropped = 0
            return notes
        }
    }

    /// Takes back what could not be written now.
    func giveBack(_ notes: [AuditNote]) {
        state.withLockedValue { state in
            let kept = notes.filter { $0.kind != .gap }
            state.dropped += notes.filter { $0.kind == .gap }.reduce(0) { $0 + $1.count }
            let room = max(0, Self.capacity - state.waiting.count)
            state.waiting.insert(contentsOf: kept.prefix(room), at: 0)
            state.drop(max(0, kept.count - room))
        }
    }

    /// How many notes were counted instead of kept, since the start.
    var droppedInAll: Int { state.withLockedValue(\.droppedInAll) }

    /// How many notes wait to be written.
    var count: Int { state.withLockedValue(\.waiting.count) }

    /// Lets the writer write what is left and end.
    func close() { bell.finish() }
}

extension AuditJournal.State {
    fileprivate mutating func drop(_ count: Int) {
        dropped += count
        droppedInAll += count
    }
}
