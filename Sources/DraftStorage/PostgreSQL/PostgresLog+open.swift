import DraftCore

extension PostgresLog {
    /// How a database is opened.
    public enum Mode: Sendable {
        /// To serve drafts: its tables are made if they are not there, and brought to the present schema.
        case serving
        /// To be looked at: never changed.
        case inspecting
        /// For a command that changes what stands beside the logs: it must be there, with the present schema.
        case administering
    }

    /// Opens the database that `settings` name.
    ///
    /// Other servers may have it at the same time.
    public static func open(
        _ settings: PostgresSettings, mode: Mode = .serving, sources: StoreSources = .system
    ) async throws(StorageError) -> PostgresLog {
        let settings = mode == .inspecting ? settings.readOnly : settings
        let worker = PostgresWorker(settings, label: "draft-postgres-opening")
        do throws(StorageError) {
            // A migration may wait for one of another server.
            let logID = try await worker.run(by: ContinuousClock.now + .seconds(mode == .serving ? 3_600 : 12)) {
                session in
                if mode == .serving {
                    let mark = Identifier<PostgresLog>.random().description
                    guard try PostgresConnection.keepsSession(settings, mark: mark) else {
                        throw StorageError.noSession
                    }
                    try session.requireDurability()
                    try PostgresSchema.migrate(session, sources: sources)
                } else {
                    try session.requirePresentSchema()
                }
                return try session.requiredMeta("log_id") { LogID($0) }
            }
            await worker.close()
            let log = PostgresLog(settings, logID: logID, sources: sources, isServing: mode == .serving)
            if mode == .serving { try await log.beginServing() }
            return log
        } catch {
            await worker.close()
            throw error
        }
    }
}

extension PostgresLog {
    /// Goes on where a server before it has stopped, once nobody has the database alone.
    fileprivate func beginServing() async throws(StorageError) {
        do throws(StorageError) {
            try await writer.worker.run(by: .now + Self.patience) { _ in }
            await erasure.begin(try await ask { try $0.unerasedDrafts() })
        } catch {
            try await close()
            throw error
        }
    }
}

extension StorageError {
    fileprivate static let noSession = conflict(
        "what is told on one connection is not heard on another: a pooler stands before the database that does not keep"
            + " sessions; PgBouncer does in session mode")
}

extension PostgresSession {
    /// A server that does not sync acknowledges what a power cut takes back.
    fileprivate func requireDurability() throws {
        for setting in ["fsync", "full_page_writes", "synchronous_commit"] {
            let value = try first("SELECT current_setting($1)", [.text(setting)], of: nil) { try $0.text() }
            guard value != "off" else {
                throw StorageError.conflict("the database has \(setting)=off, so commits would not be safe")
            }
        }
    }

    fileprivate func requirePresentSchema() throws {
        switch try PostgresSchema.state(self) {
        case .empty:
            throw StorageError.conflict("there is nothing in the database; a server that opens it makes the tables")
        case .foreign: throw StorageError.conflict("the database belongs to another program")
        case .ours(let version) where version > PostgresSchema.version: throw StorageError.newerSchema
        case .ours(let version) where version < PostgresSchema.version: throw StorageError.olderSchema
        case .ours: break
        }
    }

    /// What the store says of itself under that name.
    func requiredMeta<Value>(_ name: String, _ make: (String) -> Value?) throws -> Value {
        let text = try first("SELECT value FROM meta WHERE name = $1", [.text(name)], of: nil) { try $0.text() }
        guard let value = text.flatMap(make) else {
            throw StorageError.corrupt(draft: nil, seq: nil, "the \(name) of the database is missing or malformed")
        }
        return value
    }
}
