// What is said of the words that are being written.
extension Phrases {
    static let nothingSelected = "Nothing is selected. Shift and the arrows select, so does ^Space."
    static let copied = "Copied. ^Y puts it in."
    static let nothingToYank = "Nothing was cut or copied yet."
    static let nothingYanked = "Alt Y follows upon ^Y: it puts in what was cut before."
    static let nothingToUndo = "Nothing is left to undo."
    static let nothingToRedo = "Nothing is left to redo."
    static let nothingToSet = "There is no straight quote and no double hyphen in it."

    static let replaceBy = "By:"
    static func matches(_ count: Int) -> String { count == 1 ? "1 match" : "\(count) matches" }
    static func replaced(_ count: Int) -> String { "Replaced: \(matches(count))." }

    static let pasteTitle = "A long paste"
    static func pasteQuestion(_ count: Int, lines: Int) -> String {
        "Put in \(count) characters" + (lines == 1 ? "?" : " in \(lines) lines?")
    }
    static let pasteKeys = "Enter takes it   Esc leaves it"
    static let pasteLeftOut = "Left out. ^Y puts it in after all."

    static func characters(_ count: Int, of limit: Int) -> String { "\(count) of \(limit) characters" }
    static func overLimit(_ count: Int) -> String {
        count == 1 ? "1 character too many" : "\(count) characters too many"
    }
}
