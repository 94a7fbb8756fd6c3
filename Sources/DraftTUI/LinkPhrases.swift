import CollabClient
import DraftScreens

// How the state of the link is put into words; the sentences of the screens are in DraftScreens.

extension OfflineReason {
    /// A few words, to stand behind "offline".
    var phrase: String {
        switch self {
        case .unreachable: "no server answers"
        case .insecure: "its certificate is not trusted"
        case .silent: "the server is silent"
        case .notCollabServer: "what answers is not a draft server"
        case .unavailable: "the server cannot serve now"
        case .busy: "the server asks to wait"
        }
    }
}

extension ReadOnlyReason {
    /// A few words, to stand behind "read-only".
    var phrase: String {
        switch self {
        case .signInNeeded: "sign in again"
        case .notMember: "not a member"
        case .draftGone: "the draft is gone"
        case .shareEnded: "the link has ended"
        }
    }

    /// A sentence.
    var sentence: String {
        switch self {
        case .signInNeeded: "The server does not accept who you say you are."
        case .notMember: "You are not a member of this draft; its creator can add you."
        case .draftGone: "There is no such draft, or no longer."
        case .shareEnded: "This link does not open the draft, or no longer. Ask whoever made it for another."
        }
    }
}

extension LinkState {
    /// The state as the screens show it.
    /// - Parameter advice: what to do where the server does not know the reader.
    init(_ status: LinkStatus, advice: String = ReadOnlyReason.signInNeeded.sentence) {
        switch status {
        case .connecting: self = .connecting
        case .live(let latency):
            self = .live(milliseconds: latency.map { Int(($0 / .milliseconds(1)).rounded()) })
        case .polling: self = .polling
        case .offline(let reason): self = .offline(reason.phrase)
        case .readOnly(.signInNeeded): self = .signInNeeded(advice)
        case .readOnly(let reason): self = .readOnly(reason.phrase)
        }
    }
}
