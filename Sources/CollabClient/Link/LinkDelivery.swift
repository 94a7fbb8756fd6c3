import CollabAPI
import DraftCore

/// What the link brings to the session, in order.
enum LinkDelivery: Sendable {
    /// The connection is in another state.
    case status(LinkStatus)
    /// The draft with its newest segments.
    case snapshot(DraftBody)
    /// The position cannot be served: a snapshot follows, and events that come before it are to be kept for it.
    case reset
    /// The live connection begins.
    case welcome(ConnectedBody)
    /// The next events of the log, perhaps some that are known already, and where the log was then if the server has said so.
    case events([EventBody], head: Seq? = nil)
    /// Who is around.
    case presence([PresenceBody])
    /// What the holder is typing; nil for nothing.
    case typing(TypingBody?)
    /// Commands without a verdict are to be sent again.
    case resendCommands
}

/// Where the session stands after a delivery.
enum LinkReply: Hashable, Sendable {
    /// The log is known up to here.
    case at(LogPosition)
    /// The session cannot go on from what it has.
    case lost
}

/// Takes what the link brings, one delivery after the other.
protocol LinkSink: Sendable {
    /// Takes in one delivery.
    func take(_ delivery: LinkDelivery) async -> LinkReply
}
