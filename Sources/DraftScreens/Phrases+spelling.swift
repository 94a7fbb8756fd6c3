// What is said of spelling.
extension Phrases {
    static let spellingIsOn = "Misspelt words are underlined. F7 goes to the next one."
    static let spellingIsOff = "Spelling is off. F7 switches it on."
    static func noSpelling(_ reason: String) -> String { "No spelling: \(reason)" }
    static let nothingMisspelt = "No word is misspelt."
    static func learnt(_ word: String) -> String { "\(word) is in your dictionary now." }
    static let learnWord = "Add to your dictionary"
    static let ignoreWord = "Ignore until you leave"
    static let switchSpellingOff = "Switch spelling off"
}
