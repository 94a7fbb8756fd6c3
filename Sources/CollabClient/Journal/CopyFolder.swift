public import CollabAPI
public import DraftCore
import FoundationEssentials
import Glibc

/// Copies of drafts on this machine, as they were when they were last open: what can be read, searched and exported where no
/// server answers. A copy is only that; the log is the truth, and a copy that is lost is loaded again.
public struct CopyFolder: Hashable, Sendable {
    /// How many of the newest segments a copy holds.
    static let segmentLimit = 5000

    /// The folder; it is made when it is needed.
    public let path: String

    /// A folder of this user's own, such as `$XDG_STATE_HOME/draft/copies`.
    public init(path: String) {
        self.path = path
    }

    /// The copy of a draft; nil where there is none that can be read.
    public func copy(of draft: DraftID, for user: UserID) -> DraftBody? {
        guard let bytes = try? Data(contentsOf: URL(filePath: file(of: draft, user))) else { return nil }
        let body = try? WireCoding.decode(DraftBody.self, from: bytes)
        return body?.draftID == draft ? body : nil
    }

    /// Whether there is a copy at all.
    func has(_ draft: DraftID, for user: UserID) -> Bool { access(file(of: draft, user), F_OK) == 0 }

    /// All copies of one user's, the most recently active first.
    public func drafts(of user: UserID) -> [DraftBody] {
        DirectoryFiles.names(in: folder(of: user)).compactMap { name in
            DraftID(name.prefix { $0 != "." }).flatMap { copy(of: $0, for: user) }
        }
        .sorted { $0.updatedAt > $1.updatedAt }
    }

    /// Puts a copy in the place of the last one, whole or not at all.
    func save(_ body: DraftBody, for user: UserID) throws(JournalError) {
        try JournalFile.makeFolder(folder(of: user))
        let path = file(of: body.draftID, user)
        do {
            let bytes = try WireCoding.encode(body)
            try bytes.write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw JournalError("the copy \(path) cannot be written")
        }
        // What others wrote is no more theirs to read than a journal is.
        chmod(path, 0o600)
    }

    /// Removes a copy of what its user may not read any more.
    func remove(_ draft: DraftID, for user: UserID) {
        unlink(file(of: draft, user))
    }

    private func folder(of user: UserID) -> String { path + "/" + JournalFolder.fileName(of: user) }

    private func file(of draft: DraftID, _ user: UserID) -> String {
        folder(of: user) + "/" + draft.description + ".json"
    }
}
