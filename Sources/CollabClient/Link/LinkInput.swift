import CollabAPI

/// Numbers attempts of one machine, so that late news of an abandoned attempt is recognised.
typealias AttemptID = Int

/// What the link machine is told.
enum LinkInput: Hashable, Sendable {
    /// The draft is to be followed, from where it was moved to; else it is loaded first.
    case started
    /// The session has taken in the log up to here.
    case moved(LogPosition)
    /// The session cannot go on from where it is: events are missing, or unreadable.
    case lostTrack

    /// The draft was loaded as of here.
    case loaded(AttemptID, LogPosition)
    /// The draft could not be loaded.
    case loadFailed(AttemptID, LinkFailure)

    /// The server's first message came over the socket.
    case socketWelcomed(AttemptID)
    /// Some frame came over the socket.
    case socketHeard(AttemptID)
    /// The answer to a ping came.
    case socketPonged(AttemptID)
    /// The server cannot serve from the position that the socket named.
    case socketReset(AttemptID)
    /// The socket is no more, or never was.
    case socketEnded(AttemptID, LinkFailure)

    /// A poll brought events or none; `isBehind` where the log already has more, `isNews` where it told of anything new.
    case pollAnswered(AttemptID, isBehind: Bool, isNews: Bool = false)
    /// The server cannot serve from the position that the poll named.
    case pollReset(AttemptID)
    /// The poll came to nothing.
    case pollFailed(AttemptID, LinkFailure)

    /// A command has left and waits to be seen in the log.
    case commandSent
    /// No command waits any more.
    case commandsSettled
    /// The user is there and would not want to wait for a timer.
    case keyPressed
    /// There is a new credential.
    case signedIn
    /// Only time has passed.
    case timePassed
}

/// What the link machine wants done.
enum LinkAction: Hashable, Sendable {
    /// Load the draft.
    case load(AttemptID)
    /// Open a socket from this position on.
    case openSocket(AttemptID, from: LogPosition)
    /// Let a socket go.
    case closeSocket(AttemptID)
    /// Send a ping over the socket.
    case ping(AttemptID)
    /// Ask for events; `waits` holds the question until there is one.
    case poll(AttemptID, from: LogPosition, waits: Bool)
    /// Forget a poll.
    case cancelPoll(AttemptID)
    /// Send the commands that have no verdict again, with their keys.
    case resendCommands
    /// Get a new credential, if there is a way.
    case renewSignIn
    /// The status is another one.
    case report(LinkStatus)
}
