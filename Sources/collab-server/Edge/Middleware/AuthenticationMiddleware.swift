import Hummingbird

/// Closes everything under `/v1`, whether it exists or not, to callers without a credential.
struct AuthenticationMiddleware: RouterMiddleware {
    let authenticator: any Authenticator

    func handle(
        _ request: Request, context: EdgeContext, next: (Request, EdgeContext) async throws -> Response
    ) async throws -> Response {
        // By parts, as the router reads paths: `//v1/…` is the same place.
        guard request.uri.path.split(separator: "/").first == "v1" else { return try await next(request, context) }
        let caller = try await authenticator.caller(showing: Credentials(request, peer: context.peer))
        return try await next(request, context.calledBy(caller))
    }
}
