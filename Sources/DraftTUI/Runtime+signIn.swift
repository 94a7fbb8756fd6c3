import CollabClient
import DraftScreens

// Coming back to writing after a sign-in in another terminal.
extension Runtime {
    /// Nothing can be sent for want of a sign-in, or it can again.
    func note(_ link: LinkState, _ tasks: inout DiscardingTaskGroup) {
        switch link {
        case .signInNeeded:
            lacksSignIn = true
            lookLater(&tasks)
        case .connecting: break
        case .live, .polling, .offline, .readOnly: lacksSignIn = false
        }
    }

    /// A while has passed.
    func lookAgain(_ tasks: inout DiscardingTaskGroup) {
        isLookPlanned = false
        guard lacksSignIn else { return }
        lookForSignIn(&tasks)
        lookLater(&tasks)
    }

    /// Sees whether there is another sign-in than before, and if so whose.
    func lookForSignIn(_ tasks: inout DiscardingTaskGroup) {
        guard signIns.hasChanged(), let again = place.again else { return }
        tasks.addTask { [continuation] in
            // A sign-in that cannot be used is none; the next change is looked at anew.
            guard let found = try? await again() else { return }
            continuation.yield(.found(found))
        }
    }

    /// - Returns: who the reader is now, where they are another or were nobody before.
    func take(signInOf found: Place) -> Message? {
        guard found.client.isSignedIn else { return nil }
        guard found.user != place.user || found.client.isSignedIn != place.client.isSignedIn else {
            open?.session.signedIn()
            return nil
        }
        place = found
        return .signedIn(found.user)
    }

    private func lookLater(_ tasks: inout DiscardingTaskGroup) {
        guard !isLookPlanned else { return }
        isLookPlanned = true
        tasks.addTask { [clock, continuation] in
            // A cancelled sleep rings early, and then nobody listens any more.
            try? await clock.sleep(for: SignInWatch.spacing)
            continuation.yield(.lookForSignIn)
        }
    }
}
