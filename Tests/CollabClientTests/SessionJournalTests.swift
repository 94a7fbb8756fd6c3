import CollabTesting
import Foundation
import Testing

@testable import CollabClient

/// What a session says of its journal.
@Suite(.timeLimit(.minutes(1))) struct SessionJournalTests {
    private let directory: TemporaryDirectory
    private let stage: SessionStage
    private let place: String

    init() throws {
        directory = try TemporaryDirectory()
        let folder = JournalFolder(path: directory.file("journal"))
        stage = SessionStage(journal: folder)
        place = folder.folder(of: SessionStage.draft, SessionStage.user)
    }

    @Test func `that a newer version has left words is said, and no save takes it back`() async throws {
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        try Data(#"{"version":2}"#.utf8).write(to: URL(fileURLWithPath: place + "/new.json"))
        try await running(stage.session) { log in
            await log.until { $0.contains(where: \.isLeftBehind) }
            await stage.session.take([], composition: Composition(text: "Words."), returnsSeen: 0)
            await stage.session.saveJournal()
            // What is told after this is told after all that the save had to tell.
            await stage.session.learn([ben: "Ben"])
            await log.until { $0.contains { if case .names = $0 { true } else { false } } }
            let isMended = log.updates.contains(where: \.isMended)
            #expect(!isMended)
        }
    }

    @Test func `words are on disk before the session runs, and found once when it does`() async throws {
        await stage.session.take([], composition: Composition(text: "Words."), returnsSeen: 0)
        #expect(await stage.session.keep())
        func records() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: place).filter { $0.hasSuffix(".json") }
        }
        let before = try records()
        #expect(before.count == 1)
        try await running(stage.session) { log in
            await stage.session.learn([ben: "Ben"])
            await log.until { $0.contains { if case .names = $0 { true } else { false } } }
            let isRecovered = log.updates.contains { if case .recovered = $0 { true } else { false } }
            #expect(!isRecovered, "what the session holds itself was left by nobody")
        }
        #expect(try records() == before)
    }

    @Test func `what could not be kept before the session runs is said when it does`() async throws {
        try Data().write(to: URL(fileURLWithPath: directory.file("journal")))
        await stage.session.take([], composition: Composition(text: "Words."), returnsSeen: 0)
        #expect(await !stage.session.keep())
        try await running(stage.session) { log in await log.until { $0.contains(where: \.isJournalFailure) } }
    }

    @Test func `that words cannot be kept is said, and taken back by the first save that succeeds`() async throws {
        // A file stands where the folder would have to be made.
        let journal = directory.file("journal")
        try Data().write(to: URL(fileURLWithPath: journal))
        try await running(stage.session) { log in
            await log.until { $0.contains(where: \.isJournalFailure) }
            try FileManager.default.removeItem(atPath: journal)
            await stage.session.take([], composition: Composition(text: "Words."), returnsSeen: 0)
            await stage.session.saveJournal()
            await log.until { $0.contains(where: \.isMended) }
        }
    }
}

extension SessionUpdate {
    fileprivate var isJournalFailure: Bool { if case .journalFailed = self { true } else { false } }
    fileprivate var isLeftBehind: Bool { if case .leftBehind = self { true } else { false } }
    fileprivate var isMended: Bool { if case .journalMended = self { true } else { false } }
}
