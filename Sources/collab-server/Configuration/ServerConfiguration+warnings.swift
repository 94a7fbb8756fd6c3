extension ServerConfiguration {
    /// Files that are open beside the connections: the database, its log, the standard streams.
    private static let otherFiles = 64

    /// What an operator should know; told at the start and by `/readyz`.
    /// - Parameter openFiles: how many files and connections the process may have open.
    func warnings(openFiles: Int) -> [String] {
        var warnings: [String] = []
        switch (environment, headerIdentity) {
        case (.local, _): break
        case (_, .off) where issuers.hasOthers || issuers.namesSigningKey: break
        case (_, .off):
            warnings.append(
                "No issuer of tokens is configured: nobody is let in without a token that this server made itself.")
        case (_, .loopback):
            warnings.append("Every program on this machine is believed to be whoever its X-User-Id says.")
        case (_, .on):
            warnings.append("Everybody who can reach this server is believed to be whoever their X-User-Id says.")
        }
        if environment != .local, tls == nil, proxies == nil, !Self.isLoopback(host) {
            warnings.append("Nothing encrypts what this server and its clients say to each other.")
        }
        if let clerk = issuers.clerk, clerk.authorizedParties.isEmpty {
            warnings.append(
                "CLERK_AUTHORIZED_PARTIES is not set: a session token that any site of the Clerk instance got hold of"
                    + " is accepted.")
        }
        if openFiles < limits.connections + Self.otherFiles {
            warnings.append(
                "The process may open \(openFiles) files, too few for the \(limits.connections) connections that"
                    + " are allowed: raise the limit on open files, or lower COLLAB_LIMIT_CONNECTIONS.")
        }
        return warnings
    }

    /// The names by which callers of a server on this machine may address it; nil where any will do.
    var namesOnLoopback: Set<String>? {
        guard environment == .local, Self.isLoopback(host) else { return nil }
        return ["localhost", "127.0.0.1", "[::1]", host.contains(":") ? "[\(host)]" : host.lowercased()]
    }

    /// Whether a server that listens on `host` can be reached from this machine only.
    static func isLoopback(_ host: String) -> Bool {
        WebAddress.isThisMachine(host == "::1" ? "[::1]" : host.lowercased())
    }
}
