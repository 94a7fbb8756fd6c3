import CPostgres

/// Where a PostgreSQL database is, and how its connections are to behave.
public struct PostgresSettings: Sendable, Equatable {
    /// Setting up a session takes a few statements.
    static let setupPatience = Duration.seconds(10)

    private let url: String
    private let purpose: Purpose
    /// What libpq reads in the URL.
    private let options: [String: String]

    /// - Parameter url: a connection URI as libpq reads it (PostgreSQL manual, 34.1.1.2), possibly of several hosts.
    /// - Throws: what is wrong with it, without its password.
    public init(url: String) throws(StorageError) {
        guard ["postgres://", "postgresql://"].contains(where: url.hasPrefix), !url.utf8.contains(0) else {
            throw .conflict("the URL does not begin with postgres://")
        }
        guard let options = Self.options(in: url) else {
            throw .conflict("the URL cannot be read; special characters in it must be written as %XX")
        }
        self.init(url: url, purpose: .writing, options: options)
    }

    private init(url: String, purpose: Purpose, options: [String: String]) {
        self.url = url
        self.purpose = purpose
        self.options = options
    }

    private enum Purpose {
        case writing
        /// Writes, and keeps those away who want the database to themselves.
        case serving
        /// Changes nothing.
        case looking
        /// What may be lost: nobody waits for a disk.
        case hinting
    }

    /// Whether nothing is to be written through its connections.
    var isReadOnly: Bool { purpose == .looking }

    /// The same database, for a server: nobody has it alone as long as the connection lasts.
    var forServing: PostgresSettings { PostgresSettings(url: url, purpose: .serving, options: options) }

    /// The same database, for somebody who only looks.
    var readOnly: PostgresSettings { PostgresSettings(url: url, purpose: .looking, options: options) }

    /// The same database, for what may be lost.
    var forHints: PostgresSettings { PostgresSettings(url: url, purpose: .hinting, options: options) }

    /// The hosts, ports and database, without user, password and options: fit for logs and messages.
    public var shownURL: String {
        let hosts = options["host", default: ""].split(separator: ",", omittingEmptySubsequences: false)
        let ports = options["port", default: ""].split(separator: ",", omittingEmptySubsequences: false)
        let places = hosts.enumerated().map { index, host in
            let port = index < ports.count ? ports[index] : ports.last ?? ""
            return port.isEmpty ? String(host) : "\(host):\(port)"
        }
        return "postgres://" + places.joined(separator: ",") + "/" + options["dbname", default: ""]
    }

    /// libpq may repeat what it was told.
    func masked(_ words: String) -> String {
        guard let password = options["password"] else { return words }
        return words.replacing(password, with: "***")
    }

    private static func options(in url: String) -> [String: String]? {
        guard let list = PQconninfoParse(url, nil) else { return nil }
        defer { PQconninfoFree(list) }
        var options: [String: String] = [:]
        var option = list
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val, value.pointee != 0 {
                options[String(cString: keyword)] = String(cString: value)
            }
            option += 1
        }
        return options
    }

    /// Values before the URL can be overridden by it, those after it cannot.
    private var parameters: [(name: String, value: String)] {
        [
            ("connect_timeout", "5"), ("tcp_user_timeout", "5000"), ("keepalives_idle", "10"),
            ("keepalives_interval", "3"), ("keepalives_count", "3"), ("target_session_attrs", "read-write"),
            ("application_name", "collab-server"), ("dbname", url), ("client_encoding", "UTF8"),
        ]
    }

    /// A connection that may have failed; nil where there was no memory for it.
    func connect() -> OpaquePointer? {
        withCStrings(parameters.map(\.name)) { names in
            withCStrings(parameters.map(\.value)) { values in PQconnectdbParams(names, values, 1) }
        }
    }

    /// PgBouncer refuses options at the start of a session, so they are set in it.
    var sessionStatements: [PostgresStatement] {
        var settings = [
            "statement_timeout = '10s'", "lock_timeout = '5s'", "idle_in_transaction_session_timeout = '15s'",
            "standard_conforming_strings = on",
        ]
        switch purpose {
        case .writing, .serving: break
        case .looking: settings.append("default_transaction_read_only = on")
        case .hinting: settings.append("synchronous_commit = off")
        }
        let lock = purpose == .serving ? [PostgresStatement.plain(PostgresSolitude.sharedLock)] : []
        return settings.map { .plain("SET SESSION \($0)") } + lock
    }
}

extension PostgresSettings: CustomStringConvertible, CustomDebugStringConvertible {
    /// Without the password, wherever it is printed.
    public var description: String { shownURL }
    public var debugDescription: String { shownURL }
}

/// Hands over texts as C wants them: pointers, and a null after the last.
private func withCStrings<Result>(_ texts: [String], _ body: ([UnsafePointer<CChar>?]) -> Result) -> Result {
    var bytes: [CChar] = []
    var offsets: [Int] = []
    for text in texts {
        offsets.append(bytes.count)
        bytes += text.utf8CString
    }
    return bytes.withUnsafeBufferPointer { buffer in
        body(offsets.map { offset in buffer.baseAddress?.advanced(by: offset) } + [nil])
    }
}
