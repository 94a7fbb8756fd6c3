/// An issuer as operators write it: its `iss`, `header` for the ids that callers choose themselves, or `own` for this
/// server.
enum IssuerArgument: Hashable, Sendable {
    case own
    case named(String)

    static let expectation = "an issuer: a URL as in the iss of its tokens, a urn:, header, or own"

    /// Nil where `text` names no issuer; a host without its scheme would be one that no token ever names.
    init?(_ text: String) {
        let begins = ["https://", "http://", "urn:"].contains { text.hasPrefix($0) && text.utf8.count > $0.utf8.count }
        let isPlain =
            text.utf8.count <= 1024 && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        switch text {
        case "own": self = .own
        case Caller.Proof.headerIssuer: self = .named(text)
        case _ where begins && isPlain: self = .named(text)
        default: return nil
        }
    }

    /// What the store knows it by.
    func name(own: String) -> String {
        switch self {
        case .own: own
        case .named(let name): name
        }
    }
}
