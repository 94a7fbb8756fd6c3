public import DraftCore
import FoundationEssentials
import Glibc

/// Where the words are kept that no server has acknowledged: a file for each running session, below
/// `<path>/<draft>/<user>/`. Draft ids are unique everywhere, so words are found again whatever the server is called.
public struct JournalFolder: Hashable, Sendable {
    /// The folder; it is made when it is needed.
    public let path: String

    /// A folder of this user's own, such as `$XDG_STATE_HOME/draft/journal`.
    public init(path: String) {
        self.path = path
    }

    /// Where the sessions of one user in one draft keep their files.
    func folder(of draft: DraftID, _ user: UserID) -> String {
        path + "/" + draft.description + "/" + Self.fileName(of: user)
    }

    /// Drafts in which `user` has left words on this machine, or is writing them right now.
    public func draftsWithUnsentWords(of user: UserID) -> [DraftID] {
        DirectoryFiles.names(in: path).compactMap { DraftID($0) }.filter { draft in
            DirectoryFiles.names(in: folder(of: draft, user)).contains { $0.hasSuffix(JournalFile.recordSuffix) }
        }
    }

    /// A user id may hold anything but white space, a file's name may not, and has 255 bytes at most.
    static func fileName(of user: UserID) -> String {
        let isPlain = user.description.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                true
            default: false
            }
        }
        if isPlain { return user.description }
        let digits = Digest.sha1(Array(user.description.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        return "sha1." + digits.joined()
    }
}

enum DirectoryFiles {
    /// What stands in a folder, in no order; nothing where it cannot be read.
    static func names(in folder: String) -> [String] {
        guard let listing = opendir(folder) else { return [] }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }
}
