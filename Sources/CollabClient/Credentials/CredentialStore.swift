import FoundationEssentials
import Glibc

/// Where sign-ins are kept: one file for this user, one entry a server.
public struct CredentialStore: Sendable {
    let file: CredentialFile
    private let lockPath: String
    /// How long another program may take: longer than a provider has for its answers. One that was stopped in the midst of
    /// it must not keep all others waiting.
    var patience = Duration.seconds(60)

    /// - Parameter folder: this program's state folder; made, for this user alone, with the first sign-in.
    public init(folder: String) {
        file = CredentialFile(path: folder + "/credentials.json")
        lockPath = folder + "/credentials.lock"
    }

    /// Where the sign-ins are.
    public var path: String { file.path }

    /// Another one after every sign-in, sign-out and refresh, whoever made it; nil where nobody ever signed in.
    public var stamp: Stamp? { file.stamp }

    /// What tells one state of the sign-ins from the next, without reading them.
    public struct Stamp: Hashable, Sendable {
        let inode: UInt64
        let seconds: Int
        let nanoseconds: Int
        let size: Int
    }

    /// The sign-in at a server; nil where there is none.
    public func credential(for server: String) throws(SignInError) -> StoredCredential? {
        try file.read()[Self.key(of: server)]
    }

    /// Keeps a sign-in, in the place of an earlier one at the same server.
    /// - Returns: the earlier one, where it holds something that nobody has any more and that its provider may take back.
    @discardableResult
    public func keep(
        _ credential: StoredCredential, for server: String
    ) async throws(SignInError) -> StoredCredential? {
        try await locked { () throws(SignInError) in
            var servers = try file.read()
            let earlier = servers.updateValue(credential, forKey: Self.key(of: server))
            try file.write(servers)
            guard let old = earlier?.renewal else { return nil }
            // A provider may end all that this user granted to this client with one token, the new sign-in too.
            if let new = credential.renewal, old.issuer == new.issuer, old.clientID == new.clientID,
                old.subject == new.subject
            {
                return nil
            }
            return earlier
        }
    }

    /// Forgets the sign-in at a server, and hands back what it was.
    public func forget(_ server: String) async throws(SignInError) -> StoredCredential? {
        try await locked { () throws(SignInError) in
            var servers = try file.read()
            guard let credential = servers.removeValue(forKey: Self.key(of: server)) else { return nil }
            try file.write(servers)
            return credential
        }
    }

    /// Runs `body` while no other process, and nobody else in this one, changes sign-ins.
    func locked<Result>(
        _ body: () async throws(SignInError) -> Result
    ) async throws(SignInError) -> Result {
        let lock = try await takeLock()
        // Closing gives the lock back.
        defer { close(lock) }
        return try await body()
    }

    private func takeLock() async throws(SignInError) -> Int32 {
        do throws(JournalError) {
            try JournalFile.makeFolder(CredentialFile.folder(of: lockPath))
        } catch {
            throw SignInError(.files, "The sign-in cannot be kept: \(error.reason).")
        }
        let lock = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { throw SignInError(.files, "\(lockPath) cannot be opened.") }
        let deadline = ContinuousClock.now + patience
        while flock(lock, LOCK_EX | LOCK_NB) != 0 {
            let isTaken = errno == EWOULDBLOCK || errno == EINTR
            guard isTaken, ContinuousClock.now < deadline, !Task.isCancelled else {
                close(lock)
                throw isTaken ? .busy : SignInError(.files, "\(lockPath) cannot be locked.")
            }
            // Only a cancellation ends the sleep early, and that ends the wait.
            try? await Task.sleep(for: .milliseconds(20))
        }
        return lock
    }

    /// One name for all ways to write the same server's address.
    static func key(of server: String) -> String {
        guard let colon = server.firstRange(of: "://") else { return server }
        let scheme = server[..<colon.lowerBound].lowercased()
        let rest = server[colon.upperBound...]
        var authority = rest.prefix { $0 != "/" }.lowercased()
        var path = rest.drop { $0 != "/" }
        while path.last == "/" { path.removeLast() }
        let usual = scheme == "https" ? ":443" : ":80"
        if authority.hasSuffix(usual) { authority.removeLast(usual.count) }
        return scheme + "://" + authority + path
    }
}

extension SignInError {
    static let busy = SignInError(
        .unreachable, "Another program of yours is busy with the sign-ins; if it was stopped, let it go on or end it.")
}
