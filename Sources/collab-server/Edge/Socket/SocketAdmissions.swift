import CollabAPI
import DraftCore
import DraftStorage
import HTTPTypes

/// The gate of the live channel: the same checks in the same order as for every other route.
struct SocketAdmissions: Sendable {
    let service: DraftService
    let authenticator: any Authenticator
    let attendance: Attendance
    let sockets: SocketCount
    let limiter: RateLimiter
    let origins: AllowedOrigins
    let clock: WallClock
    let telemetry: Telemetry
    let refusals = GateRefusals()

    /// Lets the visitor in, or throws what the router would throw.
    @Sendable func admit(_ request: SocketRequest) async throws -> SocketAdmission {
        // A page of another site may not open a channel in the name of whoever looks at it.
        try origins.check(request.origin?.page, host: request.origin?.host)
        let visitor = try await authenticator.visitor(showing: request.credentials)
        telemetry.proved(visitor, from: limiter.audited(request.credentials), requestID: request.requestID)
        do {
            try limiter.take(.sockets, for: limiter.holder(of: visitor, showing: request.credentials))
            return try await admit(visitor, request)
        } catch {
            throw SocketDismissal(visitor: visitor, reason: error)
        }
    }

    private func admit(_ visitor: Visitor, _ request: SocketRequest) async throws -> SocketAdmission {
        let seat = SocketCount.Seat(visitor, draftID: DraftID(request.draftID))
        try sockets.take(seat)
        do {
            let stay = try await attendance.enter(visitor)
            do {
                return try await admission(of: stay, in: seat, request)
            } catch {
                attendance.leave(stay)
                throw error
            }
        } catch {
            sockets.leave(seat)
            throw error
        }
    }

    private func admission(
        of stay: Stay, in seat: SocketCount.Seat, _ request: SocketRequest
    ) async throws -> SocketAdmission {
        guard let draftID = seat.draftID else { throw Rejection.missing(.draft) }
        let position = try SocketQuery(QueryReader(request.query)).position
        let feed = service.feeds.hold(draftID)
        do {
            // Held before the store is read: what is committed from here on reaches the feed.
            let stored = try await service.draft(draftID, for: stay.visitor)
            feed.learn(stored)
            await service.names.prepare(stored.draft.people)
            let canServe = try await service.canServe(position, stored)
            telemetry.metrics.socketBeginnings.add([position.since == nil ? "now" : canServe ? "resumed" : "reset"])
            return admission(
                of: stay, in: seat, to: stored, feed, after: canServe ? position.since ?? stored.draft.seq : nil,
                request)
        } catch {
            service.feeds.release(feed)
            throw error
        }
    }

    /// - Parameter cursor: the last event that the reader knows; nil where it has to start again.
    private func admission(
        of stay: Stay, in seat: SocketCount.Seat, to stored: StoredDraft, _ feed: DraftFeed, after cursor: Seq?,
        _ request: SocketRequest
    ) -> SocketAdmission {
        let (draft, connectionID, user) = (stored.draft, ConnectionID.random(), stay.visitor.userID)
        let (service, sockets, attendance) = (service, sockets, attendance)
        if let user { feed.see(user, .here, at: .connection(connectionID)) }
        let presence = feed.presence
        let connected = ConnectedBody(
            draftID: draft.id, userID: user, ts: clock.now(), requestID: request.requestID,
            connectionID: connectionID.description, logID: service.log.logID, seq: draft.seq, hash: stored.hash,
            members: draft.membersInOrder.map { MemberBody($0, names: service.names) }, presence: presence.members)
        var greeting = [EncodedFrame(message: .connected(connected))]
        if cursor == nil {
            greeting.append(EncodedFrame(message: .reset(ResetBody(logID: service.log.logID, seq: draft.seq))))
        }
        let authenticator = authenticator
        return SocketAdmission(
            stay: stay, requestID: request.requestID, connectionID: connectionID, feed: feed, greeting: greeting,
            subscription: Subscription(
                user: user, after: cursor ?? draft.seq, admittedAt: draft.seq,
                presenceVersion: presence.version, typingVersion: presence.typing == nil ? presence.version : 0),
            page: { seq in try await service.entries(of: draft.id, after: seq) },
            renew: { [authenticator] token in
                await Self.renew(stay, by: request.credentials.renewed(by: token), authenticator)
            },
            leave: {
                feed.lose(.connection(connectionID))
                service.feeds.release(feed)
                sockets.leave(seat)
                attendance.leave(stay)
            },
            closes: { [telemetry] in telemetry.metrics.socketClosings.add([String($0.code)]) })
    }

    /// - Returns: false where the token does not prove the same user. One that cannot be judged now changes nothing: what
    ///   holds goes on to hold for its time.
    private static func renew(
        _ stay: Stay, by credentials: Credentials, _ authenticator: any Authenticator
    ) async -> Bool {
        do throws(Refusal) {
            let visitor = try await authenticator.visitor(showing: credentials)
            guard let user = visitor.userID, user == stay.visitor.userID else { return false }
            stay.renew(visitor)
            return true
        } catch {
            return error.code != .unauthorized
        }
    }
}

extension DraftService {
    /// What a live channel is to be sent next.
    fileprivate func entries(of draft: DraftID, after seq: Seq) async throws -> [FeedEntry] {
        let page = try await log.events(
            of: draft, after: seq, limit: limits.socketEventsAPage, byteLimit: limits.socketEventBytesAPage)
        let events = page?.events ?? []
        await names.prepare(events.flatMap(\.event.people))
        return events.map { FeedEntry($0, names: names) }
    }
}
