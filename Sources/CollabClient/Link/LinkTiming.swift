/// The link's patience, in one place.
enum LinkTiming {
    /// After this long without a healthy socket events are polled for.
    static let fallback = Duration.milliseconds(2500)
    /// What one attempt to open a socket may take.
    static let opening = Duration.seconds(10)
    /// What loading the draft may take.
    static let loading = Duration.seconds(15)
    /// How often a live socket is pinged.
    static let pingInterval = Duration.seconds(20)
    /// How long after a ping without any frame a socket counts as dead.
    static let pingPatience = Duration.seconds(8)
    /// How long a poll is held where nothing happens.
    static let pollWait = Duration.seconds(20)
    /// What a poll may take beyond what it is held.
    static let pollPatience = Duration.seconds(8)
    /// Polls are at least this far apart where the server answers at once and has nothing to say.
    static let pollSpacing = Duration.milliseconds(500)
    /// Polls are at least this far apart where each brings something: what is written comes nearly as it would by socket.
    static let newsSpacing = Duration.milliseconds(25)
    /// A command that is not in the log after this long reopens the link.
    static let commandPatience = Duration.seconds(6)
    /// Attempts that a key press asks for are at least this far apart.
    static let keySpacing = Duration.milliseconds(500)
    /// A socket that lived shorter does not end an outage.
    static let settled = Duration.seconds(5)
    /// A sign-in that was renewed and refused again within this time is not renewed again.
    static let renewalSpacing = Duration.seconds(60)
    /// Attempts to replace a token that is about to expire are at least this far apart.
    static let tokenSpacing = Duration.seconds(5)
    /// The longest that a server's `Retry-After` is obeyed.
    static let retryAfterCap = Duration.seconds(60)
}
