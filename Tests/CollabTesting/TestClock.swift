public import DraftCore
import Synchronization

/// A clock that stands still until the test moves it.
public final class TestClock: Sendable {
    private let moment: Mutex<Timestamp>

    /// A clock that shows `start`.
    public init(at start: Timestamp = .storyBegin) {
        moment = Mutex(start)
    }

    /// What it shows.
    public var now: Timestamp { moment.withLock { $0 } }

    /// Moves it and returns what it shows then; a negative number turns it back, as a wrong system clock would.
    @discardableResult
    public func advance(seconds: Int) -> Timestamp {
        moment.withLock { moment in
            moment = moment.after(seconds: seconds)
            return moment
        }
    }
}

extension Timestamp {
    /// 2026-11-24T09:30:00.000Z, when every story begins.
    public static let storyBegin = Timestamp(milliseconds: 1_795_512_600_000)

    /// The moment that lies `seconds` after this one.
    public func after(seconds: Int) -> Timestamp {
        Timestamp(milliseconds: milliseconds + Int64(seconds) * 1000)
    }
}
