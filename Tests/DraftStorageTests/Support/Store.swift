import DraftCore
import Foundation
import GRDB
import Testing

@testable import DraftStorage

/// The stores that the suite is run on. Another one joins by a case, a way to open it and its words for tampering.
enum Store: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite

    var testDescription: String { rawValue }

    fileprivate func open(in folder: URL, sources: StoreSources) async throws -> any DraftStore {
        switch self {
        case .sqlite: try await SQLiteLog.open(path: folder.appending(path: "log.sqlite").path, sources: sources)
        }
    }

    fileprivate func execute(_ sql: String, in folder: URL) async throws {
        switch self {
        case .sqlite:
            var configuration = Configuration()
            configuration.foreignKeysEnabled = false
            let path = folder.appending(path: "log.sqlite").path
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try await queue.writeWithoutTransaction { try $0.execute(sql: sql) }
            try queue.close()
        }
    }

    fileprivate func openCopy(at path: String) async throws -> any DraftStore {
        switch self {
        case .sqlite: try await SQLiteLog.open(path: path)
        }
    }
}

/// A store of its own in a temporary folder.
struct Place: Sendable {
    let store: Store
    let folder: URL
    let clock: TestClock
    let sources: StoreSources

    var path: String { folder.appending(path: "log.sqlite").path }

    func open() async throws -> any DraftStore { try await store.open(in: folder, sources: sources) }

    /// Changes rows behind the log's back.
    func tamper(_ sql: String) async throws { try await store.execute(sql, in: folder) }

    func openCopy(at path: String) async throws -> any DraftStore { try await store.openCopy(at: path) }
}

/// Runs `body` on a fresh store and removes it.
func withPlace<Result>(_ store: Store, _ body: (Place) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "draft-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let clock = TestClock()
    var sources = StoreSources.system
    sources.now = { clock.now }
    return try await body(Place(store: store, folder: folder, clock: clock, sources: sources))
}

/// Runs `body` on a fresh, open log and closes it.
func withLog<Result>(_ store: Store, _ body: (any DraftStore, Place) async throws -> Result) async throws
    -> Result
{
    try await withPlace(store) { place in
        let log = try await place.open()
        let result = try await body(log, place)
        try await log.close()
        return result
    }
}
