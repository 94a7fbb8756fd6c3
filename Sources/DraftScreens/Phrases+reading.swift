// The sentences of the manuscript and of its states.
extension Phrases {
    static let new = "new"
    static func newBelow(_ count: Int) -> String { "↓ \(count) new below" }
    static func newBelowShort(_ count: Int) -> String { "↓ \(count)" }
    static func newAbove(_ count: Int) -> String { "↑ \(count) new above" }
    static func newAboveShort(_ count: Int) -> String { "↑ \(count)" }

    /// From Sunday on.
    static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
