import CollabAPI

/// Why one attempt came to nothing, as far as the link must tell attempts apart.
enum LinkFailure: Error, Hashable, Sendable {
    /// May be over soon; a server that names a time is not asked before.
    case passing(OfflineReason, retryAfter: Duration? = nil)
    /// The server, or something between, does not speak WebSocket.
    case noWebSocket
    /// Trying again changes nothing.
    case final(ReadOnlyReason)
}

extension LinkFailure {
    /// The same for what needs no socket: that none is spoken is no reason there, so something else answers.
    var withoutSocket: LinkFailure {
        self == .noWebSocket ? .passing(.notCollabServer) : self
    }

    /// What an unsuccessful request means for the link.
    init(_ error: ClientError) {
        switch error.code {
        case .unauthorized: self = .final(.signInNeeded)
        case .forbidden: self = .final(.notMember)
        case .notFound: self = .final(.draftGone)
        case .timedOut: self = .passing(.silent)
        case .insecure: self = .passing(.insecure(error.message))
        case .notCollabServer: self = .passing(.notCollabServer, retryAfter: error.retryAfter)
        case .rateLimited: self = .passing(.busy, retryAfter: error.retryAfter)
        case .upgradeRequired: self = .noWebSocket
        default:
            let reason: OfflineReason =
                error.status == nil ? .unreachable(error.message) : .unavailable(error.message)
            self = .passing(reason, retryAfter: error.retryAfter)
        }
    }

    /// What the end of a socket means for the link.
    init(_ end: SocketEnd) {
        switch end {
        case .failed(.malformed):
            self = .noWebSocket
        case .failed(let error):
            self = LinkFailure(ClientError(error))
        case .refused(let response):
            self = LinkFailure(refusal: response)
        case .closed(SocketCloseCode.tokenExpired, _):
            self = .final(.signInNeeded)
        case .closed(SocketCloseCode.notMember, _):
            self = .final(.notMember)
        case .closed(SocketCloseCode.draftGone, _):
            self = .final(.draftGone)
        case .closed(let code, let reason):
            self = .passing(.unreachable(reason.isEmpty ? "the server closed the connection (\(code))" : reason))
        case .violated(let code):
            self = .passing(.unreachable("the server broke the WebSocket protocol (\(code))"))
        }
    }

    /// An answer that is not the upgrade. Without the wire's envelope it comes from something in between: a portal, or a
    /// proxy that does not pass upgrades on, behind which polling may still work.
    private init(refusal response: HTTPResponse) {
        let error = ClientError(response)
        self = error.code == .notCollabServer ? .noWebSocket : LinkFailure(error)
    }
}
