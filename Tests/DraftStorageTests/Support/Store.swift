import CollabTesting
import DraftCore
import Foundation
import GRDB
import Testing

@testable import DraftStorage

/// The stores that the suite is run on. Another one joins by a case and what its `Place` can do.
enum Store: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite
    case postgres

    var testDescription: String { rawValue }
}

/// A store of its own: in a temporary folder, or in a database made for it.
struct Place: Sendable {
    let store: Store
    let folder: URL
    let database: TestDatabase?
    let clock: TestClock
    let sources: StoreSources

    var path: String { folder.appending(path: "log.sqlite").path }

    func open() async throws -> any DraftStore {
        switch store {
        case .sqlite: return try await SQLiteLog.open(path: path, sources: sources)
        case .postgres: return try await openDatabase()
        }
    }

    /// Opens the log as what it is.
    func openDatabase(_ mode: PostgresLog.Mode = .serving) async throws -> PostgresLog {
        let url = try #require(database).url
        return try await PostgresLog.open(PostgresSettings(url: url), mode: mode, sources: sources)
    }

    /// Changes rows behind the log's back.
    func tamper(_ sql: String) async throws {
        switch store {
        case .sqlite:
            var configuration = Configuration()
            configuration.foreignKeysEnabled = false
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try await queue.writeWithoutTransaction { try $0.execute(sql: sql) }
            try queue.close()
        case .postgres:
            let blobs = sql.replacing(/zeroblob\((\d+)\)/) { "decode(repeat('00', \($0.1)), 'hex')" }
            for statement in blobs.split(separator: ";") {
                try await database?.execute(String(statement), pastKeys: true)
            }
        }
    }

    /// Opens what a backup has written.
    func openCopy(at path: String) async throws -> any DraftStore { try await SQLiteLog.open(path: path) }
}

/// Runs `body` on a fresh store and removes it.
func withPlace<Result>(_ store: Store, _ body: (Place) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "draft-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let clock = TestClock()
    var sources = StoreSources.system
    sources.now = { clock.now }
    func place(_ database: TestDatabase?) -> Place {
        Place(store: store, folder: folder, database: database, clock: clock, sources: sources)
    }
    switch store {
    case .sqlite: return try await body(place(nil))
    case .postgres: return try await TestDatabase.with { try await body(place($0)) }
    }
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
