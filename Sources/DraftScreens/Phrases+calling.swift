// What calls a reader who looks elsewhere.
extension Phrases {
    static func ringIsYours(in title: String) -> String { "The ring is yours: \(title)" }
}
