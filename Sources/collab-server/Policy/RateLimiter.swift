import CollabAPI
import DraftCore
import HTTPTypes
import NIOConcurrencyHelpers
import NIOCore

/// How often each user, and each address of those who are nobody yet, may do what.
///
/// Invariant: it remembers `Limits.rateBuckets` buckets at most, and forgets those first that were not asked for lately.
final class RateLimiter: Sendable {
    /// What is counted together. The raw value names the bucket in the `RateLimit` headers.
    enum Kind: String, CaseIterable, Sendable {
        case reads, appends, ring, invites, sockets
        case signIn = "sign-in"
    }

    /// Whom a bucket belongs to.
    enum Holder: Hashable, Sendable {
        case user(UserID)
        case address(ClientAddress)
    }

    private struct Name: Hashable, Sendable {
        let kind: Kind
        let holder: Holder
    }

    private let limits: Limits
    private let isOn: Bool
    private let proxies: ProxyChain?
    private let clock: WallClock
    private let buckets: NIOLockedValueBox<RecentMemory<Name, RateBucket>>

    init(_ configuration: ServerConfiguration, clock: WallClock) {
        limits = configuration.limits
        isOn = configuration.limitsUsers
        proxies = configuration.proxies
        self.clock = clock
        buckets = NIOLockedValueBox(RecentMemory(capacity: limits.rateBuckets))
    }

    /// How many buckets are remembered.
    var count: Int { buckets.withLockedValue(\.count) }

    /// Counts a request.
    /// - Throws: `rate_limited` where there were too many; then it counts for nothing.
    func take(_ kind: Kind, for holder: Holder) throws(Refusal) {
        try ask(kind, for: holder) { bucket, rate, now in bucket.take(rate, at: now) ?? 0 }
    }

    /// Counts a request to `route`, which may count as nothing.
    func take(_ route: Route, for holder: Holder) throws(Refusal) {
        if let kind = Kind(route) { try take(kind, for: holder) }
    }

    /// - Throws: where `take` would; counts nothing.
    func check(_ kind: Kind, for holder: Holder) throws(Refusal) {
        try ask(kind, for: holder) { bucket, rate, now in bucket.wait(rate, at: now) }
    }

    /// - Parameter wait: how long until there is a token.
    private func ask(
        _ kind: Kind, for holder: Holder, _ wait: (inout RateBucket, Rate, Int64) -> Int64
    ) throws(Refusal) {
        guard isOn else { return }
        let (rate, now, name) = (limits.rate(of: kind), microseconds, Name(kind: kind, holder: holder))
        let time = buckets.withLockedValue { buckets in
            var bucket = buckets.lastValue(of: name) ?? RateBucket()
            let time = wait(&bucket, rate, now)
            // One that is full is as good as none.
            if bucket.fullAt > now { buckets.keep(bucket, as: name, until: Timestamp(milliseconds: .max)) }
            return time
        }
        if time > 0 { throw .rateLimited(kind, rate, wait: time) }
    }

    /// Who has shown these credentials, as long as nothing is believed of them.
    func address(of credentials: Credentials) -> Holder {
        .address(proxies?.client(in: credentials) ?? ClientAddress(credentials.peer))
    }

    /// The network address that a request came from, for the audit: where proxies are declared, that of whom they pass on.
    func audited(_ credentials: Credentials) -> String? {
        proxies?.client(in: credentials)?.text ?? credentials.peer?.ipAddress
    }

    /// Whose requests those of a visitor are: guests have no name, and whoever makes links could be as many as they like.
    func holder(of visitor: Visitor, showing credentials: Credentials) -> Holder {
        visitor.userID.map(Holder.user) ?? address(of: credentials)
    }

    private var microseconds: Int64 { clock.now().milliseconds * 1000 }
}

extension Limits {
    fileprivate func rate(of kind: RateLimiter.Kind) -> Rate {
        switch kind {
        case .reads: Rate(perSecond: readsASecond, burst: readsBurst)
        case .appends: Rate(perSecond: appendsASecond, burst: appendsBurst)
        case .ring: Rate(perSecond: ringASecond, burst: ringBurst)
        case .invites: Rate(perSecond: invitesASecond, burst: invitesBurst)
        case .sockets: Rate(perSecond: socketsASecond, burst: socketsBurst)
        case .signIn: Rate(perSecond: signInASecond, burst: signInBurst)
        }
    }
}

extension RateLimiter.Kind {
    private static let table: [(kind: RateLimiter.Kind, routes: [Route])] = [
        (.appends, [Endpoints.append.route, Endpoints.revise.route, Endpoints.strike.route]),
        (
            .ring,
            [
                Endpoints.pass.route, Endpoints.passSmart.route, Endpoints.reclaim.route, Endpoints.createDraft.route,
                Endpoints.updateDraft.route, Endpoints.deleteDraft.route, Endpoints.addCollaborator.route,
                Endpoints.removeCollaborator.route,
            ]
        ),
        (
            .invites,
            [
                Endpoints.makeInvite.route, Endpoints.revokeInvite.route, Endpoints.acceptInvite.route,
                Endpoints.makeShare.route, Endpoints.revokeShare.route,
            ]
        ),
        (.sockets, [Endpoints.socket.route, Endpoints.makeTicket.route]),
        (.signIn, [Endpoints.authConfig.route]),
    ]

    private static let kinds = Dictionary(
        table.flatMap { row in row.routes.map { ($0, row.kind) } }, uniquingKeysWith: { first, _ in first })

    /// Nil for what is never refused: whether the server lives.
    init?(_ route: Route) {
        guard route != Endpoints.health.route, route != Endpoints.ready.route else { return nil }
        self = Self.kinds[route] ?? .reads
    }
}

extension Refusal {
    /// - Parameter wait: microseconds until there is a token.
    fileprivate static func rateLimited(_ kind: RateLimiter.Kind, _ rate: Rate, wait: Int64) -> Refusal {
        let seconds = Int((wait + 999_999) / 1_000_000)
        return limited(
            .rateLimited, kind.rawValue, quota: rate.burst, window: rate.seconds,
            "This is more than the server takes at a time; it goes on in \(seconds) s.", retryAfter: seconds)
    }
}
