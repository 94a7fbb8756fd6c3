import DraftCore

/// How much of each draft its readers have seen on this machine, the newest first.
struct SeenDrafts {
    /// So many are remembered.
    static let limit = 2_000

    private let file: StateFile<[Entry]>

    private struct Entry: Codable {
        let userID: UserID
        let draftID: DraftID
        let segments: Int

        enum CodingKeys: String, CodingKey {
            case userID = "user_id"
            case draftID = "draft_id"
            case segments
        }
    }

    init(_ folders: Folders) {
        file = StateFile("seen.json", in: folders)
    }

    /// How many segments of each draft a reader has seen.
    func counts(of reader: UserID) -> [DraftID: Int] {
        let entries = (file.load() ?? []).prefix(Self.limit).filter { $0.userID == reader && $0.segments >= 0 }
        return Dictionary(entries.map { ($0.draftID, $0.segments) }, uniquingKeysWith: max)
    }

    /// Remembers how many a reader has seen; what was seen once stays seen.
    func keep(_ segments: Int, of draft: DraftID, for reader: UserID) {
        file.update { kept in
            let known = kept ?? []
            let before = known.first { $0.draftID == draft && $0.userID == reader }
            let others = known.filter { $0.draftID != draft || $0.userID != reader }
            let entry = Entry(userID: reader, draftID: draft, segments: max(segments, before?.segments ?? 0))
            return [entry] + others.prefix(Self.limit - 1)
        }
    }
}
