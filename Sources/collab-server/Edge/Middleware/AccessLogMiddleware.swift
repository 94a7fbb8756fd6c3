import Hummingbird
import Logging

/// Logs every request with what became of it.
struct AccessLogMiddleware: RouterMiddleware {
    func handle(
        _ request: Request, context: EdgeContext, next: (Request, EdgeContext) async throws -> Response
    ) async throws -> Response {
        let begin = ContinuousClock.now
        let response = try await next(request, context)
        // The path alone: a query can hold a token.
        context.logger.debug(
            "A request was answered.",
            metadata: [
                "method": "\(request.method.rawValue)", "path": "\(request.uri.path)",
                "status": "\(response.status.code)",
                "seconds": "\((ContinuousClock.now - begin) / .seconds(1))",
            ])
        return response
    }
}
