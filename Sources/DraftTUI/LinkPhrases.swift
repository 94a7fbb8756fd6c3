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
        }
    }

    /// A sentence.
    var sentence: String {
        switch self {
        case .signInNeeded: "The server does not accept who you say you are."
        case .notMember: "You are not a member of this draft."
        case .draftGone: "There is no such draft, or no longer."
        }
    }
}

extension LinkState {
    /// The state as the screens show it.
    init(_ status: LinkStatus) {
        switch status {
        case .connecting: self = .connecting
        case .live(let latency):
            self = .live(milliseconds: latency.map { Int(($0 / .milliseconds(1)).rounded()) })
        case .polling: self = .polling
        case .offline(let reason): self = .offline(reason.phrase)
        case .readOnly(let reason): self = .readOnly(reason.phrase)
        }
    }
}
