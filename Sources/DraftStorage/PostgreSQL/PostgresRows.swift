import DraftCore

/// Rows for one table, written by one statement however many there are.
struct PostgresRows {
    enum ColumnType: String {
        case int = "bigint[]"
        case text = "text[]"
        case bytes = "bytea[]"
    }

    private let sql: String
    private let types: [ColumnType]
    private var rows: [[PostgresValue]] = []

    /// - Parameter sql: the statement, in which `$rows` stands for all of them.
    init(_ types: [ColumnType], _ sql: String) {
        let parameters = types.enumerated().map { "$\($0 + 1)::\($1.rawValue)" }
        self.sql = sql.replacing("$rows", with: "unnest(\(parameters.joined(separator: ", ")))")
        self.types = types
    }

    /// New rows of a table.
    init(into table: String, _ columns: [(name: String, type: ColumnType)]) {
        let names = columns.map(\.name).joined(separator: ", ")
        self.init(columns.map(\.type), "INSERT INTO \(table) (\(names)) SELECT * FROM $rows")
    }

    var isEmpty: Bool { rows.isEmpty }
    var count: Int { rows.count }

    mutating func append(_ row: [PostgresValue]) { rows.append(row) }

    /// The statement that writes them; nil where there are none.
    var statement: PostgresStatement? {
        guard !rows.isEmpty else { return nil }
        return PostgresStatement(sql, types.indices.map { column($0) })
    }

    private func column(_ index: Int) -> PostgresValue {
        switch types[index] {
        case .int: .ints(rows.map { if case .int(let value) = $0[index] { value } else { nil } })
        case .text: .texts(rows.map { if case .text(let value) = $0[index] { value } else { nil } })
        case .bytes: .blobs(rows.map { if case .bytes(let value) = $0[index] { value } else { nil } })
        }
    }
}

/// Names a row by its draft and something else.
struct DraftPlace<Other: Hashable & Sendable>: Hashable, Sendable {
    let draft: DraftID
    let other: Other
}
