/// An address that keys may be fetched from: by https, or by plain http from this machine.
struct WebAddress: Hashable, Sendable, CustomStringConvertible {
    let description: String
    /// Whether nobody on the way can read or change what is fetched.
    let isEncrypted: Bool

    /// Nil where `text` is no such address, or has a user, a query or a fragment.
    init?(_ text: String) {
        let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !#"@?#\"<>^`{|}"#.utf8.contains($0) }
        guard isPlain, let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return nil }
        let authority = text.dropFirst(scheme.count).prefix { $0 != "/" }
        guard let host = Self.host(of: authority) else { return nil }
        isEncrypted = scheme == "https://"
        guard isEncrypted || Self.isThisMachine(host) else { return nil }
        description = text
    }

    /// Where an issuer describes itself.
    var discovery: WebAddress? {
        let base = description.hasSuffix("/") ? String(description.dropLast()) : description
        return WebAddress(base + "/.well-known/openid-configuration")
    }

    /// The host without its port; nil where there is none.
    private static func host(of authority: Substring) -> String? {
        let end =
            authority.hasPrefix("[")
            ? authority.firstIndex(of: "]").map(authority.index(after:)) : authority.firstIndex(of: ":")
        let host = authority[..<(end ?? authority.endIndex)]
        let rest = authority[host.endIndex...]
        guard !host.isEmpty, host.hasPrefix("[") == host.hasSuffix("]") else { return nil }
        guard rest.isEmpty || rest.first == ":" && UInt16(rest.dropFirst()) != nil else { return nil }
        return host.lowercased()
    }

    /// Whether a host, as it stands in an address, is this machine by its very name.
    static func isThisMachine(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        // Four numbers: `127.example.org` is a name, and anybody's.
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers.first == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }
}
