import FoundationEssentials

/// What an OpenID provider says of itself (OpenID Connect Discovery 1.0, RFC 8414).
struct ProviderMetadata: Codable, Hashable, Sendable {
    var issuer: String
    var tokenEndpoint: String
    var authorizationEndpoint: String?
    var deviceAuthorizationEndpoint: String?
    var revocationEndpoint: String?
    var scopes: [String]?
    var tokenAuthMethods: [String]?
    var challengeMethods: [String]?
    /// Whether each answer of the authorization endpoint names its issuer (RFC 9207).
    var namesIssuer: Bool?

    enum CodingKeys: String, CodingKey {
        case issuer
        case tokenEndpoint = "token_endpoint"
        case authorizationEndpoint = "authorization_endpoint"
        case deviceAuthorizationEndpoint = "device_authorization_endpoint"
        case revocationEndpoint = "revocation_endpoint"
        case scopes = "scopes_supported"
        case tokenAuthMethods = "token_endpoint_auth_methods_supported"
        case challengeMethods = "code_challenge_methods_supported"
        case namesIssuer = "authorization_response_iss_parameter_supported"
    }

    /// Asks `issuer` for it, and believes only what is its own and goes over addresses that nobody can listen to.
    static func discovered(at issuer: String, by caller: ProviderCaller) async throws(SignInError) -> ProviderMetadata {
        guard isSafe(issuer), !issuer.contains(where: { $0 == "?" || $0 == "#" }) else {
            throw SignInError(
                .provider, "\"\(SignInError.quoted(issuer))\" is no issuer to sign in at: it must begin with https://.")
        }
        var base = Substring(issuer)
        if base.last == "/" { base.removeLast() }
        let metadata: ProviderMetadata = try await caller.get(base + "/.well-known/openid-configuration")
        guard metadata.issuer == issuer else {
            throw SignInError(
                .provider,
                "The provider at \(SignInError.quoted(issuer)) calls itself \(SignInError.quoted(metadata.issuer)).")
        }
        let endpoints = [
            metadata.tokenEndpoint, metadata.authorizationEndpoint, metadata.deviceAuthorizationEndpoint,
            metadata.revocationEndpoint,
        ]
        guard endpoints.allSatisfy({ $0.map(isSafe) ?? true }) else {
            throw SignInError(.provider, "The provider names an address that is neither https nor on this machine.")
        }
        return metadata
    }

    /// Whether `url` is `https`, or `http` to this very machine.
    static func isSafe(_ url: String) -> Bool {
        guard let address = WebAddress(url), !url.contains(where: { $0 == "@" || $0 == "\\" || $0 == "\"" }) else {
            return false
        }
        return url.prefix(8).lowercased() == "https://" || isLoopback(address.host)
    }

    static func isLoopback(_ host: String) -> Bool {
        if host.hasPrefix("[") { return host == "[::1]" || host.hasPrefix("[::1]:") }
        let name = host.split(separator: ":", omittingEmptySubsequences: false).first.map(String.init) ?? ""
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        let isAddress = parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
        return name.lowercased() == "localhost" || isAddress && parts.first == "127"
    }
}
