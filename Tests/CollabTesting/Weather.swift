/// What a network does to connections while it lasts.
public struct Weather: Hashable, Sendable {
    /// What becomes of bytes in one direction.
    public struct Flow: Hashable, Sendable {
        /// How long they take.
        public var delay: Duration = .zero
        /// Whether they vanish; once some have, none of the same connection arrive any more.
        public var isSwallowed = false
        /// After so many bytes of a connection it is cut.
        public var cutAfter: Int?

        /// Bytes that arrive at once.
        public init() {}
    }

    /// What becomes of new connections.
    public enum Door: Hashable, Sendable {
        case open
        /// They are reset as soon as they come.
        case refusing
        /// They are accepted and never served.
        case blackhole
    }

    /// What becomes of requests for a WebSocket.
    public enum Upgrades: Hashable, Sendable {
        case passed
        /// The server sees a plain request.
        case stripped
        /// The server never sees them, and nobody answers.
        case unanswered
        /// A captive portal answers them.
        case captive
    }

    public var door = Door.open
    public var upgrades = Upgrades.passed
    /// Whether a captive portal answers every request.
    public var isCaptive = false
    /// Whether the server gets everything twice, the second time on a connection whose answers nobody reads.
    public var doubles = false
    /// What the server's answers and frames are changed to.
    public var forgeries: [Forgery] = []
    public var toServer = Flow()
    public var toClient = Flow()

    /// Weather of which only `change` says what is bad.
    public init(_ change: (inout Weather) -> Void = { _ in }) {
        change(&self)
    }

    /// Everything arrives.
    public static let clear = Weather()
}

extension Weather: CustomStringConvertible {
    public var description: String {
        var words: [String] = []
        if door != .open { words.append("\(door)") }
        if upgrades != .passed { words.append("upgrades \(upgrades)") }
        if isCaptive { words.append("captive") }
        if doubles { words.append("doubles") }
        if !forgeries.isEmpty { words.append("\(forgeries.count) forgeries") }
        for (name, flow) in [("to server", toServer), ("to client", toClient)] {
            if flow.delay > .zero { words.append("\(name) \(flow.delay / .milliseconds(1)) ms late") }
            if flow.isSwallowed { words.append("\(name) swallowed") }
            if let limit = flow.cutAfter { words.append("\(name) cut after \(limit)") }
        }
        return words.isEmpty ? "clear" : words.joined(separator: ", ")
    }
}
