import CollabAPI

/// The web sites whose pages may use the server. A site on the server's own host always may.
struct AllowedOrigins: Sendable, Equatable {
    /// Any site.
    static let any = AllowedOrigins(named: ["*"])

    private let named: Set<String>

    /// None but the server's own.
    init() {
        named = []
    }

    private init(named: Set<String>) {
        self.named = named
    }

    /// Reads a list with commas; nil where something in it is neither an origin (RFC 6454) nor `*`.
    init?(_ text: String) {
        let words = text.split(separator: ",").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            .filter { !$0.isEmpty }
        guard !words.isEmpty, words.allSatisfy({ $0 == "*" || Self.isOrigin($0) }) else { return nil }
        named = words.contains("*") ? Self.any.named : Set(words)
    }

    /// Whether pages of `origin` may use a server that is called `host`.
    func contain(_ origin: String, host: String?) -> Bool {
        if self == .any || named.contains(origin.lowercased()) { return true }
        let site = origin.split(separator: "/").last?.lowercased()
        return site != nil && site == host?.lowercased()
    }

    /// - Throws: for a page that may not.
    func check(_ origin: String?, host: String?) throws(Refusal) {
        guard let origin, !contain(origin, host: host) else { return }
        throw Refusal(.forbidden, "Pages of this site may not use this server.")
    }

    /// The list as it would be written.
    var description: String { named.sorted().joined(separator: ",") }

    private static func isOrigin(_ text: String) -> Bool {
        guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return false }
        let host = text.dropFirst(scheme.count)
        return !host.isEmpty
            && host.utf8.allSatisfy { (0x21...0x7E).contains($0) && !#"/?#@\"<>^`{|}*"#.utf8.contains($0) }
    }
}
