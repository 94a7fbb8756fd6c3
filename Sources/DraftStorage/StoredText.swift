/// Refuses what not every database can hold: a text may be cut at U+0000, and two that differ after it would be one.
func requireStorable(_ texts: String?...) throws(StorageError) {
    guard texts.allSatisfy({ $0?.utf8.contains(0) != true }) else {
        throw .conflict("a text holds U+0000, which the store cannot keep")
    }
}

/// The same of the texts of notes.
func requireStorable(_ notes: [AuditNote]) throws(StorageError) {
    for facts in notes.map(\.facts) {
        try requireStorable(facts.action, facts.subject, facts.origin, facts.address)
    }
}

/// Whether two texts are the same bytes. Swift calls "é" composed and decomposed equal; a store must not mix them up.
func isSame(_ left: String?, _ right: String?) -> Bool {
    left.map { Array($0.utf8) } == right.map { Array($0.utf8) }
}
