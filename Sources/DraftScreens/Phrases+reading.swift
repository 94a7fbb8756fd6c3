// The sentences of the manuscript and of its states.
extension Phrases {
    static let new = "new"
    static func newBelow(_ count: Int) -> String { "↓ \(count) new below" }
    static func newBelowShort(_ count: Int) -> String { "↓ \(count)" }
    static func newAbove(_ count: Int) -> String { "↑ \(count) new above" }
    static func newAboveShort(_ count: Int) -> String { "↑ \(count)" }

    static let olderIsComing = "↑ older text is coming"
    static let olderIsElsewhere = "↑ older text is not on this machine"
    static let olderShort = "↑ …"

    static let notOnThisMachine =
        "No server answers, and this machine has no copy of the draft. It opens by itself when the server is back."
    static let nothingWritten = "Nothing is written yet."
    static func mayBegin(_ name: String) -> String { "\(name) has the ring and may begin." }
    static let isLocked = "The draft is locked for now."
    static let isCompleted = "The draft is completed."
    static let wordsStay = "What you write stays here."
    static func isSmall(_ columns: Int, _ rows: Int) -> String { "This is \(columns)×\(rows); nothing is lost." }

    /// From Sunday on.
    static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
