import NIOCore

/// What one server, one connection, one user and one request may use.
struct Limits: Sendable, Equatable {
    var connections = 12_000
    /// How many connections an address that is not this machine may have.
    var connectionsPerAddress = 1_000
    var sockets = 10_000
    var socketsPerUser = 100
    var socketsPerUserAndDraft = 20
    /// One link may have many readers, and be in the wrong hands.
    var socketsPerShare = 200
    /// Whoever makes many links is not to pass the limit on each.
    var socketsPerShareCreator = 1_000
    /// How many drafts a user may have begun.
    var drafts = 10_000
    var headerSeconds = 10
    var bodySeconds = 30
    var idleSeconds = 75
    var stopSeconds = 10
    var bodyBytes = 1 << 20
    var headerBytes = 32 << 10
    var headerLines = 100
    /// How much of a refused upload is still read, so that its sender sees the answer.
    var drainBytes = 16 << 20
    var drainSeconds = 2
    var messageBytes = 64 << 10
    var pingSeconds = 20
    var silenceSeconds = 60
    var stallSeconds = 30
    /// The longest wait of a poll.
    var waitSeconds = 25
    var draftsAPage = 50
    var draftsAPageAtMost = 200
    /// The longest page of a manuscript.
    var segmentsAPage = 1_000
    /// How many of the last segments stand in the full answer to a change, so that it costs the same in every draft.
    var segmentsAfterChange = 100
    var eventsAPage = 500
    var eventBytesAPage = 4 << 20
    /// How much of the log is in memory at once for a live connection that has to catch up.
    var socketEventsAPage = 200
    var socketEventBytesAPage = 1 << 19
    var auditRowsAPage = 100
    var readsASecond = 50
    var readsBurst = 500
    var appendsASecond = 20
    var appendsBurst = 200
    /// Everything about a draft but its text: ring, members, settings, beginning and deleting it.
    var ringASecond = 5
    var ringBurst = 50
    var invitesASecond = 5
    var invitesBurst = 50
    /// Live connections that are opened.
    var socketsASecond = 5
    var socketsBurst = 50
    /// Questions how to sign in, and credentials and invite codes that are refused.
    var signInASecond = 1
    var signInBurst = 20
    /// How long those who did too much wait for being told so: whoever goes on regardless is slowed down on each of
    /// their connections, and costs others less.
    var refusalMilliseconds = 250
    /// Frames that a live connection sends.
    var framesASecond = 50
    var framesBurst = 500
    /// How many users and addresses are remembered for all these.
    var rateBuckets = 100_000
}

extension Limits {
    /// One limit that can be set from outside.
    struct Bound: Sendable {
        let variable: String
        let value: any WritableKeyPath<Limits, Int> & Sendable
        let range: ClosedRange<Int>

        private init(
            _ name: String, _ value: any WritableKeyPath<Limits, Int> & Sendable, _ range: ClosedRange<Int>
        ) {
            variable = Setting.prefix + "LIMIT_" + name
            self.value = value
            self.range = range
        }

        static let all: [Bound] = [
            Bound("CONNECTIONS", \.connections, 1...1_000_000),
            Bound("CONNECTIONS_PER_ADDRESS", \.connectionsPerAddress, 1...1_000_000),
            Bound("SOCKETS", \.sockets, 1...1_000_000),
            Bound("SOCKETS_PER_USER", \.socketsPerUser, 1...1_000_000),
            Bound("SOCKETS_PER_USER_AND_DRAFT", \.socketsPerUserAndDraft, 1...1_000_000),
            Bound("SOCKETS_PER_SHARE", \.socketsPerShare, 1...1_000_000),
            Bound("SOCKETS_PER_SHARE_CREATOR", \.socketsPerShareCreator, 1...1_000_000),
            Bound("DRAFTS", \.drafts, 1...1_000_000),
            Bound("HEADER_SECONDS", \.headerSeconds, 1...3600),
            Bound("BODY_SECONDS", \.bodySeconds, 1...3600),
            Bound("IDLE_SECONDS", \.idleSeconds, 1...3600),
            Bound("STOP_SECONDS", \.stopSeconds, 1...3600),
            Bound("BODY_BYTES", \.bodyBytes, 1024...(64 << 20)),
            Bound("HEADER_BYTES", \.headerBytes, 1024...(1 << 20)),
            Bound("HEADER_LINES", \.headerLines, 10...1000),
            Bound("DRAIN_BYTES", \.drainBytes, 0...(1 << 30)),
            Bound("DRAIN_SECONDS", \.drainSeconds, 1...60),
            Bound("MESSAGE_BYTES", \.messageBytes, 1024...(1 << 20)),
            Bound("PING_SECONDS", \.pingSeconds, 1...3600),
            Bound("SILENCE_SECONDS", \.silenceSeconds, 1...3600),
            Bound("STALL_SECONDS", \.stallSeconds, 1...3600),
            Bound("WAIT_SECONDS", \.waitSeconds, 1...60),
            Bound("DRAFTS_A_PAGE", \.draftsAPage, 1...1000),
            Bound("DRAFTS_A_PAGE_AT_MOST", \.draftsAPageAtMost, 1...1000),
            Bound("SEGMENTS_A_PAGE", \.segmentsAPage, 1...100_000),
            Bound("SEGMENTS_AFTER_CHANGE", \.segmentsAfterChange, 0...10_000),
            Bound("EVENTS_A_PAGE", \.eventsAPage, 1...10_000),
            Bound("EVENT_BYTES_A_PAGE", \.eventBytesAPage, 1024...(64 << 20)),
            Bound("SOCKET_EVENTS_A_PAGE", \.socketEventsAPage, 1...10_000),
            Bound("SOCKET_EVENT_BYTES_A_PAGE", \.socketEventBytesAPage, 1024...(64 << 20)),
            Bound("AUDIT_ROWS_A_PAGE", \.auditRowsAPage, 1...1000),
            Bound("READS_A_SECOND", \.readsASecond, 1...1_000_000),
            Bound("READS_BURST", \.readsBurst, 1...1_000_000),
            Bound("APPENDS_A_SECOND", \.appendsASecond, 1...1_000_000),
            Bound("APPENDS_BURST", \.appendsBurst, 1...1_000_000),
            Bound("RING_A_SECOND", \.ringASecond, 1...1_000_000),
            Bound("RING_BURST", \.ringBurst, 1...1_000_000),
            Bound("INVITES_A_SECOND", \.invitesASecond, 1...1_000_000),
            Bound("INVITES_BURST", \.invitesBurst, 1...1_000_000),
            Bound("SOCKETS_A_SECOND", \.socketsASecond, 1...1_000_000),
            Bound("SOCKETS_BURST", \.socketsBurst, 1...1_000_000),
            Bound("SIGN_IN_A_SECOND", \.signInASecond, 1...1_000_000),
            Bound("SIGN_IN_BURST", \.signInBurst, 1...1_000_000),
            Bound("REFUSAL_MILLISECONDS", \.refusalMilliseconds, 0...10_000),
            Bound("FRAMES_A_SECOND", \.framesASecond, 1...1_000_000),
            Bound("FRAMES_BURST", \.framesBurst, 1...1_000_000),
            Bound("RATE_BUCKETS", \.rateBuckets, 100...10_000_000),
        ]
    }
}

extension TimeAmount {
    static func seconds(_ amount: Int) -> TimeAmount { .seconds(Int64(amount)) }
}
