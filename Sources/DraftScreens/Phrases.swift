/// The sentences that readers see; no other type of this target holds any.
enum Phrases {
    // MARK: Header and margin
    static let youHoldTheRing = "◉ you hold the ring"
    static func holdsTheRing(_ name: String) -> String { "○ \(name) holds the ring" }
    static func passing(to name: String) -> String { "◌ passing to \(name)…" }
    static let locked = "▪ locked"
    static let completed = "▪ completed"
    static let sending = "⋯ sending"
    static let saved = "✓ saved"
    static let waiting = "⋯ waiting"
    static let struck = "[struck]"

    // MARK: Link
    static let connecting = "◌ connecting"
    static let live = "● live"
    static func live(_ milliseconds: Int) -> String { "● live \(milliseconds) ms" }
    static let polling = "◐ polling"
    static let offline = "○ offline"
    static let readOnly = "⊘ read-only"
    static func saved(_ seq: String) -> String { "saved \(seq)" }
    static func offlineNotice(_ reason: String, unsent count: Int) -> String {
        let head = "Offline" + (reason.isEmpty ? "" : " (\(reason))") + (count > 0 ? ", " + unsent(count) : "")
        return head + ". Write on: it goes out when it is back."
    }
    static let onlineAgain = "The server is back."
    static func unsent(_ count: Int) -> String { "\(count) unsent" }

    // MARK: Reading only
    static let becauseOfSignIn = "sign in again"
    static let becauseViewer = "you may read"
    static let becauseGuest = "a link"
    static let viewerReads = "You may read this draft; its creator can make you a contributor."
    static let guestReads = "A read-only link. ^F finds, ^X exports, ^Q leaves."
    static let guestMayNotWrite = "A read-only link changes nothing."
    static let guestHasNoList = "A link opens this draft alone. ^Q leaves."
    static func signedIn(_ name: String) -> String { "You are signed in as \(name)." }
    static func signedIn(_ name: String, leaving count: Int, of other: String) -> String {
        "You are signed in as \(name). Kept here for \(other) alone: \(unsent(count))."
    }
    static func closedToGuest(_ reason: String) -> String { "\(reason) ^X exports what is here." }
    static func hasTheRing(_ name: String) -> String { "\(name) has the ring." }
    static let mayWriteNow = "You may write in this draft now."
    static let mayOnlyReadNow = "You may only read this draft now. Your words stay here."
    static let notOpened = "A draft"

    // MARK: Side pane
    static let paneRing = "RING"
    static let paneDraft = "DRAFT"
    static let stateWriting = "writing"
    static let stateHere = "here"
    static let stateAway = "away"
    static let stateReading = "reads"
    static func reading(_ state: String) -> String { stateReading + " · " + state }
    static let stateFormer = "has left"
    static func segments(_ count: Int) -> String { count == 1 ? "1 segment" : "\(count) segments" }
    static func turn(_ number: String) -> String { "turn \(number)" }
    static func words(_ count: Int) -> String { count == 1 ? "1 word" : "\(count) words" }

    // MARK: Composer
    static func isWriting(_ name: String) -> String { "\(name) is writing:" }
    static func waitingForWords(_ name: String) -> String {
        "\(name) has the ring. What you write here stays yours until it is your turn."
    }
    static let composerHint = "Write here, then ^S sends it."
    static let armed = "goes out when the ring is yours"
    static let nothingToSend = "There is nothing to send yet."
    static let armedNotice = "This goes out when the ring is yours. ^S again takes that back."
    static let disarmed = "Kept here; it will not be sent."
    static let disarmedByEdit = "You changed it, so it will not go out by itself. ^S to arm it again."
    static func tooLong(_ count: Int, limit: Int) -> String {
        "\(count - limit) characters too many: a segment has at most \(limit). It stays here."
    }
    static let notActive = "The draft takes no text at the moment. Your words stay here."
    static func delayed(_ reason: String) -> String { "Not taken yet: \(reason) It is sent again by itself." }
    static let viewerMayNotWrite = "You may read this draft, not write in it. Your words stay here."
    static let notOpenYet = "The draft is still opening. Your words stay here."
    static func dropped(_ count: Int) -> String {
        count == 1
            ? "One character that cannot be shown was left out."
            : "\(count) characters that cannot be shown were left out."
    }
    static func refused(_ reason: String) -> String { "Not taken: \(reason)" }
    static let recovered = "Words that were never sent are back in the composer."
    static func setBack(_ missing: Int, hasOwn: Bool) -> String {
        "The server lost \(segments(missing)) to a restore" + (hasOwn ? "; yours are back in the composer." : ".")
    }
    static let droppedPass =
        "An earlier run ended before it could pass the ring; that pass is given up. Its words are here."

    static let wordsPrivate = "words private"
    static let wordsPrivateNow = "The others see your words only once they are sent. ^O shows them again."
    static let wordsSharedNow = "The others see your words while you write them. ^O hides them."

    // MARK: Ring
    static let notYourRing = "You do not hold the ring."
    static let nobodyToPassTo = "There is nobody to pass the ring to yet. ^N adds a writer."
    static let ringIsYours = "The ring is yours."
    static func ringWasTaken(_ name: String) -> String { "\(name) has the ring now. Your words stay here." }
    static let alreadyYours = "You hold the ring already."
    static let onlyCreatorReclaims = "Only the creator of the draft can take the ring back."
    static let onlyCreatorAdds = "Only the creator of the draft can add writers."
    static func adding(_ name: String) -> String { "Adding \(name)…" }
    static func writesFromNowOn(_ name: String, at server: String?) -> String {
        "\(name) may write here now" + (server.map { ": " + serverCommand($0) } ?? ".")
    }

    // MARK: Search
    static let find = "Find:"
    static func found(_ number: Int, of count: Int) -> String { "\(number) of \(count)" }
    static func foundSoFar(_ number: Int, of count: Int) -> String { found(number, of: count) + " so far" }
    static let notFound = "not found"
    static let notFoundYet = "not found so far"

    // MARK: Export
    static let exportPrompt = "Export to the file"
    static func exportPartPrompt(_ count: Int, of total: Int) -> String {
        "Export the newest \(count) of \(total) segments, as far as they are here"
    }
    static let emptyFileName = "A file needs a name."
    static func exported(_ count: Int?, to path: String) -> String {
        "Exported" + (count.map { " " + segments($0) } ?? "") + " to \(path)"
    }
    static func exportedPart(_ count: Int, of total: Int, to path: String) -> String {
        "Only the newest \(count) of \(total) segments were here, and are in \(path)"
    }
    static let unsentWords = "Unsent words:"

    // MARK: Overlays
    static let addWriterPrompt = "User id of the writer to add"
    static let badUserID = "A user id has 1 to 128 bytes, without spaces."
    static let emptyTitle = "A draft needs a title."
    static let pickerTitle = "Pass the ring to"
    static let helpTitle = "Keys"
    static let closeHelp = "Any key closes this."
    static let moreHelp = "F1 shows more, other keys close."
    static let promptKeys = "Enter accepts   Esc leaves"
    static let pickerKeys = "↑ ↓ choose   Enter passes   Esc leaves"

    // MARK: Everything else
    static let opening = "Opening the draft…"
    static let emptyManuscript = "Nothing is written yet. The first words are yours to send."
    static func tooSmall(_ columns: Int, _ rows: Int) -> String { "draft needs \(columns)×\(rows)" }
    static let notOnDisk = "Your words are not on disk. ^X exports them; again leaves."
    static func leftBehind(_ reason: String) -> String { "Words of an earlier run stay where they are: \(reason)" }
    static func journalFailed(_ reason: String) -> String { "Your unsent words are not safe on disk: \(reason)" }
    static let journalMended = "Your unsent words are safe on disk again."
    static func closed(_ reason: String) -> String { "\(reason) Your words stay here; ^X exports them." }
}
