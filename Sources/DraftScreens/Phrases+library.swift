import DraftCore

// What the list of drafts says.
extension Phrases {
    static let libraryTitle = "Your drafts"
    static let libraryLoading = "Looking for your drafts…"
    static let libraryEmpty =
        "No drafts yet. ^N begins one. If somebody has invited you to theirs, `draft join CODE` brings it here."
    static let noDraftFound = "No title has these letters in this order. Esc shows all drafts."
    static let lookAgain = "^L looks again."
    static let libraryOfCopies = "No server answers: these drafts are copies on this machine. ^L looks again."
    static func you(_ name: String, _ server: String) -> String { "\(name) at \(server)" }
    static let yourTurn = "your turn"
    static let unsentMark = "unsent"
    static func place(_ number: Int, of count: Int) -> String { "\(number) of \(count)" }
    static func draftsFound(_ count: Int, of total: Int) -> String { "\(count) of \(total)" }
    static func order(_ order: DraftOrder) -> String {
        switch order {
        case .changed: "newest first"
        case .title: "by title"
        case .unread: "unread first"
        }
    }
    /// Nil where everything was read.
    static func unread(_ draft: DraftSummary) -> String? {
        guard let count = draft.unread else { return draft.segmentCount > 0 ? "new" : nil }
        return count == 0 ? nil : count > 999 ? "999+ new" : "\(count) new"
    }
    /// How long ago something was, roughly; the date where that says more, and nothing where it is not known.
    static func age(of moment: Timestamp, at now: Timestamp) -> String {
        guard moment.milliseconds > 0 else { return "" }
        let minutes = max(0, now.milliseconds - moment.milliseconds) / 60_000
        switch minutes {
        case 0: return "now"
        case 1..<60: return "\(minutes) min ago"
        case 60..<1440: return "\(minutes / 60) h ago"
        case 1440..<2880: return "yesterday"
        case 2880..<20_160: return "\(minutes / 1440) days ago"
        default: return String(moment.description.prefix(10))
        }
    }

    static func created(_ title: String?) -> String {
        "A new draft" + (title.map { ", \($0)," } ?? "") + " is in your list."
    }
    static func notCreated(_ title: String, _ reason: String) -> String { "\(title) was not begun: \(reason)" }
    static func stillCreating(_ title: String) -> String { "\(title) is still being begun." }
    static let newDraftPrompt = "Title of the new draft"
    static let newDraftMembers = "Who writes too: their user ids"
    static let newDraftKeys = "Enter begins  Tab members  Esc"
    static func badMembers(_ words: [String]) -> String {
        words.joined(separator: ", ") + (words.count == 1 ? " is no user id." : " are no user ids.")
    }
    static func missing(_ members: [MissingMember]) -> String {
        let reasons = Set(members.map(\.reason)).sorted().joined(separator: " ")
        return "Not added: " + members.map(\.user.description).joined(separator: ", ") + ". " + reasons
            + triesAgain
    }
    static let triesAgain = " ^N tries again."

    static let serversTitle = "Servers you have used"
    static let noServers = "None yet. `draft --server URL` uses one, and it stands here from then on."
    static func serverCommand(_ url: String) -> String {
        // Some shells take brackets for a pattern.
        "draft --server " + (url.contains("[") ? "'\(url)'" : url)
    }
    static let otherServer = "Leave with ^Q, then run:"
    static let serversKeys = "Enter copies the command  Esc"
    static let commandCopied = "The command is in the clipboard, if the terminal has one. ^Q leaves."
}
