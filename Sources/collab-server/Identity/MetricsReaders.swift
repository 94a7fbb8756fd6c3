import CollabAPI
import Crypto
import FoundationEssentials

/// Who may read `/metrics`: whoever shows the token, and programs on this machine.
struct MetricsReaders: Sendable, Equatable {
    static let expectation = "a file with a token of 16 characters or more in its first line"
    private static let shortestToken = 16

    private let token: String?
    /// Behind a proxy on this machine the whole world is a peer on loopback.
    private let believesLoopback: Bool

    init(token: String? = nil, believesLoopback: Bool = true) {
        self.token = token
        self.believesLoopback = believesLoopback
    }

    /// The token in the file at `path`; nil where there is none that could not be guessed.
    static func token(inFile path: String) -> String? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8),
            let line = text.split(whereSeparator: \.isNewline).first, line.utf8.count >= shortestToken,
            line.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        return String(line)
    }

    /// A bearer that is shown decides alone.
    func check(_ credentials: Credentials) throws(Refusal) {
        guard credentials.authorization.isEmpty else {
            guard credentials.authorization.count == 1, let shown = credentials.authorization.first, let token,
                Self.isSame(shown, "Bearer \(token)")
            else { throw .unauthorized("The token is not the one for metrics.") }
            return
        }
        guard believesLoopback, credentials.isFromLoopback, !credentials.isForwarded else {
            throw Refusal(.forbidden, "Metrics are told to programs on this machine, or to whoever shows the token.")
        }
    }

    /// Takes the same time wherever the texts differ.
    private static func isSame(_ left: String, _ right: String) -> Bool {
        let (left, right) = (SHA256.hash(data: Data(left.utf8)), SHA256.hash(data: Data(right.utf8)))
        return left == right
    }
}
