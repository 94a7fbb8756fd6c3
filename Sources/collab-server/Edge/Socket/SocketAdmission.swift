import DraftCore

/// Somebody who may read a draft live: what the upgrade's checks found out, for the handler that serves them.
struct SocketAdmission: Sendable {
    /// Whom it is for, and until when.
    let stay: Stay
    let requestID: RequestID
    let connectionID: ConnectionID
    let feed: DraftFeed
    /// What is written first: the greeting and, where the asked-for place cannot be served, the word to start again.
    var greeting: [EncodedFrame]
    let subscription: Subscription
    /// Reads events from the log, encoded.
    let page: @Sendable (_ after: Seq) async throws -> [FeedEntry]
    /// Goes on by a fresh token; false where it does not prove the same user.
    let renew: @Sendable (_ token: String) async -> Bool
    /// Undoes what the admission did; called once, when the connection is over.
    let leave: @Sendable () -> Void
    /// Told why the server closes the connection, if it does.
    var closes: @Sendable (SocketClose) -> Void = { _ in }
}

/// A request to be admitted.
struct SocketRequest: Sendable {
    let draftID: String
    let query: String?
    /// What a browser says of the page that asks, and the host that it asks; nil where no page does.
    let origin: (page: String, host: String?)?
    let credentials: Credentials
    let requestID: RequestID
}

/// Somebody who has proved who they are and is turned away all the same.
struct SocketDismissal: Error {
    let visitor: Visitor
    /// What they are told.
    let reason: any Error
}

/// Decides who may read a draft live.
typealias SocketGate = @Sendable (SocketRequest) async throws -> SocketAdmission
