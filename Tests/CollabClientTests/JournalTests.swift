import CollabTesting
import DraftCore
import Foundation
import Testing

@testable import CollabClient

/// What stands on this machine's disk while a server does not have it.
@Suite struct JournalTests {
    private static let draft = DraftID.random()
    private let directory: TemporaryDirectory
    private let folder: JournalFolder

    init() throws {
        directory = try TemporaryDirectory()
        folder = JournalFolder(path: directory.file("journal"))
    }

    private func keeper(_ user: UserID = ana) throws -> JournalKeeper {
        try #require(JournalKeeper(folder: folder, server: "http://127.0.0.1:1", draft: Self.draft, user: user))
    }

    private func record(_ keeper: JournalKeeper, text: String) -> JournalRecord {
        var record = keeper.emptyRecord()
        record.text = text
        return record
    }

    @Test(arguments: [
        Command.Action.append(.random(), content: "Once\n\tupon “a” time 漢"),
        .revise(.random(), content: "x", revision: 3),
        .revise(.random(), content: "x", revision: nil), .strike(.random()), .pass(to: ben), .passSmart(.backToCreator),
        .reclaim, .addMember(ben, .viewer), .removeMember(ben),
        .update(DraftUpdate(title: "T", status: .locked, revise: .any, targetPublishAt: .clear)),
    ])
    func `every command comes back as it was`(_ action: Command.Action) throws {
        let command = Command(actor: ana, key: .random(), tenure: 7, action: action)
        var record = JournalRecord(server: "s", draftID: Self.draft, userID: ana)
        record.outbox = [JournalRecord.Entry(command: JournalCommand(command), hasLeft: true)]
        record.returned = ["back"]
        let bytes = try JSONEncoder().encode(record)
        #expect(JournalRecord(bytes) == record)
        #expect(JournalRecord(bytes)?.outbox.map(\.command.command) == [command])
    }

    @Test func `what a session leaves is found by the next, oldest first, and gone once that one has saved`()
        async throws
    {
        let sessions = try [keeper(), keeper()]
        for session in sessions { _ = await session.open() }
        for (session, text) in zip(sessions, ["first", "second"]) {
            try await session.save(record(session, text: text), generation: 1)
        }
        for session in sessions { await session.close() }
        let next = try keeper()
        let opening = await next.open()
        #expect(opening.failure == nil)
        #expect(opening.records.map(\.text) == ["first", "second"])
        try await next.save(next.emptyRecord(), generation: 1)
        await next.close()
        let last = try keeper()
        #expect(await last.open().records.isEmpty)
        #expect(folder.draftsWithUnsentWords(of: ana).isEmpty)
    }

    @Test func `what was taken over stays on disk until the taker has saved`() async throws {
        let first = try keeper()
        _ = await first.open()
        try await first.save(record(first, text: "precious"), generation: 1)
        await first.close()
        let second = try keeper()
        #expect(await second.open().records.map(\.text) == ["precious"])
        // It ends without having saved anything: a crash in the first moment.
        await second.close()
        let third = try keeper()
        #expect(await third.open().records.map(\.text) == ["precious"])
    }

    @Test func `a journal that somebody holds is left alone`() async throws {
        let busy = try keeper()
        _ = await busy.open()
        try await busy.save(record(busy, text: "mine"), generation: 1)
        let other = try keeper()
        #expect(await other.open().records.isEmpty)
        #expect(folder.draftsWithUnsentWords(of: ana) == [Self.draft])
        #expect(folder.draftsWithUnsentWords(of: ben).isEmpty)
    }

    @Test func `an older record never takes the place of a newer one`() async throws {
        let keeper = try keeper()
        _ = await keeper.open()
        try await keeper.save(record(keeper, text: "new"), generation: 2)
        try await keeper.save(record(keeper, text: "old"), generation: 1)
        await keeper.close()
        let next = try self.keeper()
        #expect(await next.open().records.map(\.text) == ["new"])
    }

    @Test func `a write that was cut short leaves the record before it`() async throws {
        let keeper = try keeper()
        _ = await keeper.open()
        try await keeper.save(record(keeper, text: "whole"), generation: 1)
        await keeper.close()
        let place = folder.folder(of: Self.draft, ana)
        let name = try #require(DirectoryFiles.names(in: place).first { $0.hasSuffix(".json") })
        try Data("{\"version\":1,\"te".utf8).write(to: URL(fileURLWithPath: place + "/" + name + ".new"))
        let next = try self.keeper()
        #expect(await next.open().records.map(\.text) == ["whole"])
    }

    @Test func `a record that cannot be read is set aside, said, and stumbled over only once`() async throws {
        let place = folder.folder(of: Self.draft, ana)
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        try Data("{\"text\": \"half a rec".utf8).write(to: URL(fileURLWithPath: place + "/x.json"))
        let keeper = try keeper()
        let opening = await keeper.open()
        #expect(opening.records.isEmpty)
        #expect(opening.leftBehind.map { $0.reason.contains("x.json.unreadable") } == [true])
        await keeper.close()
        let next = try self.keeper()
        #expect(await next.open().leftBehind.isEmpty)
        #expect(DirectoryFiles.names(in: place).contains("x.json.unreadable"))
    }

    @Test func `a disk that takes nothing is an error, and forgiven once it does`() async throws {
        // A file stands where the folder would have to be made.
        try Data().write(to: URL(fileURLWithPath: folder.path))
        let keeper = try keeper()
        #expect(await keeper.open().failure != nil)
        await #expect(throws: JournalError.self) {
            try await keeper.save(record(keeper, text: "words"), generation: 1)
        }
        try FileManager.default.removeItem(atPath: folder.path)
        try await keeper.save(record(keeper, text: "words"), generation: 2)
        await keeper.close()
        let next = try self.keeper()
        #expect(await next.open().records.map(\.text) == ["words"])
    }

    @Test(arguments: ["../../etc", "a/b", "ÄÖ", "UPPER", String(repeating: "x", count: 128)])
    func `every user id has a folder of its own below the draft's`(_ text: String) async throws {
        let user = UserID.named(text)
        let keeper = try keeper(user)
        _ = await keeper.open()
        try await keeper.save(record(keeper, text: "words"), generation: 1)
        let names = DirectoryFiles.names(in: folder.path + "/" + Self.draft.description)
        #expect(names.count == 1)
        #expect(names.allSatisfy { $0.utf8.count <= 255 })
        #expect(folder.draftsWithUnsentWords(of: user) == [Self.draft])
    }

    @Test func `files are for this user's eyes alone`() async throws {
        let keeper = try keeper()
        _ = await keeper.open()
        try await keeper.save(record(keeper, text: "secret"), generation: 1)
        let place = folder.folder(of: Self.draft, ana)
        for name in DirectoryFiles.names(in: place) {
            let facts = try FileManager.default.attributesOfItem(atPath: place + "/" + name)
            #expect((facts[.posixPermissions] as? Int) == 0o600, "\(name)")
        }
    }
}
