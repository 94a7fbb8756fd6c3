import DraftCore

/// A day in UTC: all who write in a draft see the same days.
struct Day: Hashable, Sendable, Comparable {
    /// Days since 1970-01-01.
    let number: Int64

    private static let milliseconds: Int64 = 86_400_000

    init(number: Int64) {
        self.number = number
    }

    /// The day of a moment.
    init(_ moment: Timestamp) {
        let (quotient, remainder) = moment.milliseconds.quotientAndRemainder(dividingBy: Self.milliseconds)
        number = remainder < 0 ? quotient - 1 : quotient
    }

    static func < (left: Self, right: Self) -> Bool { left.number < right.number }

    func before(days: Int) -> Day { Day(number: number - Int64(days)) }

    /// `2026-11-24`.
    var date: String { String(Timestamp(milliseconds: number * Self.milliseconds).description.prefix(10)) }

    /// `24`.
    var dayOfMonth: String { String(date.suffix(2)) }

    /// The days up to this one, this one at the end.
    func last(_ count: Int) -> [Day] {
        (0..<count).reversed().map(before)
    }
}
