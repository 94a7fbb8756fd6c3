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

    /// Puts `drafts` in the place of what was kept.
    /// - Returns: whether it is kept.
    func save(_ drafts: Set<DraftID>) -> Bool {
        file.update { _ in drafts.sorted() }
    }
}
