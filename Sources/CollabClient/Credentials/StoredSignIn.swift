public import DraftCore
import FoundationEssentials

/// The sign-in at one server that is kept on this machine, refreshed before it expires.
///
/// Invariant: of all processes of this user only one at a time asks for a fresh token, and whoever waited for it takes what
/// that one got: a provider that rotates refresh tokens ends a sign-in whose old one is used twice.
public actor StoredSignIn: TokenSource {
    /// How long before its end a token is replaced, at most: one that lives a minute would be replaced with every call.
    static let longestMargin = Duration.seconds(60)
    /// How long a provider that gave nothing is left alone.
    static let pause = Duration.seconds(10)

    /// As whom one is signed in.
    public nonisolated let user: UserID
    private let store: CredentialStore
    private let server: String
    private let http: any HTTPTransport
    private let now: @Sendable () -> Timestamp

    private var seen: (stamp: CredentialStore.Stamp?, credential: StoredCredential?)
    private var refreshing: Task<Result<StoredCredential, SignInError>, Never>?
    private var failure: (error: SignInError, token: String, at: Timestamp)?

    /// - Returns: nil where nobody is signed in at the server.
    public init?(
        at server: String, in store: CredentialStore, trust: ServerTrust = ServerTrust()
    ) throws(SignInError) {
        try self.init(
            at: server, in: store, http: CurlHTTPTransport(network: NetworkThread(trust: trust)),
            now: SessionSources().now)
    }

    init?(
        at server: String, in store: CredentialStore, http: any HTTPTransport, now: @escaping @Sendable () -> Timestamp
    ) throws(SignInError) {
        // The stamp first: a change between the two is then noticed with the next call.
        let stamp = store.file.stamp
        guard let credential = try store.credential(for: server) else { return nil }
        self.store = store
        self.server = server
        self.http = http
        self.now = now
        user = credential.userID
        seen = (stamp, credential)
    }

    /// A token that is good for a while, if there is a way to one.
    public func token(replacing refused: String?) async throws(ClientError) -> String {
        do throws(SignInError) {
            return try await usable(refused).token
        } catch {
            throw error.clientError
        }
    }

    /// When another token should be asked for; nil where there is none to be had without the user.
    public func timeToRenewal() async -> Duration? {
        guard let credential = try? current(), credential.renewal != nil,
            let left = credential.timeLeft(at: now())
        else { return nil }
        return max(.zero, left - credential.margin)
    }

    private func usable(_ refused: String?) async throws(SignInError) -> StoredCredential {
        let credential = try current()
        let left = credential.timeLeft(at: now()) ?? .seconds(Int64.max >> 32)
        // Tokens are read only where it matters.
        if credential.token != refused, left > Self.longestMargin || left > credential.margin { return credential }
        do throws(SignInError) {
            let fresh = try await renewed(credential)
            guard fresh.token != refused else { throw .signInAgain }
            return fresh
        } catch {
            // A token that still serves for a moment serves.
            guard credential.token != refused, left > .zero else { throw error }
            return credential
        }
    }

    /// What is on disk, of the same user: words of one must not go out under another's name.
    private func current() throws(SignInError) -> StoredCredential {
        let stamp = store.file.stamp
        if stamp != seen.stamp {
            seen = (stamp, try store.credential(for: server))
            failure = nil
        }
        guard let credential = seen.credential else { throw .signInAgain }
        guard credential.userID == user else {
            throw SignInError(
                .expired, "The sign-in at this server is \(credential.userID)'s now; this was begun by \(user).")
        }
        return credential
    }

    private func renewed(_ stale: StoredCredential) async throws(SignInError) -> StoredCredential {
        if let failure, failure.token == stale.token,
            now().milliseconds - failure.at.milliseconds < Int64(Self.pause / .milliseconds(1))
        {
            throw failure.error
        }
        // A task of its own: a refresh that was begun is kept, whoever no longer waits for it.
        let task =
            refreshing
            ?? Task { [store, server, http, now] in
                let renewal = SignInRenewal(store: store, server: server, http: http, now: now)
                do throws(SignInError) {
                    return .success(try await renewal.replace(stale))
                } catch {
                    return .failure(error)
                }
            }
        refreshing = task
        let result = await task.value
        if refreshing == task { refreshing = nil }
        if case .failure(let error) = result { failure = (error, stale.token, now()) }
        return try result.get()
    }
}

extension StoredCredential {
    /// How long before its end the token is replaced.
    fileprivate var margin: Duration {
        min(StoredSignIn.longestMargin, (TokenText(token)?.lifetime).map { $0 / 4 } ?? StoredSignIn.longestMargin)
    }
}

extension SignInError {
    static let signInAgain = SignInError(.expired, "The sign-in is missing or has expired.")
}
