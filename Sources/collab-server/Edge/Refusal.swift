import CollabAPI
import DraftCore
import DraftStorage
import HTTPTypes
import Hummingbird
import NIOCore

/// The server's no: a code of the wire contract, a sentence, and the headers that go with it.
struct Refusal: Error, Sendable {
    let code: ErrorCode
    let message: String
    var headers = HTTPFields()

    init(_ code: ErrorCode, _ message: String, headers: HTTPFields = [:]) {
        self.code = code
        self.message = message
        self.headers = headers
    }
}

extension Refusal {
    static func unauthorized(_ message: String) -> Refusal {
        Refusal(.unauthorized, message, headers: [.wwwAuthenticate: "Bearer"])
    }

    static let noSuchRoute = Refusal(.notFound, "This path was not found here.")
    static let internalError = Refusal(.internalError, "Something went wrong on the server.")
    static let shuttingDown = unavailable("The server is shutting down.")

    init(_ rejection: Rejection) {
        guard case .tooManyMembers(let limit) = rejection else {
            self.init(rejection.code, rejection.message)
            return
        }
        self = .limitExceeded("members", limit: limit, rejection.message, retryAfter: 60)
    }

    /// Tells the caller no more than whether trying again can help; the sentence is for the log.
    init(_ error: StorageError) {
        switch error {
        case .unavailable: self = .unavailable("The store cannot be reached at the moment.")
        case .corrupt, .conflict: self = .internalError
        }
    }

    static func unavailable(_ message: String) -> Refusal {
        Refusal(.unavailable, message, headers: [.retryAfter: "1"])
    }

    static func tooLarge(limit: Int) -> Refusal {
        Refusal(.payloadTooLarge, "The body is larger than \(limit) bytes.", headers: [.connection: "close"])
    }
}

extension Refusal {
    static func tooManyDrafts(limit: Int) -> Refusal {
        limitExceeded("drafts", limit: limit, "You have \(limit) drafts; there can be no more.", retryAfter: 60)
    }

    static func tooManySockets(limit: Int) -> Refusal {
        let message = "This server has as many live connections as it may have."
        return limitExceeded("sockets", limit: limit, message, retryAfter: 5)
    }

    static func tooManySocketsOfUser(limit: Int) -> Refusal {
        let message = "You have \(limit) live connections; there can be no more."
        return limitExceeded("sockets-per-user", limit: limit, message, retryAfter: 5)
    }

    static func tooManySocketsAtDraft(limit: Int) -> Refusal {
        let message = "You have \(limit) live connections to this draft; there can be no more."
        return limitExceeded("sockets-per-user-and-draft", limit: limit, message, retryAfter: 5)
    }

    static func tooManySocketsOfShare(limit: Int) -> Refusal {
        let message = "This link has \(limit) live connections; there can be no more."
        return limitExceeded("sockets-per-share", limit: limit, message, retryAfter: 5)
    }

    static func tooManySocketsOfShareCreator(limit: Int) -> Refusal {
        let message = "The links of whoever made this one have \(limit) live connections; there can be no more."
        return limitExceeded("sockets-per-share-creator", limit: limit, message, retryAfter: 5)
    }

    private static func limitExceeded(
        _ policy: String, limit: Int, _ message: String, retryAfter seconds: Int
    ) -> Refusal {
        limited(.limitExceeded, policy, quota: limit, window: nil, message, retryAfter: seconds)
    }

    /// - Parameters:
    ///   - policy: names the limit in the `RateLimit` headers (draft-ietf-httpapi-ratelimit-headers).
    ///   - window: the seconds that the quota is for; nil where it is not one of a time.
    static func limited(
        _ code: ErrorCode, _ policy: String, quota: Int, window: Int?, _ message: String, retryAfter seconds: Int
    ) -> Refusal {
        var headers: HTTPFields = [.retryAfter: String(seconds)]
        if let name = HTTPField.Name.rateLimit { headers[name] = "\"\(policy)\";r=0;t=\(seconds)" }
        let window = window.map { ";w=\($0)" } ?? ""
        if let name = HTTPField.Name.rateLimitPolicy { headers[name] = "\"\(policy)\";q=\(quota)" + window }
        return Refusal(code, message, headers: headers)
    }
}

extension Refusal {
    /// The answer as it goes out.
    func response(requestID: RequestID) -> Response {
        var headers = headers
        headers[.contentType] = "application/json; charset=utf-8"
        return Response(
            status: .init(code: code.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body(requestID: requestID))))
    }

    /// The envelope of the wire contract.
    func body(requestID: RequestID) -> [UInt8] {
        do throws(WireError) {
            return [UInt8](try WireCoding.encode(ErrorBody(code: code, message: message, requestID: requestID)))
        } catch {
            // Three strings always fit into JSON; were it otherwise, the status still says what happened.
            return []
        }
    }
}
