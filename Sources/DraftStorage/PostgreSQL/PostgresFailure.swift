import CPostgres

/// Why a conversation with PostgreSQL broke off.
enum PostgresFailure: Error {
    /// The connection is gone, or cannot be had, or does not answer; nothing was committed.
    case lost(String)
    /// The connection was lost while COMMIT was under way: nobody knows what became of it.
    case unknown(String)
    /// The server refused a statement; nothing of its transaction takes place.
    case refused(state: String, String)
    /// COMMIT was answered, and the answer says that nothing was written.
    case undone(String)

    /// The refusal that a result tells of.
    /// - Parameter wasReadOnly: whether its connection was to write nothing; any other finds so that it has met a replica.
    init(_ result: OpaquePointer, wasReadOnly: Bool) {
        let state = PQresultErrorField(result, Int32(UInt8(ascii: "C"))).map { String(cString: $0) } ?? ""
        let words =
            PQresultErrorField(result, Int32(UInt8(ascii: "M"))).map { String(cString: $0) } ?? "no reason given"
        self =
            Self.endsConnection(state) || state == "25006" && !wasReadOnly
            ? .lost(words) : .refused(state: state, words)
    }

    /// A server that is going down, or was demoted to a replica, is no place to ask again: connecting anew finds another.
    private static func endsConnection(_ state: String) -> Bool {
        state.hasPrefix("57P") || state.hasPrefix("08")
    }

    /// Two wrote the same at the same moment; whoever comes second sees the first one's when it tries again.
    var isCollision: Bool {
        guard case .refused(let state, _) = self else { return false }
        return ["23505", "40001", "40P01"].contains(state)
    }
}

extension StorageError {
    init(_ failure: PostgresFailure) {
        switch failure {
        case .lost(let reason): self = .unavailable("PostgreSQL cannot be reached: \(reason)")
        case .unknown(let reason): self = .unavailable("nobody knows whether the commit took place: \(reason)")
        case .undone(let reason): self = .unavailable("the commit failed: \(reason)")
        case .refused(let state, let reason): self.init(postgresState: state, reason)
        }
    }

    /// By the classes of SQLSTATE (PostgreSQL manual, appendix A).
    private init(postgresState state: String, _ reason: String) {
        switch state.prefix(2) {
        case "23": self = .conflict("what is to be written contradicts what is stored: \(reason)")
        case "53": self = .unavailable("the database has no room or no means left: \(reason)")
        case "XX": self = .corrupt(draft: nil, seq: nil, "the database is damaged: \(reason)")
        case "42" where state.hasPrefix("42P01") || state.hasPrefix("42703"):
            self = .corrupt(draft: nil, seq: nil, "the database has not the tables that it must have: \(reason)")
        case "55", "57", "40", "25": self = .unavailable("the database is busy: \(reason)")
        default: self = .unavailable("the database failed: \(reason)")
        }
    }
}
