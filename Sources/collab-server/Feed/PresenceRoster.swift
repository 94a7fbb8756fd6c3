import DraftCore

/// Who is at a draft, and how lively. Of several connections of one user the liveliest counts.
struct PresenceRoster: Sendable {
    /// One line of the roster.
    struct Entry: Equatable, Sendable {
        let user: UserID
        let state: Presence.State
        let since: Timestamp
    }

    /// Where somebody is seen: on a socket, or by having said so over HTTP.
    enum Source: Hashable, Sendable {
        case connection(ConnectionID)
        case announcement(UserID)
        /// On another server that has the same store.
        case elsewhere(UserID)
    }

    private struct Sighting {
        let user: UserID
        var state: Presence.State
        var expiry: Timestamp?
    }

    /// A reconnect within this time is no leaving.
    static let leavingMilliseconds: Int64 = 8_000
    /// How long an announcement lasts.
    static let announcementMilliseconds: Int64 = 60_000

    private var sightings: [Source: Sighting] = [:]
    private var leaving: [UserID: Timestamp] = [:]
    private var shown: [UserID: Entry] = [:]

    /// In the order of user ids.
    var entries: [Entry] { shown.values.sorted { $0.user < $1.user } }
    /// Whether nobody is at this server, or has just left: whoever is seen elsewhere needs nothing here.
    var isQuietHere: Bool {
        leaving.isEmpty && sightings.keys.allSatisfy { if case .elsewhere = $0 { true } else { false } }
    }

    /// When time alone changes something next.
    var nextDeadline: Timestamp? {
        (Array(leaving.values) + sightings.values.compactMap(\.expiry)).min()
    }

    /// - Returns: whether anybody sees a difference.
    mutating func see(_ user: UserID, _ state: Presence.State, at source: Source, now: Timestamp) -> Bool {
        var expiry: Timestamp?
        if case .announcement = source {
            expiry = Timestamp(milliseconds: now.milliseconds + Self.announcementMilliseconds)
        }
        sightings[source] = Sighting(user: user, state: state, expiry: expiry)
        leaving[user] = nil
        return show(user, now: now)
    }

    /// Who is seen at this server, by the liveliest connection.
    var seenHere: [UserID: Presence.State] {
        var seen: [UserID: Presence.State] = [:]
        for (source, sighting) in sightings {
            if case .elsewhere = source { continue }
            seen[sighting.user] = max(seen[sighting.user] ?? sighting.state, sighting.state)
        }
        return seen
    }

    /// Learns who is seen at all other servers together.
    /// - Returns: whether anybody sees a difference.
    mutating func see(elsewhere: [UserID: Presence.State], now: Timestamp) -> Bool {
        var differs = false
        for (source, sighting) in sightings {
            guard case .elsewhere(let user) = source, elsewhere[user] == nil else { continue }
            sightings[source] = nil
            differs = leftBehind(sighting.user, now: now) || differs
        }
        for (user, state) in elsewhere {
            differs = see(user, state, at: .elsewhere(user), now: now) || differs
        }
        return differs
    }

    /// - Returns: whether anybody sees a difference.
    mutating func lose(_ source: Source, now: Timestamp) -> Bool {
        guard let lost = sightings.removeValue(forKey: source) else { return false }
        return leftBehind(lost.user, now: now)
    }

    /// Takes somebody off at once, however many connections they have.
    mutating func remove(_ user: UserID) -> Bool {
        sightings = sightings.filter { $0.value.user != user }
        leaving[user] = nil
        return shown.removeValue(forKey: user) != nil
    }

    /// Lets time pass.
    /// - Returns: whether anybody sees a difference.
    mutating func advance(to now: Timestamp) -> Bool {
        var differs = false
        for (source, sighting) in sightings where sighting.expiry.map({ $0 <= now }) ?? false {
            sightings[source] = nil
            differs = leftBehind(sighting.user, now: now) || differs
        }
        for (user, deadline) in leaving where deadline <= now {
            leaving[user] = nil
            differs = shown.removeValue(forKey: user) != nil || differs
        }
        return differs
    }

    private mutating func leftBehind(_ user: UserID, now: Timestamp) -> Bool {
        guard !sightings.values.contains(where: { $0.user == user }) else { return show(user, now: now) }
        leaving[user] = Timestamp(milliseconds: now.milliseconds + Self.leavingMilliseconds)
        return false
    }

    private mutating func show(_ user: UserID, now: Timestamp) -> Bool {
        guard let state = sightings.values.lazy.filter({ $0.user == user }).map(\.state).max()
        else { return false }
        guard shown[user]?.state != state else { return false }
        shown[user] = Entry(user: user, state: state, since: now)
        return true
    }
}
