import CollabAPI
import DraftCore

/// What is to be said about the user to a server that is only polled: one report after the other, so that none overtakes
/// another, and of what was said meanwhile the newest alone.
struct PresenceReports: Sendable {
    private var state: Presence.State?
    private var text: String?
    private var isUnderWay = false

    /// Notes what `message` says, if it is anything that a report can say.
    mutating func add(_ message: ClientMessage) {
        switch message {
        case .typing(let text): self.text = text
        case .state(let state): self.state = state
        case .ping, .auth, .unknown: break
        }
    }

    /// The report that is to leave now, if any; it is under way from here on.
    mutating func next() -> PresenceReportBody? {
        guard !isUnderWay, state != nil || text != nil else { return nil }
        let derived: Presence.State = text?.isEmpty ?? true ? .here : .writing
        defer { forget() }
        isUnderWay = true
        return PresenceReportBody(state: state ?? derived, text: text)
    }

    /// The report under way has arrived, or is lost.
    mutating func finish() {
        isUnderWay = false
    }

    /// Nobody is there to be told.
    mutating func forget() {
        state = nil
        text = nil
    }
}
