import DraftCore

// What is said of a segment that is chosen.
extension Phrases {
    static let nothingToChoose = "Nothing is written yet that could be chosen."
    static let noSegmentThere = "There is none in that direction."
    static let nothingToCopy = "It is struck; Enter shows what it said."
    static let notSavedYet = "not in the log yet"

    static let strikeQuestion = "^D again strikes it from the text; the log keeps it."
    static let struckNow = "Struck. ^Y puts its words into the composer."
    static let revisingNow = "^S sends another wording. What you were writing comes back after that."
    static let revisionComesFirst = "A revision is open: ^S sends it, Esc leaves it."
    static let revisionUnchanged = "It says the same as before; nothing was sent."
    static let revisionLeft = "Left as it was. ^Y puts in what you had changed."
    static func revising(_ number: Int) -> String { "revising segment \(number)" }
    static func revisedMeanwhile(_ name: String) -> String { "\(name) has revised it meanwhile; your words are here." }
    static func struckMeanwhile(_ name: String) -> String { "\(name) has struck it meanwhile; your words are here." }
    static let stillOnItsWay = "It is still on its way to the server."

    /// Why a segment may not be changed.
    static func refusal(_ rejection: Rejection, name: (UserID) -> String) -> String {
        switch rejection {
        case .ringRequired(let holder): "\(name(holder)) has the ring; only the holder revises and strikes."
        case .ringStale: "The ring has moved on meanwhile."
        case .forbidden(.othersSegment(let author)): "\(name(author)) wrote it; here the holder changes only their own."
        case .forbidden(.viewer): viewerMayNotWrite
        case .forbidden: "You are no member of this draft any more."
        case .notActive: notActive
        case .missing: "It is in the draft no more."
        case .conflict(.struckSegment): "It is struck already. Your words stay here."
        case .conflict(.staleRevision): "It has another wording by now. ^S again puts yours in its place."
        case .invalid(_, .empty): "A segment needs words. ^D strikes one that is chosen."
        case .invalid(_, .tooLong(let limit)): "A segment has at most \(limit) characters here. It stays here."
        case .invalid: "It holds a character that no draft may hold."
        default: "It cannot be changed at the moment."
        }
    }

    // MARK: Details
    static let detailsTitle = "Segment"
    static let rowAuthor = "Author"
    static let rowWritten = "Written"
    static let rowPlace = "Place"
    static let rowHolding = "Turn"
    static let rowWording = "Wording"
    static let rowID = "Id"
    static func person(_ name: String, _ id: String) -> String { name == id ? name : "\(name) (\(id))" }
    static func moment(_ moment: Timestamp) -> String {
        moment.description.prefix(16).replacing("T", with: " ") + " UTC"
    }
    static func logPlace(_ number: Int, seq: String) -> String { "segment \(number), seq \(seq)" }
    static func holding(_ tenure: String) -> String { "tenure \(tenure)" }
    static func holding(_ tenure: String, of name: String) -> String { "tenure \(tenure), \(name) held the ring" }
    static let firstWording = "the first"
    static func wording(_ number: Int, since moment: String) -> String { "number \(number), since \(moment)" }
    static func struckWording(_ count: Int) -> String { count == 1 ? "struck" : "struck, after \(count) wordings" }
    static let wordingOnItsWay = "another is on its way"
    static let wordingsLoading = "Looking for its earlier wordings…"
    static func wordingsFailed(_ reason: String) -> String { "Its earlier wordings could not be had: \(reason)" }
    static func wordingHead(_ number: Int, _ moment: String, _ name: String) -> String {
        "\(number) · \(moment) · \(name)"
    }
    static let detailsKeys = "↑ ↓ scroll   Esc closes"
}
