import HTTPTypes
import Hummingbird

/// Tells browsers to make nothing of an answer but what it is: data for programs.
struct SecurityHeadersMiddleware: RouterMiddleware {
    /// What stands in every answer.
    static let always: [(name: String, value: String)] = [
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        ("Referrer-Policy", "no-referrer"),
    ]

    private let fields: [HTTPField]

    /// - Parameter isEncrypted: whether the server itself speaks TLS; then browsers are told never to come without it.
    init(isEncrypted: Bool) {
        let transport = isEncrypted ? [(name: "Strict-Transport-Security", value: "max-age=31536000")] : []
        fields = (Self.always + transport).compactMap { field in
            HTTPField.Name(field.name).map { HTTPField(name: $0, value: field.value) }
        }
    }

    func handle(
        _ request: Request, context: EdgeContext, next: (Request, EdgeContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        for field in fields { response.headers[field.name] = field.value }
        return response
    }
}
