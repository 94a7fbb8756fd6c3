/// What a feed has to tell at one moment.
struct FeedView: Sendable {
    let tail: FrameTail
    let presence: Broadcast?
    let typing: Broadcast?
    /// Why nothing more will come, once it is so.
    let ending: SocketClose?
}

/// News of which only the newest counts.
struct Broadcast: Sendable {
    let version: Int
    let frame: EncodedFrame
}
