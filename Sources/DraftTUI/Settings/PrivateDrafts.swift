import CollabAPI
import DraftCore
import FoundationEssentials
import Glibc

/// The drafts in which this user keeps words private until they are sent: what is hidden once stays hidden until it is shown.
struct PrivateDrafts {
    private let path: String

    init(_ folders: Folders) {
        path = folders.state + "/private-drafts.json"
    }

    /// What was kept; none where there is nothing that can be read.
    func load() -> Set<DraftID> {
        guard let bytes = try? Data(contentsOf: URL(filePath: path)) else { return [] }
        return Set((try? WireCoding.decode([DraftID].self, from: bytes)) ?? [])
    }

    /// Puts `drafts` in the place of what was kept.
    /// - Returns: whether it is kept.
    func save(_ drafts: Set<DraftID>) -> Bool {
        do {
            try WireCoding.encode(drafts.sorted()).write(to: URL(filePath: path), options: .atomic)
        } catch {
            return false
        }
        return chmod(path, 0o600) == 0
    }
}
