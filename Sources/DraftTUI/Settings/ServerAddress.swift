import DraftCore

/// A server's address as it is told to people. A name and a password that stand in it are nobody's business.
enum ServerAddress {
    /// What stands before the host, with its `@`; nil where nothing does. An address without a scheme has it all the same.
    static func userInfo(in address: String) -> Range<String.Index>? {
        let start = address.firstRange(of: "://")?.upperBound ?? address.startIndex
        guard let at = address[start...].prefix(while: { !"/?#".contains($0) }).lastIndex(of: "@") else { return nil }
        return start..<address.index(after: at)
    }

    /// The address to be told to whoever reads the screen or gets a line from it: without what may be a secret.
    static func shown(_ address: String) -> String {
        var shown = address
        if let info = userInfo(in: shown) { shown.removeSubrange(info) }
        return SafeText.escaped(String(shown.prefix { $0 != "?" && $0 != "#" }), for: .line)
    }

    /// The host and the port.
    static func name(of address: String) -> String {
        String(shown(address).drop { $0 != "/" }.drop { $0 == "/" }.prefix { $0 != "/" })
    }
}
