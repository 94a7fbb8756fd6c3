import CollabAPI
import CollabTesting
import DraftCore
import FoundationEssentials

@testable import CollabClient

/// What a crash, a full disk or an editor may have left in place of a journal or a copy. A journal that can be read is taken
/// over with every word, and its words are on disk when it is removed; one that cannot is set aside whole; neither keeps the
/// next journal from being begun.
///
/// An input is a byte for the kind of file, and the file. It is taken where the file can be read.
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

    func run(_ input: FuzzInput) -> Bool {
        var input = input
        do {
            return input.choice(of: 3) < 2 ? try takeOver(Data(input.rest)) : try readCopy(Data(input.rest))
        } catch {
            fatalError("FINDING: \(error)")
        }
    }

    private func takeOver(_ bytes: Data) throws -> Bool {
        let journals = JournalFolder(path: folder.file("journal"))
        let place = journals.folder(of: draft, user)
        try? FileManager.default.removeItem(atPath: place)
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        try bytes.write(to: URL(filePath: place + "/left.json"))
        let opening = try open(journals, saving: true)
        claim(opening.failure == nil, "no journal can be begun: \(opening.failure?.reason ?? "")")
        let record = JournalRecord(bytes).flatMap { $0.draftID == draft && $0.userID == user ? $0 : nil }
        guard let record else {
            claim(opening.records.isEmpty && opening.leftBehind.count == 1, "not told of")
            let kept = ["/left.json", "/left.json.unreadable"].compactMap { name in
                try? Data(contentsOf: URL(filePath: place + name))
            }
            claim(kept == [bytes], "words that could not be read are gone")
            return false
        }
        // One that says of itself that another holds all of it is no second copy of its words.
        guard record.covers?.contains("left") != true else { return false }
        claim(
            opening.records.map(bytesOfWords) == [bytesOfWords(record)],
            "other words were taken over: \(opening.records)")
        let again = try open(journals, saving: false).records
        claim(
            again.map(bytesOfWords) == (record.isEmpty ? [] : [bytesOfWords(record)]),
            "other words are on disk: \(again)")
        return true
    }

    /// - Parameter saving: whether what was taken over is kept as the new session's own, as a session does.
    private func open(_ journals: JournalFolder, saving: Bool) throws -> JournalKeeper.Opening {
        guard let keeper = JournalKeeper(folder: journals, server: "http://s", draft: draft, user: user) else {
            fatalError("no journals are kept")
        }
        return try waiting {
            let opening = await keeper.open()
            if saving, let record = opening.records.first { try await keeper.save(record, generation: 1) }
            await keeper.close()
            return opening
        }
    }

    /// All that a writer would miss, byte for byte.
    private func bytesOfWords(_ record: JournalRecord) -> Data? {
        var words = record
        words.covers = nil
        return try? WireCoding.encode(words)
    }

    private func readCopy(_ bytes: Data) throws -> Bool {
        let copies = CopyFolder(path: folder.file("copies"))
        let place = copies.path + "/" + JournalFolder.fileName(of: user)
        try FileManager.default.createDirectory(atPath: place + "/older", withIntermediateDirectories: true)
        try bytes.write(to: URL(filePath: place + "/\(draft).json"))
        try bytes.write(to: URL(filePath: place + "/older/\(draft).json"))
        _ = copies.olderPart(of: draft, for: user)
        guard let body = copies.copy(of: draft, for: user) else { return false }
        claim(copies.drafts(of: user).map(\.draftID) == [draft], "a copy that is not listed")
        _ = body.draft
        _ = body.manuscript.markdown(title: body.title)
        try copies.save(body, for: user)
        let saved = copies.copy(of: draft, for: user)
        claim(saved?.segments.last == body.segments.last && saved?.seq == body.seq, "another copy after it was saved")
        return true
    }
}
