import CollabAPI

/// What somebody was handed to read one draft with. It is never printed: its description says nothing.
public struct ShareToken: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    let text: String

    /// A token; nil where the text cannot be one.
    public init?(_ text: String) {
        let isPrintable = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard (1...512).contains(text.utf8.count), isPrintable else { return nil }
        self.text = text
    }

    public var description: String { "a share's token" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension ClientError {
    /// A verdict, though no server was asked: asking again changes nothing.
    static let onlyReads = ClientError(
        code: .forbidden, message: "A read-only link opens a draft for reading; nothing can be changed with it.",
        status: ErrorCode.forbidden.status)

    /// The same to somebody who can neither sign in nor be made a member.
    var toReaderOfShare: ClientError {
        guard code == .unauthorized || code == .forbidden else { return self }
        return ClientError(
            code: code, message: "This link does not open the draft, or no longer: ask whoever made it for another.",
            status: status, requestID: requestID)
    }
}

extension Route {
    /// Whether a share's token opens it: those that read the one draft.
    var isOpenToShares: Bool {
        [Endpoints.getDraft.route, Endpoints.events.route, Endpoints.exportDraft.route, Endpoints.socket.route]
            .contains(self)
    }
}
