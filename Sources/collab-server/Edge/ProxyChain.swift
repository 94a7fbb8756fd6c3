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
        let entries = values.flatMap { Self.split($0, at: ",", quotes: header == .forwarded) }
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
        for pair in split(entry, at: ";", quotes: true) {
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "for" else { continue }
            return parts[1].first == "\"" && parts[1].last == "\"" ? parts[1].dropFirst().dropLast() : parts[1]
        }
        return nil
    }

    /// The pieces between separators, without the space around them; those in quotes are none where there are `quotes`.
    ///
    /// Read from the end, where the declared proxies have written: whatever a client leaves open before them, they close.
    private static func split(_ text: some StringProtocol, at separator: Character, quotes: Bool) -> [Substring] {
        let text = Substring(text)
        var pieces: [Substring] = []
        var (end, index, isQuoted) = (text.endIndex, text.endIndex, false)
        while index > text.startIndex {
            let next = index
            index = text.index(before: index)
            if quotes, text[index] == "\"" { isQuoted.toggle() }
            guard text[index] == separator, !isQuoted else { continue }
            pieces.append(text[next..<end])
            end = index
        }
        pieces.append(text[text.startIndex..<end])
        return pieces.reversed().map { piece in
            var piece = piece.drop { $0 == " " || $0 == "\t" }
            while let last = piece.last, last == " " || last == "\t" { piece.removeLast() }
            return piece
        }
    }
}
