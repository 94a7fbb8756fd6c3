import DraftCore

/// What a piece of work asks of the database: one connection for its duration, and an end to its patience.
///
/// Invariant: it lives on the thread of its worker and is never kept beyond the work.
final class PostgresSession {
    let connection: PostgresConnection
    let deadline: ContinuousClock.Instant
    /// Goes out with the next statements, to spare a way to the server and back.
    private var opening: PostgresStatement?

    init(_ connection: PostgresConnection, deadline: ContinuousClock.Instant) {
        self.connection = connection
        self.deadline = deadline
    }

    @discardableResult
    func exchange(_ statements: [PostgresStatement]) throws(PostgresFailure) -> [PostgresResult] {
        guard let opening else { return try connection.exchange(statements, by: deadline) }
        self.opening = nil
        return Array(try connection.exchange([opening] + statements, by: deadline).dropFirst())
    }

    /// Writes something.
    /// - Returns: how many rows that concerned.
    @discardableResult
    func run(_ sql: String, _ values: [PostgresValue] = []) throws -> Int {
        try exchange([PostgresStatement(sql, values)]).first?.affectedRows ?? 0
    }

    /// The rows of a query, each made into a value.
    func all<Value>(
        _ sql: String, _ values: [PostgresValue], of draft: DraftID?, _ make: (inout PostgresRow) throws -> Value
    ) throws -> [Value] {
        try exchange([PostgresStatement(sql, values)]).flatMap { try $0.map(of: draft, make) }
    }

    /// The first row of a query, or nil.
    func first<Value>(
        _ sql: String, _ values: [PostgresValue], of draft: DraftID?, _ make: (inout PostgresRow) throws -> Value
    ) throws -> Value? {
        try all(sql, values, of: draft, make).first
    }

    /// Does something in one transaction: all of it takes place, or nothing does.
    func writing<Value>(_ body: () throws -> Value) throws -> Value {
        opening = .begin
        let value: Value
        do {
            value = try body()
        } catch {
            rollback()
            throw error
        }
        try commit()
        return value
    }

    /// Reads as of one moment.
    func reading<Value>(_ body: () throws -> Value) throws -> Value {
        opening = .beginReading
        defer { rollback() }
        return try body()
    }

    /// Ends the transaction; what is still to be written may come along.
    func commit(after statements: [PostgresStatement] = []) throws(PostgresFailure) {
        let results: [PostgresResult]
        do throws(PostgresFailure) {
            results = try exchange(statements + [.commit])
        } catch {
            guard case .lost(let reason) = error else { throw error }
            throw .unknown(reason)
        }
        guard results.last?.tag == "COMMIT" else {
            throw .undone("PostgreSQL has undone the transaction instead of committing it")
        }
    }

    /// A connection that cannot even undo is of no use to anybody.
    func rollback() {
        guard opening == nil else {
            opening = nil
            return
        }
        do throws(PostgresFailure) {
            try exchange([.rollback])
        } catch {
            connection.close()
        }
    }
}
