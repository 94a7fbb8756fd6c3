import CollabClient
import DraftScreens

// Coming back to writing after a sign-in in another terminal.
extension Runtime {
    /// Nothing can be sent for want of a sign-in, or it can again.
    func note(_ link: LinkState, _ tasks: inout DiscardingTaskGroup) {
        switch link {
        case .signInNeeded: missSignIn(&tasks)
        case .connecting: break
        case .live, .polling, .offline, .readOnly: lacksSignIn = false
        }
    }

    /// Looks for a sign-in from now on.
    func missSignIn(_ tasks: inout DiscardingTaskGroup) {
        lacksSignIn = true
        lookLater(&tasks)
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

    /// Goes on with a sign-in: the one there was, renewed, or another's.
    func take(signInOf found: Place, _ tasks: inout DiscardingTaskGroup) async {
        guard found.signIn != nil else { return }
        guard found.user != place.user || place.signIn == nil else {
            guard let open else {
                lacksSignIn = false
                return await carryOut(Step(effects: [.loadDrafts]), &tasks)
            }
            return open.session.signedIn()
        }
        // Commands of another user stay in that user's journal, and go out under no other name.
        var left = 0
        repeat {
            await carryOutSteps(&tasks)
            left = found.user == place.user ? 0 : await open?.session.unsent.count ?? 0
            // A key may have sent something meanwhile.
        } while !steps.isEmpty && !isOver
        let former = place.user
        place = found
        lacksSignIn = false
        await tell(.signedIn(found.user, left == 0 ? nil : .init(user: former, unsent: left)), &tasks)
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
