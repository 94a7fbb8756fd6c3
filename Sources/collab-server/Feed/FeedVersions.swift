import DraftCore
import Synchronization

/// Numbers that tell one state of presence from every other, in all feeds of one server.
final class FeedVersions: Sendable {
    /// The version of a feed at which nobody has been seen. It is the same for all, so that a feed which was forgotten
    /// and made anew wakes nobody.
    let quiet: Int
    private let last: Atomic<Int>

    /// - Parameter start: when the server started, so that its versions are none of an earlier one's.
    init(startingAt start: Timestamp) {
        quiet = Int(start.milliseconds)
        last = Atomic(Int(start.milliseconds))
    }

    /// A version that no feed has had.
    func next() -> Int {
        last.add(1, ordering: .relaxed).newValue
    }
}
