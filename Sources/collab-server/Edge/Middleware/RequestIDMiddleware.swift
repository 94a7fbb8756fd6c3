import DraftCore
import HTTPTypes
import Hummingbird
import Logging

extension HTTPField.Name {
    static let requestID = HTTPField.Name("X-Request-Id")
    static let idempotencyReplayed = HTTPField.Name("Idempotency-Replayed")
    static let prefer = HTTPField.Name("Prefer")
    static let preferenceApplied = HTTPField.Name("Preference-Applied")
    static let rateLimit = HTTPField.Name("RateLimit")
    static let rateLimitPolicy = HTTPField.Name("RateLimit-Policy")
}

/// Names every request, by its caller's own id or by a new one, and where it came from.
struct RequestIDMiddleware: RouterMiddleware {
    /// Hummingbird's own logger is quieter than the one that requests are logged with.
    let logger: Logger
    let limiter: RateLimiter

    func handle(
        _ request: Request, context: EdgeContext, next: (Request, EdgeContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if let name = HTTPField.Name.requestID { context.requestID = .echoing(request.headers[values: name]) }
        context.address = limiter.audited(Credentials(request, peer: context.peer))
        context.logger = logger
        context.logger[metadataKey: "request_id"] = "\(context.requestID)"
        var response = try await next(request, context)
        if let name = HTTPField.Name.requestID { response.headers[name] = context.requestID.description }
        return response
    }
}
