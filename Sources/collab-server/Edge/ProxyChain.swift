/// The proxies between the server and its clients, as far as they were declared.
struct ProxyChain: Sendable, Equatable {
    /// Where the proxies write down whom they pass on.
    ///
    /// One alone is believed: a proxy that writes one of them passes the other on as a client made it up.
    enum Header: String, CaseIterable, Sendable {
        case xForwardedFor = "x-forwarded-for"
        /// RFC 7239.
        case forwarded
    }

    /// How many proxies append to the header before a request is here.
    let hops: Int
    let header: Header

    /// Whom the outermost of the declared proxies was called by: the entry that it made, counted from the end, for what
    /// stands before may be made up. Nil where there are not so many entries or where it names no address.
    func client(in values: [String]) -> ClientAddress? {
        let entries = values.flatMap { Self.split($0, at: ",") }
        guard entries.count >= hops else { return nil }
        let entry = entries[entries.count - hops]
        switch header {
        case .xForwardedFor: return ClientAddress(entry)
        case .forwarded: return Self.forParameter(of: entry).flatMap { ClientAddress($0) }
        }
    }

    /// The same, by the headers of a request.
    func client(in credentials: Credentials) -> ClientAddress? {
        switch header {
        case .xForwardedFor: client(in: credentials.forwardedFor)
        case .forwarded: client(in: credentials.forwarded)
        }
    }

    private static func forParameter(of entry: Substring) -> Substring? {
        for pair in split(entry, at: ";") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "for" else { continue }
            return parts[1].first == "\"" && parts[1].last == "\"" ? parts[1].dropFirst().dropLast() : parts[1]
        }
        return nil
    }

    /// The pieces between separators that do not stand in quotes, without the space around them.
    private static func split(_ text: some StringProtocol, at separator: Character) -> [Substring] {
        var isQuoted = false
        let pieces = String(text).split(omittingEmptySubsequences: false) { character in
            if character == "\"" { isQuoted.toggle() }
            return character == separator && !isQuoted
        }
        return pieces.map { piece in
            var piece = piece.drop { $0 == " " || $0 == "\t" }
            while let last = piece.last, last == " " || last == "\t" { piece.removeLast() }
            return piece
        }
    }
}
