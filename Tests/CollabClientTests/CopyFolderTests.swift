import CollabAPI
import CollabTesting
import DraftCore
import Foundation
import Testing

@testable import CollabClient

/// Copies on disk.
@Suite(.timeLimit(.minutes(1))) struct CopyFolderTests {
    private let directory: TemporaryDirectory
    private let copies: CopyFolder

    init() throws {
        directory = try TemporaryDirectory()
        copies = CopyFolder(path: directory.file("copies"))
    }

    private func body(seq: Int, segments: Range<Int> = 0..<0) throws -> DraftBody {
        try WireCoding.decode(DataBody<DraftBody>.self, from: Data(Samples.draft(seq: seq, segments: segments).utf8))
            .data
    }

    private func path(_ user: UserID) -> String { copies.path + "/\(user)/\(Samples.draftID).json" }

    @Test func `a copy comes back as it was, text included`() throws {
        let body = try body(seq: 3, segments: 7..<10)
        #expect(!copies.has(body.draftID, for: ana))
        try copies.save(body, for: ana)
        #expect(copies.has(body.draftID, for: ana))
        #expect(copies.copy(of: body.draftID, for: ana) == body)
        #expect(copies.copy(of: body.draftID, for: ana)?.manuscript.segments.map(\.content) == ["7", "8", "9"])
    }

    @Test func `the newest takes the place of the last one, and nothing else is left`() throws {
        for seq in 1...3 { try copies.save(body(seq: seq), for: ana) }
        #expect(copies.copy(of: SessionStage.draft, for: ana)?.seq == 3)
        #expect(DirectoryFiles.names(in: copies.path + "/ana") == ["\(Samples.draftID).json"])
    }

    @Test func `a long copy has its older segments in a file of their own`() throws {
        try copies.save(body(seq: 3, segments: 7..<207), for: ana)
        let newest = copies.copy(of: SessionStage.draft, for: ana)
        #expect(newest?.segments.count == CopyFolder.newestCount)
        #expect(newest?.segmentsFrom == 207 - CopyFolder.newestCount)
        let older = copies.olderPart(of: SessionStage.draft, for: ana)
        #expect(older?.seq == 3)
        #expect(older?.segments.map(\.segment.order) == Array(7..<207 - CopyFolder.newestCount))
        #expect(copies.drafts(of: ana).count == 1)
        try copies.save(body(seq: 4, segments: 7..<10), for: ana)
        #expect(copies.olderPart(of: SessionStage.draft, for: ana) == nil, "they are in no copy any more")
    }

    @Test func `a copy that is further on stays`() throws {
        try copies.save(body(seq: 5), for: ana)
        try copies.save(body(seq: 4), for: ana)
        #expect(copies.copy(of: SessionStage.draft, for: ana)?.seq == 5)
        var other = try body(seq: 4)
        other.logID = .random()
        try copies.save(other, for: ana)
        #expect(copies.copy(of: SessionStage.draft, for: ana)?.seq == 4, "another log is another matter")
    }

    @Test func `a copy that is removed leaves nothing`() throws {
        try copies.save(body(seq: 3, segments: 7..<207), for: ana)
        copies.remove(SessionStage.draft, for: ana)
        #expect(DirectoryFiles.names(in: copies.path + "/ana") == ["older"])
        #expect(DirectoryFiles.names(in: copies.path + "/ana/older") == [])
    }

    @Test func `each user has copies of their own, for their eyes alone`() throws {
        try copies.save(body(seq: 3), for: ana)
        #expect(copies.copy(of: SessionStage.draft, for: ben) == nil)
        #expect(copies.drafts(of: ben).isEmpty)
        let facts = try FileManager.default.attributesOfItem(atPath: path(ana))
        #expect((facts[.posixPermissions] as? Int) == 0o600)
    }

    @Test func `what is no copy of the draft is none`() throws {
        try copies.save(body(seq: 3), for: ana)
        let other = DraftID.random()
        try FileManager.default.copyItem(atPath: path(ana), toPath: copies.path + "/ana/\(other).json")
        #expect(copies.copy(of: other, for: ana) == nil)
        try Data("{\"data\":".utf8).write(to: URL(fileURLWithPath: path(ana)))
        #expect(copies.copy(of: SessionStage.draft, for: ana) == nil)
        #expect(copies.drafts(of: ana).isEmpty)
    }

    @Test func `the drafts of a user come with the most recently active first`() throws {
        var bodies: [DraftBody] = []
        for age in [2, 0, 1] {
            var body = try body(seq: 3)
            body.draftID = .random()
            body.updatedAt = Timestamp(milliseconds: body.updatedAt.milliseconds - Int64(age) * 1000)
            bodies.append(body)
            try copies.save(body, for: ana)
        }
        #expect(copies.drafts(of: ana).map(\.draftID) == [1, 2, 0].map { bodies[$0].draftID })
    }

    @Test func `a copy that is removed is gone, and removing it again is no error`() throws {
        try copies.save(body(seq: 3), for: ana)
        for _ in 0..<2 { copies.remove(SessionStage.draft, for: ana) }
        #expect(copies.copy(of: SessionStage.draft, for: ana) == nil)
    }

    @Test func `a disk that takes nothing is an error`() throws {
        // A file stands where the folder would have to be made.
        try Data().write(to: URL(fileURLWithPath: copies.path))
        let body = try body(seq: 3)
        #expect(throws: JournalError.self) { try copies.save(body, for: ana) }
    }
}
