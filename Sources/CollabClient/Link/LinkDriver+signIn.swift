import CollabAPI

// The credential of a link that outlives its token.
extension LinkDriver {
    /// Gets another credential than the one that was refused, and tells the machine if there is one.
    func renewSignIn(_ tasks: inout DiscardingTaskGroup) {
        tasks.addTask { [caller, clock, continuation, seed] in
            var backoff = Backoff(seed: seed)
            let start = clock.now
            while !Task.isCancelled {
                do throws(ClientError) {
                    if try await caller.renewSignIn() { continuation.yield(.input(.signedIn)) }
                    return
                } catch {
                    // Nobody could say: whoever gives out sign-ins is out of reach as well.
                    await clock.wait(until: clock.now + backoff.next(outage: clock.now - start))
                }
            }
        }
    }

    /// Sends fresh tokens over a live socket before the last one expires: the server closes it otherwise.
    func keepSignedIn(_ id: AttemptID, _ tasks: inout DiscardingTaskGroup) {
        guard case .bearer(let source) = caller.credential, socket?.id == id else { return }
        let leash = Leash()
        renewal = leash
        tasks.addTask { [clock, continuation, sentToken] in
            await leash.run {
                var last = sentToken
                while !Task.isCancelled {
                    // Where no token comes the old one is used up; the server then says so.
                    if let token = try? await source.token(replacing: nil), token != last {
                        last = token
                        continuation.yield(.freshToken(id, token))
                    }
                    guard let wait = await source.timeToRenewal() else { return }
                    await clock.wait(until: clock.now + max(wait, LinkTiming.tokenSpacing))
                }
            }
        }
    }
}
