import Hummingbird
import Logging

/// Logs and counts every request with what became of it.
struct AccessLogMiddleware: RouterMiddleware {
    let telemetry: Telemetry

    func handle(
        _ request: Request, context: EdgeContext, next: (Request, EdgeContext) async throws -> Response
    ) async throws -> Response {
        let begin = ContinuousClock.now
        let response = try await next(request, context)
        let time = ContinuousClock.now - begin
        telemetry.answered(request, context, status: response.status.code, after: time)
        // The path alone: a query can hold a token.
        context.logger.debug(
            "A request was answered.",
            metadata: [
                "method": "\(request.method.rawValue)", "path": "\(request.uri.path)",
                "status": "\(response.status.code)",
                "seconds": "\(time / .seconds(1))",
            ])
        return response
    }
}
