import CollabAPI
import Testing

/// Who may do what: the one table that the server is held to and that `docs/AUTH.md` shows.
enum AccessTable {
    /// A kind of caller.
    enum Caller: String, CaseIterable, Sendable {
        case nobody
        case badBearer = "bad bearer"
        case stranger, former, viewer, contributor, holder, creator, guest
        case otherGuest = "other guest"
        case endedShare = "ended share"
    }

    /// What one route answers to every kind of caller.
    struct Row: Sendable, CustomTestStringConvertible {
        let route: Route
        /// What is asked, where that makes a difference.
        let note: String
        /// What stands behind the `?`.
        let query: String
        let json: String?
        private let answers: [String]

        /// - Parameter answers: in the order of `Caller`, a status each; `ring` is 403 `ring_required`.
        init(_ route: Route, _ answers: String, note: String = "", query: String = "", json: String? = nil) {
            self.route = route
            self.note = note
            self.query = query
            self.json = json
            self.answers = answers.split(separator: " ").map(String.init)
        }

        var testDescription: String { "\(route.method.rawValue) \(route.template) \(note)" }

        /// The status and, of an error, the code.
        func answer(to caller: Caller) -> (status: Int, code: String?) {
            guard let index = Caller.allCases.firstIndex(of: caller), answers.indices.contains(index) else {
                return (0, nil)
            }
            switch answers[index] {
            case "401": return (401, "unauthorized")
            case "403": return (403, "forbidden")
            case "ring": return (403, "ring_required")
            case "409": return (409, "conflict")
            case "426": return (426, "upgrade_required")
            case let other: return (Int(other) ?? 0, nil)
            }
        }

        fileprivate var line: String {
            let path = "`\(route.method.rawValue) \(route.template)`" + (note.isEmpty ? "" : " \(note)")
            let cells = answers.map { $0 == "ring" ? "403 ring" : $0 }
            return "| " + ([path] + cells).joined(separator: " | ") + " |"
        }
    }

    //                         nobody  stranger viewer  holder  guest   ended
    //                             bearer  former  contrib creator other
    private static let open = "200 200 200 200 200 200 200 200 200 200 200"
    private static let users = "401 401 200 200 200 200 200 200 403 403 401"
    private static let readers = "401 401 403 403 200 200 200 200 200 403 401"
    private static let creator = "401 401 403 403 403 403 403 200 403 403 401"
    private static let creatorEnds = "401 401 403 403 403 403 403 204 403 403 401"
    private static let ring = "401 401 403 403 403 ring 200 ring 403 403 401"
    private static let passing = "401 401 403 403 403 403 200 403 403 403 401"

    static let rows: [Row] = [
        Row(Endpoints.health.route, open),
        Row(Endpoints.ready.route, open),
        Row(Endpoints.authConfig.route, open),
        Row(
            Endpoints.keys.route, open.replacing("200", with: "404"),
            note: "of a server that never made a token; else 404 is 200"),
        Row(Endpoints.metrics.route, "200 401 200 200 200 200 200 200 200 200 200", note: "from the server's machine"),
        Row(Endpoints.me.route, users),
        Row(Endpoints.makeTicket.route, users),
        Row(Endpoints.listDrafts.route, users),
        Row(Endpoints.createDraft.route, users, json: #"{"title":"T"}"#),
        Row(Endpoints.acceptInvite.route, users, note: "with a code that works", json: #"{"code":"CODE"}"#),
        Row(Endpoints.getDraft.route, readers),
        Row(Endpoints.events.route, readers),
        Row(Endpoints.exportDraft.route, readers),
        Row(
            Endpoints.socket.route, readers.replacing("200", with: "426"),
            note: "without an upgrade; with one, 426 is 101"),
        Row(Endpoints.append.route, ring, json: #"{"content":"x","idempotency_key":"KEY"}"#),
        Row(Endpoints.revise.route, ring, json: #"{"content":"x","idempotency_key":"KEY"}"#),
        Row(Endpoints.strike.route, ring, query: "idempotency_key=KEY"),
        Row(Endpoints.pass.route, passing, json: #"{"to_user_id":"cleo","idempotency_key":"KEY"}"#),
        Row(Endpoints.passSmart.route, passing, json: #"{"idempotency_key":"KEY"}"#),
        Row(Endpoints.reclaim.route, creator, json: #"{"idempotency_key":"KEY"}"#),
        Row(Endpoints.updateDraft.route, creator, json: #"{"title":"U"}"#),
        Row(Endpoints.deleteDraft.route, creatorEnds),
        Row(Endpoints.audit.route, creator),
        Row(Endpoints.addCollaborator.route, creator, json: #"{"collaborator_id":"dora"}"#),
        Row(Endpoints.removeCollaborator.route, creator, note: "somebody else"),
        Row(
            Endpoints.removeCollaborator.route, "401 401 403 403 204 204 204 409 403 403 401", note: "oneself"),
        Row(
            Endpoints.reportPresence.route, "401 401 403 403 204 204 204 204 403 403 401",
            json: #"{"state":"here"}"#),
        Row(Endpoints.makeInvite.route, creator, json: "{}"),
        Row(Endpoints.listInvites.route, creator),
        Row(Endpoints.revokeInvite.route, creatorEnds),
        Row(Endpoints.makeShare.route, creator, json: "{}"),
        Row(Endpoints.listShares.route, creator),
        Row(Endpoints.revokeShare.route, creatorEnds),
    ]

    /// The table as `docs/AUTH.md` shows it.
    static var markdown: String {
        let callers = Caller.allCases.map(\.rawValue)
        let head = "| " + (["route"] + callers).joined(separator: " | ") + " |"
        let rule = "|" + String(repeating: "---|", count: callers.count + 1)
        return ([head, rule] + rows.map(\.line)).joined(separator: "\n")
    }
}
