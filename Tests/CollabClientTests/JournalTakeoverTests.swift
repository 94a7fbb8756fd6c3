import CollabTesting
import DraftCore
import Foundation
import Testing

@testable import CollabClient

/// What becomes of journals that nobody holds, whatever state they are in.
@Suite struct JournalTakeoverTests {
    private let directory: TemporaryDirectory
    private let draft = DraftID.random()

    init() throws {
        directory = try TemporaryDirectory()
    }

    private var folder: JournalFolder { JournalFolder(path: directory.file("journal")) }
    private var place: String { folder.folder(of: draft, ana) }

    private func keeper(_ name: String) throws -> JournalKeeper {
        try #require(JournalKeeper(folder: folder, server: "s", draft: draft, user: ana) { name })
    }

    private func record(_ text: String) throws -> JournalRecord {
        var record = try keeper("any").emptyRecord()
        record.text = text
        return record
    }

    /// Sessions that ran at the same time, wrote down their names as words, and are no more.
    private func leave(_ names: String...) async throws {
        let keepers = try names.map(keeper)
        for keeper in keepers { _ = await keeper.open() }
        for (keeper, name) in zip(keepers, names) { try await keeper.save(record(name), generation: 1) }
        for keeper in keepers { await keeper.close() }
    }

    private var names: [String] { DirectoryFiles.names(in: place).sorted() }

    private func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    @Test func `one journal that cannot be read takes no other along`() async throws {
        try await leave("a", "c")
        // A folder can be opened and not be read.
        try makeFolder(place + "/b.json")
        let keeper = try keeper("next")
        let opening = await keeper.open()
        #expect(Set(opening.records.map(\.text)) == ["a", "c"])
        #expect(opening.failure == nil)
        #expect(opening.leftBehind.map { $0.reason.contains("b.json") } == [true])
        try await keeper.save(record("a, c"), generation: 1)
        #expect(names.filter { $0.hasSuffix(".json") } == ["b.json", "next.json"])
    }

    @Test func `one lock that cannot be had takes no other along`() async throws {
        try await leave("a", "b", "c")
        try FileManager.default.removeItem(atPath: place + "/b.lock")
        try FileManager.default.createSymbolicLink(atPath: place + "/b.lock", withDestinationPath: "/nowhere/at/all")
        let opening = await (try keeper("next")).open()
        #expect(opening.records.map(\.text) == ["a", "c"])
        #expect(opening.leftBehind.map { $0.reason.contains("b.lock") } == [true])
    }

    @Test func `words are found even where this session's own cannot be kept`() async throws {
        try await leave("a")
        // A name below a folder that is not there: no lock can be made.
        let keeper = try keeper("missing/next")
        let opening = await keeper.open()
        #expect(opening.failure != nil)
        #expect(opening.records.map(\.text) == ["a"])
        await #expect(throws: JournalError.self) { try await keeper.save(record("a"), generation: 1) }
        #expect(names.contains("a.json"), "what could not be kept anew stays where it is")
    }

    @Test func `a journal of a newer version stays where it is, for that version to find`() async throws {
        try makeFolder(place)
        let bytes = Data(#"{"version":2,"verses":["Words of tomorrow."]}"#.utf8)
        try bytes.write(to: URL(fileURLWithPath: place + "/new.json"))
        let keeper = try keeper("next")
        let opening = await keeper.open()
        #expect(opening.records.isEmpty)
        #expect(opening.failure == nil)
        #expect(opening.leftBehind.map { $0.reason.contains("new.json") } == [true])
        try await keeper.save(record("Words of today."), generation: 1)
        #expect(try Data(contentsOf: URL(fileURLWithPath: place + "/new.json")) == bytes)
        let files = JournalFile.abandoned(in: place) { _ in }
        #expect(files.map(\.instance) == ["new"], "nobody holds it")
    }

    @Test func `sessions that ended without words leave nothing behind`() async throws {
        let busy = try keeper("busy")
        _ = await busy.open()
        try await leave("a")
        // Crashes: one in the middle of its second record, others before the first was whole.
        for name in ["a.json.new", "b.json.new", "c.lock"] {
            try Data().write(to: URL(fileURLWithPath: place + "/" + name))
        }
        let keeper = try keeper("next")
        #expect(await keeper.open().records.map(\.text) == ["a"])
        #expect(names == ["a.json", "a.json.new", "a.lock", "b.json.new", "busy.lock", "next.lock"])
        try await keeper.save(record("a"), generation: 1)
        #expect(names == ["b.json.new", "busy.lock", "next.json", "next.lock"])
    }

    @Test func `words that were being taken over when the program died are there once`() async throws {
        let record = try record("precious")
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
