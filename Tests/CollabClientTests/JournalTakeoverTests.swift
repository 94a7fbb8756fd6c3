import CollabTesting
import DraftCore
import Foundation
import Testing

@testable import CollabClient

/// A crash between the two steps of a takeover: the new record is on disk, the old one is not gone yet.
@Suite struct JournalTakeoverTests {
    @Test func `words that were being taken over when the program died are there once`() async throws {
        let directory = try TemporaryDirectory()
        let draft = DraftID.random()
        let folder = JournalFolder(path: directory.file("journal"))
        func keeper(_ name: String) throws -> JournalKeeper {
            try #require(JournalKeeper(folder: folder, server: "s", draft: draft, user: ana) { name })
        }
        var record = try keeper("any").emptyRecord()
        record.text = "precious"

        let first = try keeper("first")
        _ = await first.open()
        try await first.save(record, generation: 1)
        await first.close()
        let path = directory.file("journal/\(draft)/ana/first.json")
        let left = try Data(contentsOf: URL(fileURLWithPath: path))

        let second = try keeper("second")
        #expect(await second.open().records == [record])
        try await second.save(record, generation: 1)
        #expect(!FileManager.default.fileExists(atPath: path))
        await second.close()
        try left.write(to: URL(fileURLWithPath: path))

        let third = try keeper("third")
        #expect(await third.open().records.map(\.text) == ["precious"])
        try await third.save(record, generation: 1)
        await third.close()
        #expect(await (try keeper("fourth")).open().records.map(\.text) == ["precious"])
    }
}
