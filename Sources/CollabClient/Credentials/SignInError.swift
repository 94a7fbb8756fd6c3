import DraftCore

/// Why a sign-in did not come about, or is no longer good.
public struct SignInError: Error, Hashable, Sendable {
    /// What kind of trouble it is.
    public enum Reason: Hashable, Sendable {
        /// The provider gives no answer at the moment.
        case unreachable
        /// What the provider says cannot be used, or not be trusted.
        case provider
        /// The user, or the provider, said no.
        case denied
        /// It took too long, or what was kept is over: the user has to sign in again.
        case expired
        /// The file that keeps sign-ins cannot be used.
        case files
        /// The caller no longer wants it.
        case cancelled
    }

    /// For programs.
    public let reason: Reason
    /// For people; a sentence that holds no secret.
    public let message: String

    init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }
}

extension SignInError {
    static let cancelled = SignInError(.cancelled, "The sign-in was given up.")

    init(_ error: TransportError, at url: String) {
        let host = WebAddress(url)?.host ?? "the provider"
        switch error {
        case .cancelled: self = .cancelled
        case .insecure, .tooLarge, .malformed, .invalidAddress:
            self.init(.provider, "\(Self.quoted(host)) cannot be trusted with a sign-in: \(error.message).")
        case .unreachable, .timedOut, .lost:
            self.init(.unreachable, "\(Self.quoted(host)) cannot be reached: \(error.message).")
        }
    }

    /// Text of the other side as part of a sentence.
    static func quoted(_ text: String) -> String {
        String(SafeText.escaped(text, for: .line).prefix(200))
    }

    /// What it means for a call that needed the sign-in: only what may pass is worth another attempt.
    var clientError: ClientError {
        switch reason {
        case .unreachable: ClientError(code: .unreachable, message: message)
        case .cancelled: ClientError(code: .cancelled, message: message)
        case .provider, .denied, .expired, .files: ClientError(code: .unauthorized, message: message)
        }
    }
}
