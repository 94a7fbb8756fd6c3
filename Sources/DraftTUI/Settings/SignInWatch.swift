import CollabClient

/// Notices that somebody signs in, or out, in another terminal.
struct SignInWatch {
    /// While nothing can be sent for want of a sign-in, it is looked for this often.
    static let spacing = Duration.seconds(2)

    private let store: CredentialStore
    private var seen: CredentialStore.Stamp?

    /// What is there now is known.
    init(_ store: CredentialStore) {
        self.store = store
        seen = store.stamp
    }

    /// Whether there has been a change since the last look.
    mutating func hasChanged() -> Bool {
        let stamp = store.stamp
        defer { seen = stamp }
        return stamp != seen
    }
}

extension Place {
    /// What to do where the server does not know the reader.
    var signInAdvice: String {
        (client.isSignedIn ? "Sign-in expired" : "Not signed in")
            + ": run `draft login --server \(shownAddress)` in another terminal; your words are kept."
    }

    /// Why something failed, to somebody who sits at a screen and not at a shell.
    func sentence(for failure: CommandFailure) -> String {
        failure.isForWantOfSignIn && again != nil ? signInAdvice : failure.message
    }
}
