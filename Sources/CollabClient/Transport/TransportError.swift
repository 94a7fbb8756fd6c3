/// Why no answer came.
enum TransportError: Error, Sendable, Hashable {
    /// The caller no longer wants it.
    case cancelled
    /// The address is not one that can be called.
    case invalidAddress(String)
    /// Nobody answers there.
    case unreachable(String)
    /// The other side could not prove who it is.
    case insecure(String)
    /// It took too long.
    case timedOut
    /// The connection broke.
    case lost(String)
    /// The answer is longer than the caller takes.
    case tooLarge(limit: Int)
    /// What came is not HTTP, or not the upgrade that was asked for.
    case malformed(String)

    /// A phrase for people, to stand after "offline:".
    var message: String {
        switch self {
        case .cancelled: "cancelled"
        case .invalidAddress(let detail): "not an address: \(detail)"
        case .unreachable(let detail): detail
        case .insecure(let detail): detail
        case .timedOut: "no answer in time"
        case .lost(let detail): detail
        case .tooLarge(let limit): "the answer is larger than \(limit) bytes"
        case .malformed(let detail): detail
        }
    }
}
