import CollabAPI
import DraftCore

extension PresenceReportBody {
    /// What `message` says, for those without a socket; nil where that needs no saying.
    init?(_ message: ClientMessage) {
        switch message {
        case .typing(let text): self.init(state: .writing, text: text)
        case .state(let state): self.init(state: state)
        case .ping, .auth, .unknown: return nil
        }
    }
}
