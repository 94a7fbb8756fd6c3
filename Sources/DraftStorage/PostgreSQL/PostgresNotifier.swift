import DraftCore

/// Tells the other servers that something has changed, after it is on disk.
///
/// Invariant: never inside the transaction, where NOTIFY takes a lock on the whole cluster and undoes the group commit.
/// While one notification is under way the next drafts gather, so a busy server sends few.
actor PostgresNotifier {
    static let channel = "draft_news"
    /// A notification holds 8,000 bytes, an id 37 with its comma.
    private static let idsAtOnce = 200

    enum Kind: String, CaseIterable, Sendable {
        case drafts
        case presence
    }

    private let worker: PostgresWorker
    /// Tells this server's own notifications from those of others.
    private let sender: String
    private var waiting: [Kind: Set<DraftID>] = [:]
    private var sending: Task<Void, Never>?

    init(_ worker: PostgresWorker, sender: String) {
        self.worker = worker
        self.sender = sender
    }

    func tell(_ kind: Kind, _ draft: DraftID) {
        waiting[kind, default: []].insert(draft)
        if sending == nil { sending = Task { await sendAll() } }
    }

    /// Sends what is left and lets the connection go.
    func close() async {
        await sending?.value
        await worker.close()
    }

    private func sendAll() async {
        while let (kind, drafts) = waiting.first {
            waiting[kind] = nil
            let ids = drafts.map(\.description)
            let payloads = stride(from: 0, to: ids.count, by: Self.idsAtOnce).map { start in
                ([sender, kind.rawValue] + ids[start..<min(start + Self.idsAtOnce, ids.count)]).joined(separator: ",")
            }
            // A hint that is lost is made up for by the next look of the others.
            _ = try? await worker.run(by: .now + .seconds(2)) { session in
                try session.exchange(
                    payloads.map { PostgresStatement("SELECT pg_notify($1, $2)", [.text(Self.channel), .text($0)]) }
                ).count
            }
        }
        sending = nil
    }

    /// Reads a notification.
    /// - Returns: nil where it is this server's own, or nobody's of this program.
    static func read(_ payload: String, except sender: String) -> StoreNews? {
        let words = payload.split(separator: ",")
        guard words.count > 2, words[0] != sender, let kind = Kind(rawValue: String(words[1])) else { return nil }
        let ids = Set(words.dropFirst(2).compactMap { DraftID($0) })
        switch kind {
        case .drafts: return .drafts(ids)
        case .presence: return .presence(ids)
        }
    }
}
