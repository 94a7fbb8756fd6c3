import HTTPTypes
import Hummingbird

/// Lets the pages of allowed sites read what they are answered, errors too (Fetch standard, CORS protocol).
struct CrossOriginMiddleware: RouterMiddleware {
    private static let methods = "GET, HEAD, POST, PATCH, DELETE"
    private static let requestHeaders = "Authorization, Content-Type, If-None-Match, Prefer, X-Request-Id, X-User-Id"
    private static let responseHeaders =
        "ETag, Idempotency-Replayed, Preference-Applied, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id"

    let origins: AllowedOrigins

    func handle(
        _ request: Request, context: EdgeContext, next: (Request, EdgeContext) async throws -> Response
    ) async throws -> Response {
        let isAllowed = request.headers[.origin].map { origins.contain($0, host: request.head.authority) } ?? false
        let isPreflight = request.method == .options && request.headers[.accessControlRequestMethod] != nil
        var response = isAllowed && isPreflight ? Self.preflightAnswer : try await next(request, context)
        if origins != AllowedOrigins() { response.headers[.vary] = "Origin" }
        if isAllowed {
            response.headers[.accessControlAllowOrigin] = request.headers[.origin]
            response.headers[.accessControlExposeHeaders] = Self.responseHeaders
        }
        return response
    }

    private static var preflightAnswer: Response {
        Response(
            status: .noContent,
            headers: [
                .accessControlAllowMethods: methods, .accessControlAllowHeaders: requestHeaders,
                .accessControlMaxAge: "600",
            ])
    }
}

/// Turns away what a page of any other site asks for, before anybody looks at its credentials.
struct OriginMiddleware: RouterMiddleware {
    let origins: AllowedOrigins

    func handle(
        _ request: Request, context: EdgeContext, next: (Request, EdgeContext) async throws -> Response
    ) async throws -> Response {
        try origins.check(request.headers[.origin], host: request.head.authority)
        return try await next(request, context)
    }
}
