import CPostgres
import Glibc

/// One connection in pipeline mode: statements go out together and their results come back in order.
///
/// Invariant: it is used by one thread at a time, and once anything was lost on it, it is closed and never used again.
final class PostgresConnection {
    private let pointer: OpaquePointer
    private let isReadOnly: Bool
    private var prepared: [String: String] = [:]
    private var nameCount = 0
    private(set) var isOpen = true

    /// Connects, to whichever of several hosts takes writes.
    init(_ settings: PostgresSettings) throws(PostgresFailure) {
        guard let pointer = settings.connect() else { throw .lost("there is no memory for a connection") }
        guard PQstatus(pointer) == CONNECTION_OK else {
            let reason = settings.masked(Self.message(of: pointer))
            PQfinish(pointer)
            throw .lost(reason)
        }
        cpostgres_silence_notices(pointer)
        self.pointer = pointer
        isReadOnly = settings.isReadOnly
        guard PQsetnonblocking(pointer, 1) == 0, PQenterPipelineMode(pointer) == 1 else {
            throw lost("the connection cannot be used for pipelining")
        }
        let deadline = ContinuousClock.now + PostgresSettings.setupPatience
        _ = try exchange(settings.sessionStatements, by: deadline)
    }

    deinit {
        close()
    }

    func close() {
        guard isOpen else { return }
        isOpen = false
        PQfinish(pointer)
    }

    /// The number of the server's process that the connection says it talks to.
    var backendID: Int { Int(PQbackendPID(pointer)) }

    /// Sends the statements in one flush and waits for all their results.
    /// - Throws: the first refusal; the statements after it were not carried out.
    func exchange(
        _ statements: [PostgresStatement], by deadline: ContinuousClock.Instant
    ) throws(PostgresFailure) -> [PostgresResult] {
        guard isOpen else { throw .lost("the connection is closed") }
        // What each result belongs to: the name that a preparation makes known, or nil for the statement itself.
        var expected: [(sql: String, name: String)?] = []
        for statement in statements { try send(statement, &expected) }
        guard PQpipelineSync(pointer) == 1 else { throw lost() }
        try flush(by: deadline)
        return try collect(expected, by: deadline)
    }

    private func send(
        _ statement: PostgresStatement, _ expected: inout [(sql: String, name: String)?]
    ) throws(PostgresFailure) {
        guard statement.isPrepared else {
            let isSent = statement.withParameters { count, types, values, lengths, formats in
                PQsendQueryParams(pointer, statement.sql, count, types, values, lengths, formats, 1)
            }
            guard isSent == 1 else { throw lost() }
            return expected.append(nil)
        }
        let name = try preparedName(of: statement, &expected)
        let isSent = statement.withParameters { count, _, values, lengths, formats in
            PQsendQueryPrepared(pointer, name, count, values, lengths, formats, 1)
        }
        guard isSent == 1 else { throw lost() }
        expected.append(nil)
    }

    /// The name under which the server knows the statement, or will once what is sent before has arrived.
    private func preparedName(
        of statement: PostgresStatement, _ expected: inout [(sql: String, name: String)?]
    ) throws(PostgresFailure) -> String {
        let sent = expected.lazy.compactMap(\.self).first { $0.sql == statement.sql }
        if let known = prepared[statement.sql] ?? sent?.name { return known }
        nameCount += 1
        let name = "s\(nameCount)"
        let types = statement.values.map(\.typeID)
        guard PQsendPrepare(pointer, name, statement.sql, Int32(types.count), types) == 1 else { throw lost() }
        expected.append((statement.sql, name))
        return name
    }

    /// The server may answer while it is still being asked; somebody has to read, or both would wait for ever.
    private func flush(by deadline: ContinuousClock.Instant) throws(PostgresFailure) {
        while true {
            switch PQflush(pointer) {
            case 0: return
            case 1:
                try wait(for: Int16(POLLIN | POLLOUT), by: deadline)
                guard PQconsumeInput(pointer) == 1 else { throw lost() }
            default: throw lost()
            }
        }
    }

    /// Reads up to the answer to the synchronization, whatever happens on the way: only then is the pipeline whole again.
    private func collect(
        _ expected: [(sql: String, name: String)?], by deadline: ContinuousClock.Instant
    ) throws(PostgresFailure) -> [PostgresResult] {
        var results: [PostgresResult] = []
        var failure: PostgresFailure?
        var index = 0
        while true {
            guard let result = try next(by: deadline) else { continue }
            switch PQresultStatus(result.pointer) {
            case PGRES_PIPELINE_SYNC:
                if let failure { throw failure }
                guard index == expected.count else {
                    throw lost("it answered \(index) of \(expected.count) statements")
                }
                return results
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK:
                if index < expected.count, let (sql, name) = expected[index] {
                    prepared[sql] = name
                } else {
                    results.append(result)
                }
            case PGRES_PIPELINE_ABORTED:
                break
            default:
                let told = PostgresFailure(result.pointer, wasReadOnly: isReadOnly)
                if PQstatus(pointer) != CONNECTION_OK { throw lost() }
                // The connection is still there, but not for long or not for writing.
                if case .lost = told { close(); throw told }
                failure = failure ?? told
            }
            index += 1
        }
    }

    /// The next result; nil between the results of two statements.
    private func next(by deadline: ContinuousClock.Instant) throws(PostgresFailure) -> PostgresResult? {
        while PQisBusy(pointer) == 1 {
            try wait(for: Int16(POLLIN), by: deadline)
            guard PQconsumeInput(pointer) == 1 else { throw lost() }
        }
        guard let result = PQgetResult(pointer) else {
            if PQstatus(pointer) != CONNECTION_OK { throw lost() }
            return nil
        }
        return PostgresResult(taking: result)
    }

    /// A server process that was stopped trips none of the server's own timeouts.
    private func wait(for events: Int16, by deadline: ContinuousClock.Instant) throws(PostgresFailure) {
        guard try poll(for: events, by: deadline) else { throw lost("it did not answer in time") }
    }

    /// Waits until the connection can be read or written.
    /// - Returns: false where the deadline came first.
    private func poll(for events: Int16, by deadline: ContinuousClock.Instant) throws(PostgresFailure) -> Bool {
        while true {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { return false }
            var descriptor = pollfd(fd: PQsocket(pointer), events: events, revents: 0)
            let count = Glibc.poll(&descriptor, 1, Int32(clamping: left.milliseconds + 1))
            if count > 0 { return true }
            if count < 0, errno != EINTR { throw lost("the connection cannot be waited for") }
        }
    }

    /// Closes, because nobody knows any more what the other side believes.
    private func lost(_ reason: String? = nil) -> PostgresFailure {
        let words = reason ?? (isOpen ? Self.message(of: pointer) : "the connection is closed")
        close()
        return .lost(words)
    }

    private static func message(of pointer: OpaquePointer) -> String {
        let text = PQerrorMessage(pointer).map { String(cString: $0) } ?? ""
        let line = text.split(whereSeparator: \.isNewline).joined(separator: "; ")
        return line.isEmpty ? "the connection was closed" : line
    }
}

extension PostgresConnection {
    /// Waits for a notification on a channel that the connection listens to.
    /// - Returns: their payloads; none where the deadline came first.
    func notifications(by deadline: ContinuousClock.Instant) throws(PostgresFailure) -> [String] {
        guard isOpen else { throw .lost("the connection is closed") }
        var payloads = taken()
        while payloads.isEmpty {
            guard try poll(for: Int16(POLLIN), by: deadline) else { return [] }
            guard PQconsumeInput(pointer) == 1 else { throw lost() }
            payloads = taken()
        }
        return payloads
    }

    private func taken() -> [String] {
        var payloads: [String] = []
        while let notification = PQnotifies(pointer) {
            if let text = notification.pointee.extra { payloads.append(String(cString: text)) }
            PQfreemem(notification)
        }
        return payloads
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }
}
