// What is said of a text that was in another editor.
extension Phrases {
    static let unchangedOutside = "The text is as it was."
    static func outsideFailed(_ reason: String) -> String { "The text is as it was. \(reason)" }
}
