/// Refuses what not every database can hold: a text may be cut at U+0000, and two that differ after it would be one.
func requireStorable(_ texts: String?...) throws(StorageError) {
    guard texts.allSatisfy({ $0?.utf8.contains(0) != true }) else {
        throw .conflict("a text holds U+0000, which the store cannot keep")
    }
}

/// Whether two texts are the same bytes. Swift calls "é" composed and decomposed equal; a store must not mix them up.
func isSame(_ left: String?, _ right: String?) -> Bool {
    left.map { Array($0.utf8) } == right.map { Array($0.utf8) }
}
