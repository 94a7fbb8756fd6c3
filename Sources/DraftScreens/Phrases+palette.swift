// What the palette of actions says.
extension Phrases {
    static let paletteTitle = "What to do"
    static let paletteKeys = "↑ ↓ choose   Enter does it   Esc leaves"
    static let noSuchAction = "No action has such a name."
    static func meansNothing(_ keys: String) -> String { "\(keys) means nothing here." }
    static let nothingToOpen = "There is no draft to open."
}
