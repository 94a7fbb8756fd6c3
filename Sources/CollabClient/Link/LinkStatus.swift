/// How a draft is connected at the moment.
public enum LinkStatus: Hashable, Sendable {
    /// Nothing is known yet, or the connection was lost a moment ago.
    case connecting
    /// Events come as they happen; latency is that of the last ping, nil before the first answer.
    case live(latency: Duration?)
    /// Events come by asking for them; a live connection is tried for in the background.
    case polling
    /// No server answers; it is tried again and again.
    case offline(OfflineReason)
    /// The server answers and will not let this caller in any more. Nothing is sent until something changes; whether the
    /// caller has been made a member is looked at now and then.
    case readOnly(ReadOnlyReason)

    /// Whether events arrive.
    public var isOnline: Bool {
        switch self {
        case .live, .polling: true
        case .connecting, .offline, .readOnly: false
        }
    }
}

/// Why no server answers.
public enum OfflineReason: Hashable, Sendable {
    /// Nobody there, or the connection broke; the detail is for people.
    case unreachable(String)
    /// The server could not prove who it is; the detail is for people.
    case insecure(String)
    /// Somebody takes the connection and does not answer.
    case silent
    /// What answers is not a collab server: a captive portal, another program on the port.
    case notCollabServer
    /// The server says that it cannot serve now.
    case unavailable(String)
    /// The server says that it was asked too often; it is asked again when it has said.
    case busy
}

/// Why a draft can only be read.
public enum ReadOnlyReason: Hashable, Sendable {
    /// Nobody is signed in, or the sign-in is over.
    case signInNeeded
    /// The caller is not a member, or no longer one.
    case notMember
    /// The draft does not exist, or no longer.
    case draftGone
    /// The share by which it was read has expired, was revoked, or is of another draft.
    case shareEnded
}
