import CollabAPI

// The live connection.
extension LinkMachine {
    mutating func takeSocket(_ input: LinkInput, at now: Instant, _ actions: inout [LinkAction]) {
        switch input {
        case .socketWelcomed(let id) where id == opening.attempt:
            opening = .ready
            pulse = Pulse(id, at: now)
            failure = nil
            isPollHealthy = false
        case .socketHeard(let id) where id == pulse?.attempt:
            pulse?.heard()
        case .socketPonged(let id) where id == pulse?.attempt:
            pulse?.ponged(at: now)
        case .socketReset(let id) where id == pulse?.attempt:
            reload()
        case .socketEnded(let id, let reason) where id == opening.attempt:
            opening = .ready
            let wait = fail(reason, at: now, wait: socketBackoff.next(outage: outage(at: now)), &actions)
            opening = .waiting(until: now + wait)
        case .socketEnded(let id, let reason) where id == pulse?.attempt:
            lose(reason, at: now, &actions)
        default:
            break
        }
    }

    mutating func proceedSocket(at now: Instant, _ actions: inout [LinkAction]) {
        if var beating = pulse {
            if beating.isDead(at: now) {
                actions.append(.closeSocket(beating.attempt))
                lose(.passing(.silent), at: now, &actions)
                return
            }
            if beating.pings(at: now) { actions.append(.ping(beating.attempt)) }
            pulse = beating
            return
        }
        if opening.isOverdue(at: now), let attempt = opening.attempt {
            actions.append(.closeSocket(attempt))
            let wait = fail(.passing(.silent), at: now, wait: socketBackoff.next(outage: outage(at: now)), &actions)
            opening = .waiting(until: now + wait)
        }
        if isFollowing && opening.isDue(at: now) { openSocket(at: now, &actions) }
    }

    mutating func openSocket(at now: Instant, _ actions: inout [LinkAction]) {
        guard let position, isFollowing else { return }
        let id = makeAttempt(at: now)
        opening = .underWay(id, since: now, until: now + LinkTiming.opening)
        actions.append(.openSocket(id, from: position))
    }

    /// The live socket is gone; what is shown is "connecting" until an attempt to return fails.
    mutating func drop(at now: Instant) {
        if let pulse, now - pulse.since >= LinkTiming.settled {
            socketBackoff.reset()
            pollBackoff.reset()
            outageSince = nil
        }
        outageSince = outageSince ?? now
        pulse = nil
        failure = nil
        pollFrom = now + LinkTiming.fallback
        polling = .ready
        isPollBehind = true
    }

    private mutating func lose(_ reason: LinkFailure, at now: Instant, _ actions: inout [LinkAction]) {
        drop(at: now)
        let wait = fail(reason, at: now, wait: socketBackoff.next(outage: outage(at: now)), &actions)
        failure = nil
        opening = .waiting(until: now + wait)
    }
}
