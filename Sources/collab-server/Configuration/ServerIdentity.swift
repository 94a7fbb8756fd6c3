import DraftCore

/// What this process tells of itself.
struct ServerIdentity: Sendable {
    static let program = "collab-server"
    static let version = "0.1.0"

    /// Tells this process from every other: so a client knows whether the server it meets is the one it started.
    let instanceID: String

    init() {
        instanceID = Identifier<ServerIdentity>.random().description
    }
}
