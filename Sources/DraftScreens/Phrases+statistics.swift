// What is said of how much was written.
extension Phrases {
    static let paneToday = "TODAY"
    static let paneShares = "SHARES"
    static func turns(_ count: Int) -> String { count == 1 ? "1 turn" : "\(count) turns" }
    static func today(_ count: Int, turns: Int) -> String { words(count) + " · " + self.turns(turns) }
    static func thisTurn(_ count: Int) -> String { words(count) + " this turn" }
    static func percent(_ percent: Int) -> String { "\(percent)%" }

    static let statisticsTitle = "Statistics"
    static let rowToday = "Today"
    static let rowTurn = "This turn"
    static let rowGoal = "Your goal"
    static let rowAll = "All words"
    static let nobodyWrote = "Nobody has words here yet."
    static let noGoal = "none; Enter sets one"
    static func goal(_ words: Int, of goal: Int, percent: Int) -> String {
        (words >= goal ? "✓ " : "") + "\(words) of \(goal) · \(self.percent(percent))"
    }
    static func lastDays(_ first: String, _ last: String, most: Int) -> String {
        "\(first) to \(last), UTC, at most " + words(most)
    }
    static func allWords(_ count: Int, segments: Int, of total: Int) -> String {
        words(count) + (segments < total ? " in the newest \(segments) of \(total) segments" : "")
    }
    static let statisticsKeys = "Enter goal  ↑↓ authors  Esc back"
    static let statisticsKeysOfGuest = "↑↓ authors  Esc back"
    static let goalPrompt = "Words a day, until you leave"
    static let untilYouLeave = "until you leave"
    static func badGoal(most: Int) -> String { "A goal is a whole number of words, at most \(most)." }
}
