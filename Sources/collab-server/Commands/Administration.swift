import DraftCore
import DraftStorage

/// What the commands of an operator share: the store of an existing database, and users as they are written down.
enum Administration {
    typealias Store = any DraftStore

    /// Lets `body` look at the store, also beside a server.
    static func look<Value>(
        _ texts: SettingTexts, _ body: (Store) async throws -> Value
    ) async throws -> Value {
        try await use(try await StoreOpening.openExisting(try DatabaseURL(texts)), body)
    }

    /// Lets `body` change who may come in, also beside a server.
    static func change<Value>(
        _ texts: SettingTexts, _ body: (Store) async throws -> Value
    ) async throws -> Value {
        try await use(try await StoreOpening.openForChanges(try DatabaseURL(texts)), body)
    }

    /// Tells the audit of something that was done outside of the store.
    static func note(_ action: String, subject: String, in texts: SettingTexts) async throws {
        do {
            try await change(texts) { store in try await store.record([.administration(action, subject: subject)]) }
        } catch {
            throw CommandFailure("It was done, but the audit could not be told: \(error)")
        }
    }

    private static func use<Value>(_ store: Store, _ body: (Store) async throws -> Value) async throws -> Value {
        do {
            let value = try await body(store)
            try await store.close()
            return value
        } catch let error as StorageError {
            throw CommandFailure("The database refuses: \(error)")
        }
    }

    static func userID(_ text: String) throws(CommandFailure) -> UserID {
        guard let id = UserID(text) else {
            throw CommandFailure("\"\(shown(text))\" is no user id of 1 to 128 bytes without spaces or controls.")
        }
        return id
    }

    /// A text from elsewhere, fit for a terminal.
    static func shown(_ text: String) -> String { SafeText.escaped(text, for: .line) }
}

extension Directories {
    /// The user with that id.
    func user(_ id: UserID) async throws(StorageError) -> UserRecord? { try await users([id]).first }

    /// The first user of whom `condition` holds, in the order of their ids.
    func firstUser(where condition: (UserRecord) -> Bool) async throws(StorageError) -> UserRecord? {
        let size = 500
        var last: UserID?
        while true {
            let page = try await users(after: last, limit: size)
            if let found = page.first(where: condition) { return found }
            guard page.count == size, let end = page.last else { return nil }
            last = end.id
        }
    }

    /// How this store's own users are vouched for.
    var ownIssuerName: String {
        get async throws(StorageError) { OwnIssuer.name(serverID: try await serverID) }
    }
}
