import DraftCore

/// The drafts in which this user keeps words private until they are sent: what is hidden once stays hidden until it is shown.
struct PrivateDrafts {
    private let file: StateFile<[DraftID]>

    init(_ folders: Folders) {
        file = StateFile("private-drafts.json", in: folders)
    }

    /// What was kept; none where there is nothing that can be read.
    func load() -> Set<DraftID> {
        Set(file.load() ?? [])
    }

    /// Remembers of one draft whether its words are private; what another editor has said of others stays.
    /// - Returns: whether it is kept.
    func keep(_ draft: DraftID, isPrivate: Bool) -> Bool {
        file.update { kept in
            (Set(kept ?? []).subtracting([draft]).union(isPrivate ? [draft] : [])).sorted()
        }
    }
}
