import CollabAPI

/// Why a socket is closed: the code and the reason that stand in the close frame.
struct SocketClose: Error, Equatable, Sendable {
    let code: UInt16
    let reason: String

    static let goingAway = SocketClose(code: SocketCloseCode.goingAway, reason: "the server is shutting down")
    static let unmasked = SocketClose(code: 1002, reason: "client frames must be masked")
    static let reservedBits = SocketClose(code: 1002, reason: "reserved bits are set")
    static let unknownOpcode = SocketClose(code: 1002, reason: "unknown opcode")
    static let badFragments = SocketClose(code: 1002, reason: "fragments out of order")
    static let badControlFrame = SocketClose(code: 1002, reason: "malformed control frame")
    static let badCloseCode = SocketClose(code: 1002, reason: "invalid close code")
    static let binary = SocketClose(code: 1003, reason: "only text is understood")
    static let invalidText = SocketClose(code: 1007, reason: "text is not UTF-8")
    static let malformed = SocketClose(code: 1008, reason: "malformed message")
    static let tooManyFrames = SocketClose(code: 1008, reason: "more frames than are taken")
    static let tooBig = SocketClose(code: 1009, reason: "message too big")
    static let storeUnavailable = SocketClose(
        code: SocketCloseCode.tooSlow, reason: "the store cannot be read, try again")
    static let tooSlow = SocketClose(code: SocketCloseCode.tooSlow, reason: "too slow, resume with since")
    static let credentialExpired = SocketClose(code: SocketCloseCode.tokenExpired, reason: "the token has expired")
    static let linkEnded = SocketClose(code: SocketCloseCode.notMember, reason: "the link does not hold any more")
    static let credentialRefused = SocketClose(code: SocketCloseCode.tokenExpired, reason: "credential refused")
    static let noLongerMember = SocketClose(code: SocketCloseCode.notMember, reason: "no longer a member")
    static let draftGone = SocketClose(code: SocketCloseCode.draftGone, reason: "the draft was deleted")

    /// Every code, one of each.
    static let codes = Set(
        [
            goingAway, unmasked, binary, invalidText, malformed, tooBig, tooSlow, credentialExpired, noLongerMember,
            draftGone,
        ].map { String($0.code) })
}
