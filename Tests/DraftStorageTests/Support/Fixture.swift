import CollabTesting
import Foundation
import GRDB
import Testing

/// A database as a server of an earlier schema left it, told in SQL.
struct Fixture: Sendable, CustomTestStringConvertible {
    let store: Store
    let version: Int

    /// One of every schema that a server has ever written.
    static let all =
        [1, 2, 3].map { Fixture(store: .sqlite, version: $0) } + [Fixture(store: .postgres, version: 1)]

    var testDescription: String { "\(store)-\(version)" }

    /// Makes the database at `place`, which is empty.
    func fill(_ place: Place) async throws {
        let url = URL(filePath: #filePath).appending(path: "../../Fixtures/\(store)-\(version).sql").standardized
        let sql = try String(contentsOf: url, encoding: .utf8)
        if let database = place.database {
            return try await database.execute(sql.split(separator: ";\n").map(String.init))
        }
        let queue = try DatabaseQueue(path: place.path)
        try await queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }
}
