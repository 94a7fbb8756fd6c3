import DraftCore

/// Hummingbird has a type of this name too.
typealias RequestID = DraftCore.RequestID

extension RequestID {
    /// The caller's own id where it sent exactly one that is well formed, else a new one.
    static func echoing(_ values: [String]) -> RequestID {
        if values.count == 1, let own = values.first.flatMap({ RequestID($0) }) { return own }
        return .random()
    }
}
