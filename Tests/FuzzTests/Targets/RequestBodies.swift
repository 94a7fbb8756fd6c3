import CollabAPI
import CollabTesting
import DraftCore
import Foundation
import HTTPTypes
import Synchronization

/// Requests with any path, query, headers and body, one after the other about one new draft, to the server's own router with
/// a database below it: no answer is a failure of the server, every refusal is the envelope of an error, and every answer
/// is one that a client reads.
///
/// An input is requests, each ended by the byte 0x1E: a byte for the route, one for who asks, a line of query, a line of
/// a header, and the body. It is taken where all are obeyed.
final class RequestBodies: FuzzTarget {
    /// So many drafts are made on one server, then there is a new one: a database would grow without end.
    private static let draftsAServer = 200
    private static let longest = 20
    // Those that wait for news are left out: they would wait.
    private static let routes = Endpoints.allRoutes.filter {
        ![Endpoints.events.route, Endpoints.socket.route].contains($0)
    }

    private let place: Mutex<(server: RouterStage, drafts: Int)>

    init() throws {
        place = Mutex((try RouterStage(), 0))
    }

    func run(_ input: FuzzInput) -> Bool {
        do {
            var conversation = try RequestConversation(on: try server())
            var input = input
            var isObeyed = true
            for _ in 0..<Self.longest where !input.rest.isEmpty {
                var request = FuzzInput(Array(input.part(before: 0x1E)))
                let route = request.choice(of: Self.routes)
                let user = request.choice(of: ["ana", "ben", "mallory", nil])
                let (query, header) = (request.line(), request.line())
                let answer = try conversation.ask(
                    route, by: user, query: Self.visible(query), header: Self.visible(header), body: Array(request.rest)
                )
                isObeyed = check(answer, to: route) && isObeyed
            }
            return isObeyed
        } catch {
            fatalError("FINDING: the router failed: \(error)")
        }
    }

    private func server() throws -> RouterStage {
        try place.withLock { place in
            if place.drafts == Self.draftsAServer {
                try place.server.close()
                place = (try RouterStage(), 0)
            }
            place.drafts += 1
            return place.server
        }
    }

    /// What the parser of HTTP lets through.
    private static func visible(_ bytes: ArraySlice<UInt8>) -> String {
        String(bytes.map { (0x21...0x7E).contains($0) ? Character(Unicode.Scalar($0)) : "%" })
    }

    /// - Returns: whether the request was obeyed.
    private func check(_ answer: RouterStage.Answer, to route: Route) -> Bool {
        claim(answer.status < 500, "\(route.method) \(route.template) is answered \(answer.status)")
        if answer.status < 400 {
            claim(RequestConversation.isReadable(answer, to: route), "no client reads what \(route.template) answers")
            return true
        }
        guard let body = try? WireCoding.decode(ErrorBody.self, from: Data(answer.body)) else {
            fatalError("FINDING: \(answer.status) without the envelope of errors")
        }
        claim(body.code?.status == answer.status, "an error of another status: \(answer.status) \(body.error.code)")
        claim(!body.detail.unicodeScalars.contains { $0.properties.generalCategory == .control }, "a raw control")
        return false
    }
}

/// Requests about a draft of its own, which Ana and Ben write; what they make can be named by those after them.
private struct RequestConversation {
    private let server: RouterStage
    private var ids: [Route.Parameter: String]

    init(on server: RouterStage) throws {
        self.server = server
        ids = [.userID: "ben", .inviteID: UUID().uuidString, .shareID: UUID().uuidString]
        let created = try ask(
            Endpoints.createDraft.route, by: "ana", body: Array(#"{"title":"A","initial_segment":"Once."}"#.utf8))
        claim(created.status == 200, "Ana cannot begin a draft: \(String(decoding: created.body, as: UTF8.self))")
        let draft = try WireCoding.decode(DataBody<DraftBody>.self, from: Data(created.body)).data
        ids[.draftID] = draft.draftID.description
        ids[.segmentID] = draft.segments.first?.segmentID.description
        let joined = try ask(
            Endpoints.addCollaborator.route, by: "ana", body: Array(#"{"collaborator_id":"ben"}"#.utf8))
        claim(joined.status == 200, "Ben cannot join: \(String(decoding: joined.body, as: UTF8.self))")
    }

    mutating func ask(
        _ route: Route, by user: String?, query: String = "", header: String = "", body: [UInt8]
    ) throws -> RouterStage.Answer {
        var headers: HTTPFields = [.contentType: "application/json"]
        if let user, let name = HTTPField.Name("X-User-Id") { headers[name] = user }
        let parts = header.split(separator: ":", maxSplits: 1).map(String.init)
        if parts.count == 2, let name = HTTPField.Name(parts[0]) { headers[name] = parts[1] }
        let path = route.path(ids) + (query.isEmpty ? "" : "?" + query)
        let answer = try server.answer(to: route, at: path, headers, body)
        if route == Endpoints.makeInvite.route {
            keep(InviteBody.self, of: answer, as: .inviteID) { $0.inviteID.description }
        }
        if route == Endpoints.makeShare.route {
            keep(ShareBody.self, of: answer, as: .shareID) { $0.shareID.description }
        }
        return answer
    }

    private mutating func keep<Body: Codable & Hashable & Sendable>(
        _ type: Body.Type, of answer: RouterStage.Answer, as parameter: Route.Parameter, _ id: (Body) -> String
    ) {
        guard let made = try? WireCoding.decode(DataBody<Body>.self, from: Data(answer.body)) else { return }
        ids[parameter] = id(made.data)
    }

    /// Whether the answer is what the client decodes there.
    static func isReadable(_ answer: RouterStage.Answer, to route: Route) -> Bool {
        // Whoever leaves gets no draft to read.
        if answer.status == 204 { return answer.body.isEmpty }
        guard let read = readers[route] else { return true }
        do {
            try read(Data(answer.body))
            return true
        } catch {
            return false
        }
    }

    private static let readers: [Route: @Sendable (Data) throws -> Void] = {
        var readers: [Route: @Sendable (Data) throws -> Void] = [:]
        func add<Query, Body, Answer>(_ endpoint: Endpoint<Query, Body, Answer>) {
            readers[endpoint.route] = { _ = try WireCoding.decode(Answer.self, from: $0) }
        }
        add(Endpoints.createDraft)
        add(Endpoints.listDrafts)
        add(Endpoints.getDraft)
        add(Endpoints.updateDraft)
        add(Endpoints.audit)
        add(Endpoints.makeInvite)
        add(Endpoints.listInvites)
        add(Endpoints.acceptInvite)
        add(Endpoints.makeShare)
        add(Endpoints.listShares)
        add(Endpoints.addCollaborator)
        add(Endpoints.removeCollaborator)
        add(Endpoints.me)
        add(Endpoints.makeTicket)
        add(Endpoints.authConfig)
        return readers
    }()
}
