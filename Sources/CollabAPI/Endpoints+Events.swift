extension Endpoints {
    /// What happened since, for those without a socket.
    public static let events = Endpoint<EventsQuery, EmptyBody, EventsAnswer>(.get, draft + "/events")
    /// The live channel; upgrades to a WebSocket.
    public static let socket = Endpoint<SocketQuery, EmptyBody, EmptyBody>(.get, "/v1/ws/drafts/{draft_id}")
    /// Whether the process runs.
    public static let health = Endpoint<NoQuery, EmptyBody, HealthBody>(.get, "/healthz")
    /// Whether the process can serve.
    public static let ready = Endpoint<NoQuery, EmptyBody, ReadyBody>(.get, "/readyz")

    /// What monitoring reads, as Prometheus has it; for programs on the server's machine and whoever shows the token.
    public static let metrics = Endpoint<NoQuery, EmptyBody, EmptyBody>(.get, "/metrics")

    /// Every route that the server answers.
    public static let allRoutes: [Route] = [
        createDraft.route, listDrafts.route, getDraft.route, updateDraft.route, deleteDraft.route, exportDraft.route,
        audit.route, append.route, revise.route, strike.route, pass.route, passSmart.route, reclaim.route,
        addCollaborator.route, removeCollaborator.route, reportPresence.route, events.route, socket.route,
        makeInvite.route, listInvites.route, revokeInvite.route, acceptInvite.route, makeShare.route, listShares.route,
        revokeShare.route,
        me.route, makeTicket.route, authConfig.route, keys.route, health.route, ready.route,
        metrics.route,
    ]
}

/// Which process answers.
public struct HealthBody: Codable, Hashable, Sendable {
    public var status: String
    public var program: String
    public var version: String
    public var instanceID: String

    enum CodingKeys: String, CodingKey {
        case status, program, version
        case instanceID = "instance_id"
    }

    /// A process that runs.
    public init(program: String, version: String, instanceID: String) {
        status = "ok"
        self.program = program
        self.version = version
        self.instanceID = instanceID
    }
}

/// Whether a process can serve, and what its operator should know.
public struct ReadyBody: Codable, Hashable, Sendable {
    public var status: String
    public var store: String
    public var warnings: [String]

    /// `status` is `ready`; a process that is not ready answers with the envelope of errors.
    public init(status: String, store: String, warnings: [String]) {
        self.status = status
        self.store = store
        self.warnings = warnings
    }
}
