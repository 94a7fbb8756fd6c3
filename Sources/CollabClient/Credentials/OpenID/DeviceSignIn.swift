import CollabAPI
import DraftCore

/// A sign-in by a code that the user enters wherever there is a browser (RFC 8628).
public struct DeviceSignIn: Sendable {
    /// What the user enters.
    public let userCode: String
    /// Where.
    public let address: String
    /// The same address with the code in it, where the provider has one.
    public let completeAddress: String?
    let deviceCode: String
    let lifetime: Duration
    let interval: Duration
}

extension OpenIDProvider {
    /// Asks for a code that the user is then shown.
    public func beginDevice() async throws(SignInError) -> DeviceSignIn {
        guard let url = metadata.deviceAuthorizationEndpoint else {
            throw SignInError(.provider, "The provider offers no sign-in by code.")
        }
        let answer: DeviceAnswer
        do throws(ProviderError) {
            answer = try await caller.post([("scope", scope)], to: url, as: client, by: metadata.tokenAuthMethods)
        } catch {
            throw error.signInError
        }
        let addresses = [answer.address, answer.completeAddress].compactMap(\.self)
        guard addresses.allSatisfy(ProviderMetadata.isSafe), !answer.userCode.isEmpty, answer.userCode.count <= 64
        else {
            throw SignInError(.provider, "The provider's answer holds no address or code that could be shown.")
        }
        return DeviceSignIn(
            userCode: SignInError.quoted(answer.userCode), address: answer.address,
            completeAddress: answer.completeAddress, deviceCode: answer.deviceCode,
            lifetime: .seconds(min(max(answer.expiresIn, 1), 3600)),
            interval: .seconds(min(max(answer.interval ?? 5, 1), 60)))
    }

    /// Asks until the user has entered the code; longer than the code serves it does not take.
    public func finish(_ device: DeviceSignIn) async throws(SignInError) -> SignInTokens {
        let deadline = clock.now + device.lifetime
        var interval = device.interval
        while true {
            await clock.wait(until: min(clock.now + interval, deadline))
            guard !Task.isCancelled else { throw .cancelled }
            do throws(ProviderError) {
                return try await tokens(
                    for: [
                        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
                        ("device_code", device.deviceCode),
                    ], nonce: nil)
            } catch {
                switch error {
                case .refused("authorization_pending", _): break
                case .refused("slow_down", _): interval += .seconds(5)
                case .refused("access_denied", _): throw SignInError(.denied, "The sign-in was refused.")
                case .refused("expired_token", _): throw .codeExpired
                // RFC 8628, section 3.5: a provider that does not answer is asked less and less.
                case .failed(let failure) where failure.reason == .unreachable:
                    interval = min(interval * 2, .seconds(60))
                default: throw error.signInError
                }
            }
            guard clock.now < deadline else { throw .codeExpired }
        }
    }

    private struct DeviceAnswer: Decodable {
        let deviceCode: String
        let userCode: String
        let address: String
        let completeAddress: String?
        let expiresIn: Double
        let interval: Double?

        enum CodingKeys: String, CodingKey {
            case deviceCode = "device_code"
            case userCode = "user_code"
            case address = "verification_uri"
            case completeAddress = "verification_uri_complete"
            case expiresIn = "expires_in"
            case interval
        }
    }
}

extension SignInError {
    fileprivate static let codeExpired = SignInError(.expired, "The code was not entered in time.")
}
