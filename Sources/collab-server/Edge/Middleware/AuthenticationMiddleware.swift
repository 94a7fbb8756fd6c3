import Hummingbird

/// Closes everything under `/v1`, whether it exists or not, to callers without a credential.
struct AuthenticationMiddleware: RouterMiddleware {
    private let authenticator: any Authenticator
    private let gateRefusals: GateRefusals
    private let telemetry: Telemetry

    /// - Parameter admissions: the gate of the live channel, for which the same is true.
    init(_ admissions: SocketAdmissions) {
        authenticator = admissions.authenticator
        gateRefusals = admissions.refusals
        telemetry = admissions.telemetry
    }

    func handle(
        _ request: Request, context: EdgeContext, next: (Request, EdgeContext) async throws -> Response
    ) async throws -> Response {
        guard request.needsCredential else { return try await next(request, context) }
        // Whoever was turned away at the gate has shown a credential there, which a ticket stands only once.
        if let refusal = gateRefusals.take(for: context.connection) {
            guard let dismissal = refusal as? SocketDismissal else { throw refusal }
            context.prove(dismissal.visitor)
            throw dismissal.reason
        }
        let visitor = try await authenticator.visitor(showing: Credentials(request, peer: context.peer))
        context.prove(visitor)
        telemetry.proved(visitor, from: context.address, requestID: context.requestID)
        return try await next(request, context)
    }
}

extension Request {
    /// Whether the path is under `/v1`. By parts, as the router reads paths: `//v1/…` is the same place.
    var needsCredential: Bool { uri.path.split(separator: "/").first == "v1" }
}
