/// Whom a client believes to be the server that it means, beside what the system says.
public struct ServerTrust: Sendable, Hashable {
    /// The file of the authorities that may vouch for servers, in PEM. Nil takes the file that `SSL_CERT_FILE` names, else
    /// the system's.
    public var authorities: String?
    /// The public keys of which a server has to have one, whoever vouches for it: by host, or by host and port with a colon
    /// between them, `sha256//` and the hash in Base64, several with semicolons.
    public var pins: [String: String]

    /// Trusts as the environment says, and nobody more or less.
    public init(authorities: String? = nil, pins: [String: String] = [:]) {
        self.authorities = authorities
        self.pins = pins
    }

    /// The keys that are pinned for the server at `url`; nil where none are.
    func pin(for url: String) -> String? {
        guard !pins.isEmpty, let place = WebAddress(url)?.host.lowercased() else { return nil }
        // The brackets of an IPv6 address have colons between them.
        let end = place.lastIndex(of: "]") ?? place.startIndex
        let host = place[end...].firstIndex(of: ":").map { String(place[..<$0]) } ?? place
        return pins[place] ?? pins[host]
    }

    /// Whether others can listen to what is sent to `url`, a server's address: it is neither `https` nor on this machine.
    public static func isExposed(_ url: String) -> Bool {
        guard let address = WebAddress(url), url.prefix(8).lowercased() != "https://" else { return false }
        return !ProviderMetadata.isLoopback(address.host)
    }
}
