import CollabAPI

// The same events without a socket.
extension LinkMachine {
    mutating func takePolling(_ input: LinkInput, at now: Instant, _ actions: inout [LinkAction]) {
        guard case .underWay(let attempt, let since, _) = polling else { return }
        switch input {
        case .pollAnswered(attempt, let isBehind, let isNews):
            pollSucceeded()
            isPollBehind = isBehind
            let spacing = isNews ? LinkTiming.newsSpacing : LinkTiming.pollSpacing
            polling = isBehind ? .ready : .waiting(until: max(now, since + spacing))
        case .pollReset(attempt):
            pollSucceeded()
            polling = .ready
            isPollBehind = true
            reload()
        case .pollFailed(attempt, let reason):
            pollFailed(reason, at: now, &actions)
        default:
            break
        }
    }

    mutating func proceedPolling(at now: Instant, _ actions: inout [LinkAction]) {
        guard pulse == nil else {
            if let attempt = polling.attempt { actions.append(.cancelPoll(attempt)) }
            polling = .ready
            isPollBehind = true
            return
        }
        if polling.isOverdue(at: now), let attempt = polling.attempt {
            actions.append(.cancelPoll(attempt))
            pollFailed(.passing(.silent), at: now, &actions)
        }
        guard end == nil, let position, isFollowing, pollFrom.map({ $0 <= now }) ?? false, polling.isDue(at: now) else {
            return
        }
        let id = makeAttempt(at: now)
        // The first poll is not held, so that it is known at once whether polling works.
        let waits = isPollHealthy && !isPollBehind
        let patience = LinkTiming.pollPatience + (waits ? LinkTiming.pollWait : .zero)
        polling = .underWay(id, since: now, until: now + patience)
        actions.append(.poll(id, from: position, waits: waits))
    }

    private mutating func pollSucceeded() {
        isPollHealthy = true
        failure = nil
        pollBackoff.reset()
    }

    private mutating func pollFailed(_ reason: LinkFailure, at now: Instant, _ actions: inout [LinkAction]) {
        isPollHealthy = false
        isPollBehind = true
        polling = .ready
        let wait = fail(reason.withoutSocket, at: now, wait: pollBackoff.next(outage: outage(at: now)), &actions)
        polling = .waiting(until: now + wait)
    }
}
