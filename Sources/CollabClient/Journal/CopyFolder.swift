public import CollabAPI
public import DraftCore
import FoundationEssentials
import Glibc

/// Copies of drafts on this machine, as they were when they were last open: what a session begins with, and what can be read,
/// searched and exported where no server answers. A copy is only that; the log is the truth, and a copy that is lost is loaded
/// again.
public struct CopyFolder: Hashable, Sendable {
    /// How many of the newest segments a copy holds.
    static let segmentLimit = 5000
    /// How many of them stand with the draft itself: what fills the highest screens. The others have a file of their own, so
    /// that nobody waits for them who wants to see where they left off.
    static let newestCount = 50

    /// The folder; it is made when it is needed.
    public let path: String

    /// A folder of this user's own, such as `$XDG_STATE_HOME/draft/copies`.
    public init(path: String) {
        self.path = path
    }

    /// The copy of a draft with its newest segments; nil where there is none that can be read.
    public func copy(of draft: DraftID, for user: UserID) -> DraftBody? {
        let body = read(DraftBody.self, from: file(of: draft, user))
        return body?.draftID == draft ? body : nil
    }

    /// The segments of a copy before its newest ones, or some that overlap with them; nil where they cannot be read.
    func olderPart(of draft: DraftID, for user: UserID) -> OlderPart? {
        read(OlderPart.self, from: olderFile(of: draft, user))
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

    /// Puts a copy in the place of an older one. Whenever this ends, each of its files is whole.
    func save(_ body: DraftBody, for user: UserID) throws(JournalError) {
        // Another session of the same user may be further on.
        if let last = copy(of: body.draftID, for: user), last.logID == body.logID, last.seq > body.seq { return }
        try JournalFile.makeFolder(folder(of: user))
        let older = body.segments.dropLast(Self.newestCount)
        if older.isEmpty {
            unlink(olderFile(of: body.draftID, user))
        } else {
            // Before the newest: where this is cut short, the older part is the one that is further on, and fits.
            try JournalFile.makeFolder(olderFolder(of: user))
            let part = OlderPart(logID: body.logID, seq: body.seq, segments: Array(older))
            try write(part, to: olderFile(of: body.draftID, user))
        }
        var newest = body
        newest.segments = Array(body.segments.suffix(Self.newestCount))
        newest.segmentsFrom = body.segmentsFrom + older.count
        try write(newest, to: file(of: body.draftID, user))
    }

    /// Removes a copy of what its user may not read any more.
    func remove(_ draft: DraftID, for user: UserID) {
        unlink(file(of: draft, user))
        unlink(olderFile(of: draft, user))
    }

    private func read<Value: Decodable>(_ type: Value.Type, from path: String) -> Value? {
        guard let bytes = try? Data(contentsOf: URL(filePath: path)) else { return nil }
        return try? WireCoding.decode(type, from: bytes)
    }

    private func write(_ value: some Encodable, to path: String) throws(JournalError) {
        do {
            try WireCoding.encode(value).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw JournalError("the copy \(path) cannot be written")
        }
        // What others wrote is no more theirs to read than a journal is.
        chmod(path, 0o600)
    }

    private func folder(of user: UserID) -> String { path + "/" + JournalFolder.fileName(of: user) }

    private func olderFolder(of user: UserID) -> String { folder(of: user) + "/older" }

    private func file(of draft: DraftID, _ user: UserID) -> String {
        folder(of: user) + "/" + draft.description + ".json"
    }

    private func olderFile(of draft: DraftID, _ user: UserID) -> String {
        olderFolder(of: user) + "/" + draft.description + ".json"
    }
}

/// The segments of a copy that are not among its newest, as of a place in the log: they fit to newest ones of an earlier
/// place, but not of a later one, for what has happened to them in between is not said again.
struct OlderPart: Codable, Equatable {
    let logID: LogID
    let seq: Seq
    let segments: [SegmentBody]

    enum CodingKeys: String, CodingKey {
        case logID = "log_id"
        case seq, segments
    }
}
