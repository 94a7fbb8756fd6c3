/// The parts of an `http` or `https` address that a WebSocket handshake names itself.
struct WebAddress: Equatable {
    /// What stands in the `Host` field: name and, where one is given, port.
    let host: String
    /// Path and query.
    let target: String

    /// Nil where `url` is not such an address, or holds what would end the request line early.
    init?(_ url: String) {
        guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let authorityStart = url.startOfAuthority(ofScheme: ["http", "https"])
        else { return nil }
        let rest = url[authorityStart...].prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let tail = rest[authority.endIndex...]
        host = String(authority.split(separator: "@", omittingEmptySubsequences: false).last ?? "")
        target = tail.first == "/" ? String(tail) : "/" + tail
        guard !host.isEmpty else { return nil }
    }
}

extension String {
    /// Where the authority begins, if the address has one of `schemes`.
    fileprivate func startOfAuthority(ofScheme schemes: [String]) -> Index? {
        let lowercased = prefix(8).lowercased()
        guard let scheme = schemes.first(where: { lowercased.hasPrefix($0 + "://") }) else { return nil }
        return index(startIndex, offsetBy: scheme.count + 3)
    }
}
