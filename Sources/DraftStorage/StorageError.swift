public import DraftCore

/// Why the store could not do what was asked. Nothing has been acknowledged; the sentences are for the operator.
public enum StorageError: Error, Hashable, Sendable {
    /// Not now: the disk is full or cannot be written, the store is closed or busy. The same call may succeed later.
    case unavailable(String)
    /// What is stored contradicts itself or is no database of this program.
    case corrupt(draft: DraftID?, seq: Seq?, String)
    /// Somebody else's store or another time's: a newer schema, an id that is taken.
    case conflict(String)
}

extension StorageError: CustomStringConvertible {
    /// One sentence that says what is wrong, and where.
    public var description: String {
        switch self {
        case .unavailable(let reason), .conflict(let reason): return reason
        case .corrupt(let draft, let seq, let reason):
            var place = ""
            if let draft { place += "draft \(draft)" }
            if let seq { place += (place.isEmpty ? "" : ", ") + "seq \(seq)" }
            return place.isEmpty ? reason : "\(place): \(reason)"
        }
    }
}
