// What is said in plain lines.
extension Phrases {
    /// A sentence that names keys, for those who have commands in their place.
    static func inCommands(_ sentence: String) -> String {
        commands.reduce(sentence) { text, pair in text.replacing(pair.key, with: "/" + pair.command) }
    }

    private static let commands: [(key: String, command: String)] = [
        ("^S", "send"), ("^R", "pass"), ("^T", "pass"), ("^G", "take"), ("^X", "export"),
        ("^O", "private"), ("^Q", "quit"), ("^F", "search"), ("^L", "drafts"), ("^N begins", "new TITLE begins"),
        ("^N adds", "add USER adds"), ("^Y", "put"), ("F7", "spell"),
    ]

    static let linearHelp = [
        "A line without a slash is added to what you write; // begins one with a slash.",
        "/send, or an empty line: send what you have written",
        "/text: read what is unsent",
        "/drop: put it away; /put adds what was put away last",
        "/undo, /redo: take the last change back, make it again",
        "/edit: write in your own editor ($VISUAL, $EDITOR)",
        "/spell: the next misspelt word, and what could be meant",
        "/revise N, /strike N: change a segment, or strike it; /read tells the numbers",
        "/pass, /pass USER: pass the ring",
        "/take: take the ring back (the draft's creator)",
        "/who: who writes here, and who has the ring",
        "/read, /read N: read the newest segments",
        "/live: read what is being written now",
        "/search WORD: find in the manuscript",
        "/add USER: add a writer (the draft's creator)",
        "/stats: words by day and author; /goal N sets a goal",
        "/export, /export FILE: write the manuscript to a file",
        "/private: show or hide your words while you write",
        "/ids: user ids instead of names, and back",
        "/drafts: your drafts; /open N, /open ID, /new TITLE",
        "/quit, or the end of the input: leave; your words are kept",
    ]

    static func noSuchCommand(_ name: String) -> String {
        "There is no command /\(name); /help tells them. // begins a line with a slash."
    }
    static let openFirst = "No draft is open. /open N opens one, /new TITLE begins one."
    static let noSuchDraft = "There is no such draft in the list; /drafts reads it."
    static func nobodyOfThatName(_ name: String) -> String { "Nobody here can have the ring as \(name)." }
    static let whichSegment = "Which segment? /read tells their numbers."
    static let revisingInLines =
        "What you type takes its place: /send sends it, /edit changes it in your editor, /drop leaves it as it is."
    static let leftAsItWas = "Left as it was."
    static func strikeQuestion(_ number: Int) -> String {
        "/strike \(number) again strikes it from the text; the log keeps it."
    }
    static func misspelt(_ word: String, _ suggestions: String) -> String {
        "\(word): " + (suggestions.isEmpty ? "nothing like it is known" : suggestions)
    }
    static func spellAnswers(hasSuggestions: Bool) -> String {
        (hasSuggestions ? "/spell N puts that one in, " : "")
            + "/spell learn adds the word to your dictionary, /spell ignore passes over it, /spell off ends this."
    }
    static let spellFirst = "/spell alone goes to the next misspelt word and tells what can be answered."
    static let badCount = "How many segments? A whole number from 1 on."
    static let searchForWhat = "What is to be found? /search WORD"
    static func onlyNewest(_ count: Int, of total: Int) -> String {
        "These are the newest \(count) of \(total) segments with it."
    }

    static let nothingUnsent = "You have written nothing that is unsent."
    static func unsentText(_ words: String) -> String { "Unsent, \(words):" }
    static func keptForNextTime(_ words: String) -> String { "Kept here, unsent: \(words)." }
    static let droppedText = "Put away. /undo brings it back."
    static let beingSent = " (being sent)"
    static let beingSentNow = "Sending."
    static func savedSegment(_ number: Int) -> String { "Saved as segment \(number)." }
    static func newestFollow(_ count: Int) -> String { "; the newest \(count) follow" }

    static func passing(toListed name: String) -> String { "Passing the ring to \(name)." }
    static func ringIsWith(_ name: String) -> String { "The ring is with \(name)." }
    static func ringOf(_ name: String) -> String { "the ring is with \(name)" }
    static let holder = "has the ring"
    static let thatIsYou = "that is you"
    static func writes(_ name: String) -> String { "\(name) is writing." }
    static let nobodyWrites = "Nobody is writing at the moment, or not where you can see it."
    static func isHere(_ name: String) -> String { "\(name) is here." }
    static func isAway(_ name: String) -> String { "\(name) is away." }
    static func joined(_ name: String, _ role: String) -> String { "\(name) is a \(role) now." }
    static func left(_ name: String) -> String { "\(name) is a member no more." }
    static func changed(_ name: String, _ segment: String, _ text: String) -> String {
        "\(name) changed \(segment) to: \(text)"
    }
    static func segment(_ number: Int?) -> String { number.map { "segment \($0)" } ?? "a segment" }
    static func struck(_ name: String, _ segment: String) -> String { "\(name) struck \(segment)." }
    static func settingsChanged(_ name: String, _ status: String) -> String {
        "\(name) changed the draft's settings; it is \(status)."
    }
}
