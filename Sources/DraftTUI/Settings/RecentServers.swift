/// The addresses of the servers that were used from this machine, the last one first. They hold no secret: what may be one is
/// left out of an address before it is written.
struct RecentServers {
    /// So many are remembered.
    static let limit = 10
    private static let longest = 500

    private let file: StateFile<[String]>

    init(_ folders: Folders) {
        file = StateFile("servers.json", in: folders)
    }

    func load() -> [String] { Self.listed(file.load()) }

    /// Remembers that a server is used.
    func use(_ url: String) {
        // Most of the time it is the one that was used last, and nothing is to be written.
        guard let url = Self.bare(url), load().first != url else { return }
        file.update { kept in Array(([url] + Self.listed(kept).filter { $0 != url }).prefix(Self.limit)) }
    }

    private static func listed(_ kept: [String]?) -> [String] {
        var seen: Set<String> = []
        return Array((kept ?? []).compactMap(bare).filter { seen.insert($0).inserted }.prefix(limit))
    }

    /// An address without a user, a password, a query and a fragment; nil where it is none that a shell takes as one word.
    static func bare(_ url: String) -> String? {
        let scheme = ["http://", "https://"].first { url.hasPrefix($0) }
        guard let scheme, url.utf8.count <= longest else { return nil }
        let rest = url.dropFirst(scheme.count).prefix { $0 != "?" && $0 != "#" }
        let authority = rest.prefix { $0 != "/" }
        let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        var bare = host + rest.dropFirst(authority.count)
        while bare.hasSuffix("/") { bare.removeLast() }
        guard !host.isEmpty, bare.utf8.allSatisfy(isPlain) else { return nil }
        return scheme + bare
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"), UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: "%"):
            true
        default: false
        }
    }
}
