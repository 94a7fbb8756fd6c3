import HTTPTypes
import Hummingbird

/// Keeps every answer that needs a credential out of caches: one that a cache tells again would outlive the credential.
struct NoStoreMiddleware: RouterMiddleware {
    func handle(
        _ request: Request, context: EdgeContext, next: (Request, EdgeContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        if request.needsCredential { response.headers[.cacheControl] = "no-store" }
        return response
    }
}
