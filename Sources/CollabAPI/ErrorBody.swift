public import DraftCore

/// Why a request failed, in one word for programs.
public enum ErrorCode: String, Codable, Hashable, Sendable, CaseIterable {
    case validationError = "validation_error"
    case unauthorized
    case ringRequired = "ring_required"
    case forbidden
    case notFound = "not_found"
    case methodNotAllowed = "method_not_allowed"
    case unsupportedMediaType = "unsupported_media_type"
    case upgradeRequired = "upgrade_required"
    case headersTooLarge = "headers_too_large"
    case idempotencyConflict = "idempotency_conflict"
    case ringStale = "ring_stale"
    case noCollaboratorCandidates = "no_collaborator_candidates"
    case draftLocked = "draft_locked"
    case conflict
    case payloadTooLarge = "payload_too_large"
    case rateLimited = "rate_limited"
    case limitExceeded = "limit_exceeded"
    case internalError = "internal_error"
    case unavailable

    /// The HTTP status that goes with it.
    public var status: Int {
        switch self {
        case .validationError: 400
        case .unauthorized: 401
        case .ringRequired, .forbidden: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .idempotencyConflict, .ringStale, .noCollaboratorCandidates, .draftLocked, .conflict: 409
        case .payloadTooLarge: 413
        case .unsupportedMediaType: 415
        case .upgradeRequired: 426
        case .rateLimited, .limitExceeded: 429
        case .headersTooLarge: 431
        case .internalError: 500
        case .unavailable: 503
        }
    }
}

/// The envelope of every error.
public struct ErrorBody: Codable, Hashable, Sendable {
    /// What went wrong.
    public let error: Detail
    /// The message again, where callers of the earlier system look for it.
    public let detail: String

    /// What went wrong.
    public struct Detail: Codable, Hashable, Sendable {
        /// For programs.
        public let code: String
        /// For people.
        public let message: String
        /// Names the request in the server's log.
        public let requestID: String

        enum CodingKeys: String, CodingKey {
            case code, message
            case requestID = "request_id"
        }
    }

    /// The envelope of an error.
    public init(code: ErrorCode, message: String, requestID: RequestID) {
        error = Detail(code: code.rawValue, message: message, requestID: requestID.description)
        detail = message
    }

    /// The code; nil for one that this version does not know.
    public var code: ErrorCode? { ErrorCode(rawValue: error.code) }
}
