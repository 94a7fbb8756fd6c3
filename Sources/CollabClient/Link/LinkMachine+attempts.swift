import CollabAPI

// Loading the draft, failing, and what brings attempts forward.
extension LinkMachine {
    mutating func takeLoading(_ input: LinkInput, at now: Instant, _ actions: inout [LinkAction]) {
        switch input {
        case .loaded(let id, let loaded) where id == loading.attempt:
            if mayReturn { resume(at: now) }
            // A server whose snapshots never fit its events is not asked without pause.
            loading = .waiting(until: now + LinkTiming.pollSpacing)
            mustLoad = false
            position = loaded
            failure = nil
            loadBackoff.reset()
            if pulse == nil && !isPollHealthy { pollFrom = now + LinkTiming.fallback }
        case .loadFailed(let id, let reason) where id == loading.attempt:
            let wait = fail(reason.withoutSocket, at: now, wait: loadBackoff.next(outage: outage(at: now)), &actions)
            loading = .waiting(until: now + wait)
        default:
            break
        }
    }

    mutating func proceedLoading(at now: Instant, _ actions: inout [LinkAction]) {
        guard mustLoad else { return }
        if loading.isOverdue(at: now) {
            let wait = fail(.passing(.silent), at: now, wait: loadBackoff.next(outage: outage(at: now)), &actions)
            loading = .waiting(until: now + wait)
        }
        guard loading.isDue(at: now) else { return }
        let id = makeAttempt(at: now)
        loading = .underWay(id, since: now, until: now + LinkTiming.loading)
        actions.append(.load(id))
    }

    /// Loads the draft again. A load that is under way serves: it began after whatever made this necessary, or its
    /// snapshot will show the same again.
    mutating func reload() {
        mustLoad = true
    }

    /// How long there has been no live connection.
    func outage(at now: Instant) -> Duration {
        outageSince.map { now - $0 } ?? .zero
    }

    /// Notes a failure and says how long to wait before the next attempt of its kind, at least `wait`.
    mutating func fail(
        _ reason: LinkFailure, at now: Instant, wait: Duration, _ actions: inout [LinkAction]
    ) -> Duration {
        outageSince = outageSince ?? now
        switch reason {
        case .noWebSocket:
            pollFrom = now
            return wait
        case .passing(let offline, let retryAfter):
            failure = offline
            let quiet = min(retryAfter ?? .zero, LinkTiming.retryAfterCap)
            if quiet > .zero { quietUntil = max(quietUntil ?? now, now + quiet) }
            return max(wait, quiet)
        case .final(let reason):
            finish(reason, at: now, &actions)
            return wait
        }
    }

    /// Nothing is tried any more until something changes; whoever may be made a member looks whether they have been.
    private mutating func finish(_ reason: ReadOnlyReason, at now: Instant, _ actions: inout [LinkAction]) {
        end = reason
        if let attempt = pulse?.attempt ?? opening.attempt { actions.append(.closeSocket(attempt)) }
        if let attempt = polling.attempt { actions.append(.cancelPoll(attempt)) }
        pulse = nil
        opening = .ready
        polling = .ready
        isPollHealthy = false
        if mayReturn {
            mustLoad = true
            loading = .waiting(until: now + loadBackoff.next(outage: outage(at: now)))
        }
        let mayRenew = lastRenewal.map { now - $0 >= LinkTiming.renewalSpacing } ?? true
        guard reason == .signInNeeded, mayRenew else { return }
        lastRenewal = now
        actions.append(.renewSignIn)
    }

    /// Starts again after something final changed. Whatever was missed meanwhile is resumed from the position.
    mutating func resume(at now: Instant) {
        guard end != nil else { return }
        end = nil
        failure = nil
        outageSince = now
        loading = .ready
        opening = .ready
        polling = .ready
        isPollBehind = true
        mustLoad = mustLoad || position == nil
        pollFrom = now + LinkTiming.fallback
    }

    /// Brings attempts forward, not so far that held keys become a storm of requests, nor into a time for which the
    /// server has asked to be left alone.
    mutating func hasten(at now: Instant) {
        let spaced = max(now, lastAttempt.map { $0 + LinkTiming.keySpacing } ?? now)
        let moment = max(spaced, quietUntil ?? spaced)
        loading.hasten(to: moment)
        polling.hasten(to: moment)
        // Where polling works nobody waits for the socket, however much is typed.
        if !isPollHealthy { opening.hasten(to: moment) }
    }

    /// A command that the log has not shown in time says that the link, however healthy it looks, is not.
    mutating func proceedCommands(at now: Instant, _ actions: inout [LinkAction]) {
        guard let due = commandDue, due <= now else { return }
        commandDue = now + LinkTiming.commandPatience
        actions.append(.resendCommands)
        if let pulse {
            actions.append(.closeSocket(pulse.attempt))
            drop(at: now)
            openSocket(at: now, &actions)
        } else if let attempt = polling.attempt {
            actions.append(.cancelPoll(attempt))
            polling = .ready
            isPollBehind = true
            proceedPolling(at: now, &actions)
        }
    }
}
