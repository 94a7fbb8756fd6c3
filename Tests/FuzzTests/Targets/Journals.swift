import CollabAPI
import CollabTesting
import DraftCore
import FoundationEssentials

@testable import CollabClient

/// What a crash, a full disk or an editor may have left in place of a journal or a copy. A record that can be read holds the
/// same words after it was written again; what cannot be read is set aside whole, and nothing stands in the way of the
/// next journal.
///
/// An input is a byte for the kind of file, and the file.
final class Journals: FuzzTarget {
    private let folder: TemporaryDirectory
    private let draft: DraftID
    private let user: UserID

    init() throws {
        folder = try TemporaryDirectory()
        // As the seeds have them: a journal of another draft is none of this one's.
        guard let draft = DraftID("11111111-1111-4111-8111-111111111111"), let user = UserID("ana") else {
            fatalError("the ids are not sound")
        }
        self.draft = draft
        self.user = user
    }

    func run(_ input: FuzzInput) {
        var input = input
        do {
            switch input.choice(of: 4) {
            case 0, 1: checkRecord(Data(input.rest))
            case 2: try open(Data(input.rest))
            default: try readCopy(Data(input.rest))
            }
        } catch {
            fatalError("FINDING: \(error)")
        }
    }

    private func checkRecord(_ bytes: Data) {
        guard let record = JournalRecord(bytes) else { return }
        guard let written = try? WireCoding.encode(record), let read = JournalRecord(written) else {
            fatalError("FINDING: a record that cannot be written again")
        }
        claim(read == record, "other words after they were written: \(record), \(read)")
    }

    private func open(_ bytes: Data) throws {
        let journals = JournalFolder(path: folder.file("journal"))
        let place = journals.folder(of: draft, user)
        try? FileManager.default.removeItem(atPath: place)
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        try bytes.write(to: URL(filePath: place + "/left.json"))
        guard let keeper = JournalKeeper(folder: journals, server: "http://s", draft: draft, user: user) else { return }
        let opening = try waiting {
            let opening = await keeper.open()
            if opening.failure == nil { try await keeper.save(keeper.emptyRecord(), generation: 1) }
            await keeper.close()
            return opening
        }
        claim(opening.failure == nil, "no journal can be begun: \(opening.failure?.reason ?? "")")
        let isTaken = opening.records.count == 1
        claim(isTaken != !opening.leftBehind.isEmpty || covers(bytes), "neither taken over nor told of")
        guard !isTaken, !covers(bytes) else { return }
        let kept = ["/left.json", "/left.json.unreadable"].compactMap { name in
            try? Data(contentsOf: URL(filePath: place + name))
        }
        claim(kept == [bytes], "words that could not be read are gone")
    }

    /// Whether a record says that it covers itself, so that nothing of it is a second copy.
    private func covers(_ bytes: Data) -> Bool { JournalRecord(bytes)?.covers?.contains("left") == true }

    private func readCopy(_ bytes: Data) throws {
        let copies = CopyFolder(path: folder.file("copies"))
        let place = copies.path + "/" + JournalFolder.fileName(of: user)
        try FileManager.default.createDirectory(atPath: place + "/older", withIntermediateDirectories: true)
        try bytes.write(to: URL(filePath: place + "/\(draft).json"))
        try bytes.write(to: URL(filePath: place + "/older/\(draft).json"))
        _ = copies.olderPart(of: draft, for: user)
        guard let body = copies.copy(of: draft, for: user) else { return }
        _ = copies.drafts(of: user)
        _ = body.draft
        _ = body.manuscript.markdown(title: body.title)
    }
}
