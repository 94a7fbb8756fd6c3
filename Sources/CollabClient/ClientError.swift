public import CollabAPI
public import DraftCore

/// Why a call did not succeed.
public struct ClientError: Error, Hashable, Sendable {
    /// What went wrong, for programs: a code of the server's, or one of the transport's. A struct, so that more can come.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The word for it.
        public let rawValue: String

        /// Any word, known or not.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// A code of the server's.
        public init(_ code: ErrorCode) {
            rawValue = code.rawValue
        }

        /// Nobody answers at the address.
        public static let unreachable = Code(rawValue: "unreachable")
        /// The connection broke before the answer was complete. The command may have taken effect.
        public static let connectionLost = Code(rawValue: "connection_lost")
        /// No answer came in time. The command may have taken effect.
        public static let timedOut = Code(rawValue: "timed_out")
        /// The server could not prove who it is.
        public static let insecure = Code(rawValue: "insecure")
        /// What answered does not speak this protocol.
        public static let notCollabServer = Code(rawValue: "not_collab_server")
        /// The address of the server is not one.
        public static let invalidAddress = Code(rawValue: "invalid_address")
        /// The answer is larger than any that is expected.
        public static let answerTooLarge = Code(rawValue: "answer_too_large")
        /// The caller's task was cancelled.
        public static let cancelled = Code(rawValue: "cancelled")
        /// There is no draft to act on: the session has not been able to load it yet.
        public static let notLoaded = Code(rawValue: "not_loaded")

        static let unauthorized = Code(.unauthorized)
        static let forbidden = Code(.forbidden)
        static let notFound = Code(.notFound)
        static let limitExceeded = Code(.limitExceeded)
        static let rateLimited = Code(.rateLimited)
        static let upgradeRequired = Code(.upgradeRequired)
    }

    /// For programs.
    public let code: Code
    /// For people; one sentence.
    public let message: String
    /// The HTTP status, where there was an answer.
    public let status: Int?
    /// Names the request in the server's log.
    public let requestID: RequestID?
    /// The address at which a sign-in is missing, where that is what is wrong.
    public internal(set) var signInAddress: String?
    /// How long the server asks to be left alone; at most a minute where the error comes from an answer.
    public let retryAfter: Duration?

    /// Any error; tests of programs that use this library make their own.
    public init(
        code: Code, message: String, status: Int? = nil, requestID: RequestID? = nil, retryAfter: Duration? = nil
    ) {
        self.code = code
        self.message = message
        self.status = status
        self.requestID = requestID
        self.retryAfter = retryAfter
    }

    /// Whether the server has judged nothing and wants to be asked later, by `retryAfter`.
    public var asksToWait: Bool { code == .rateLimited }

    /// Whether the server has judged the request. All else leaves open whether it took effect, so that it is to be sent
    /// again with the same key.
    public var isVerdict: Bool {
        guard let status, (400..<500).contains(status), code != .notCollabServer else { return false }
        // A limit on what a draft or a user may hold comes with 429 too, and waiting does not lift it.
        if code == .limitExceeded { return true }
        return status != 401 && status != 408 && status != 429
    }
}

extension ClientError {
    init(_ error: TransportError) {
        let code: Code =
            switch error {
            case .cancelled: .cancelled
            case .invalidAddress: .invalidAddress
            case .unreachable: .unreachable
            case .insecure: .insecure
            case .timedOut: .timedOut
            case .lost: .connectionLost
            case .tooLarge: .answerTooLarge
            case .malformed: .notCollabServer
            }
        self.init(code: code, message: error.message)
    }

    /// An answer that is not a success. Only the wire's own envelope is believed.
    init(_ response: HTTPResponse) {
        // Whoever obeys must not be sent to sleep for a year by whatever answers.
        let retryAfter = response.headers["Retry-After"].flatMap { Int($0) }
            .map { min(.seconds(max(0, $0)), LinkTiming.retryAfterCap) }
        do throws(WireError) {
            let body = try WireCoding.decode(ErrorBody.self, from: response.body)
            self.init(
                code: Code(rawValue: body.error.code), message: SafeText.escaped(body.error.message, for: .line),
                status: response.status, requestID: RequestID(body.error.requestID), retryAfter: retryAfter)
        } catch {
            self.init(
                code: .notCollabServer, message: "the answer (status \(response.status)) is not a collab server's",
                status: response.status, retryAfter: retryAfter)
        }
    }
}
