import CollabAPI
import DraftCore

/// An OpenID provider, as a program without secrets on somebody's machine signs in at it.
///
/// Three ways to tokens: a code that the user enters elsewhere (``beginDevice()``), the user's browser on this machine
/// (``beginBrowser(port:)``), and a refresh token of an earlier sign-in.
public struct OpenIDProvider: Sendable {
    let metadata: ProviderMetadata
    let client: ClientIdentity
    let caller: ProviderCaller
    let clock: any LinkClock
    let scope: String

    /// Asks the issuer how to sign in.
    /// - Parameters:
    ///   - issuer: exactly as the server names it; `https`, or `http` on this machine.
    ///   - clientID: as whom this program is known there.
    ///   - secret: for providers that take no program without one.
    ///   - trust: whom to believe to be the provider.
    public static func discovered(
        issuer: String, clientID: String, secret: String? = nil, scopes: [String] = [],
        trust: ServerTrust = ServerTrust()
    ) async throws(SignInError) -> OpenIDProvider {
        try await discovered(
            issuer: issuer, client: ClientIdentity(id: clientID, secret: secret), scopes: scopes,
            http: CurlHTTPTransport(network: NetworkThread(trust: trust)))
    }

    static func discovered(
        issuer: String, client: ClientIdentity, scopes: [String] = [], http: any HTTPTransport,
        clock: any LinkClock = ContinuousClock()
    ) async throws(SignInError) -> OpenIDProvider {
        let caller = ProviderCaller(http: http)
        let metadata = try await ProviderMetadata.discovered(at: issuer, by: caller)
        var wanted = scopes
        if !wanted.contains("openid") { wanted.insert("openid", at: 0) }
        // Without it most providers give no refresh token, and whoever writes for longer than an hour signs in again.
        if let known = metadata.scopes, known.contains("offline_access"), !wanted.contains("offline_access") {
            wanted.append("offline_access")
        }
        return OpenIDProvider(
            metadata: metadata, client: client, caller: caller, clock: clock, scope: wanted.joined(separator: " "))
    }

    /// Whether one can sign in by a code that is entered on another device.
    public var offersDevice: Bool { metadata.deviceAuthorizationEndpoint != nil }

    /// Whether one can sign in with a browser on this machine.
    public var offersBrowser: Bool {
        metadata.authorizationEndpoint != nil && metadata.challengeMethods?.contains("S256") ?? true
    }

    /// Where one signs in.
    public var issuer: String { metadata.issuer }

    func tokens(
        for fields: [(name: String, value: String)], nonce: String?
    ) async throws(ProviderError) -> SignInTokens {
        let answer = try await answer(to: fields)
        do throws(SignInError) {
            let tokens = try SignInTokens(
                answer, issuer: issuer, clientID: client.id, nonce: nonce, subject: nil)
            guard !tokens.bearers.isEmpty else {
                throw SignInError(.provider, "The provider gives no token that a collab server could read.")
            }
            if nonce != nil && tokens.subject == nil {
                throw SignInError(.provider, "The provider gives no ID token, so nothing proves whose sign-in this is.")
            }
            return tokens
        } catch {
            throw .failed(error)
        }
    }

    /// Fresh tokens for a refresh token; a provider that repeats neither the ID token nor the refresh token is no error.
    /// - Parameter subject: whose they must be.
    func refreshed(_ refreshToken: String, subject: String?) async throws(ProviderError) -> SignInTokens {
        let answer = try await answer(to: [("grant_type", "refresh_token"), ("refresh_token", refreshToken)])
        do throws(SignInError) {
            return try SignInTokens(answer, issuer: issuer, clientID: client.id, nonce: nil, subject: subject)
        } catch {
            throw .failed(error)
        }
    }

    /// Tells the provider that a refresh token is no longer needed (RFC 7009); false where it does not take that.
    func revoke(_ refreshToken: String) async throws(SignInError) -> Bool {
        guard let url = metadata.revocationEndpoint else { return false }
        let response = try await caller.submit(
            [("token", refreshToken), ("token_type_hint", "refresh_token")], to: url, as: client,
            by: metadata.tokenAuthMethods)
        return response.status == 200
    }

    private func answer(to fields: [(name: String, value: String)]) async throws(ProviderError) -> TokenAnswer {
        try await caller.post(fields, to: metadata.tokenEndpoint, as: client, by: metadata.tokenAuthMethods)
    }
}
