import CollabAPI
import Foundation
import Testing

/// `docs/openapi.yaml` against the endpoints that the server matches and the client calls.
@Suite struct OpenAPITests {
    let spec = Spec.written

    @Test func `the spec has the routes of the wire, no more and no fewer`() {
        let written = spec.operations.map(\.name)
        #expect(Set(written) == Set(Endpoints.allRoutes.map { "\($0.method.rawValue) \($0.template)" }))
        #expect(Set(written).count == written.count)
    }

    @Test func `the spec has the error codes of the wire, no more and no fewer`() {
        let codes = spec.values(of: "ErrorCode")
        #expect(Set(codes) == Set(ErrorCode.allCases.map(\.rawValue)))
        let told = spec.root["components"]["responses"].fields.compactMap { $0.value["description"].text }.joined()
        let untold = codes.filter { !told.contains("`\($0)`") }
        #expect(untold == [], "every answer says which codes it has")
    }

    @Test func `the spec has the event types of the wire, no more and no fewer`() {
        #expect(Set(spec.values(of: "EventType")) == Set(EventKind.allCases.map(\.rawValue)))
    }

    @Test func `every status of an error is one that a route answers, but 405`() {
        let answered = spec.operations.reduce(into: Set<String>()) { $0.formUnion($1.statuses) }
        let statuses = Set(ErrorCode.allCases.map { String($0.status) })
        #expect(statuses.subtracting(answered) == ["405"], "a path's own methods never answer 405")
    }

    @Test func `every route has a name of its own and says how it fails`() {
        let names = spec.operations.compactMap { $0.node["operationId"].text }
        #expect(Set(names).count == Endpoints.allRoutes.count)
        for operation in spec.operations {
            let isOpen = !operation.path.hasPrefix("/v1")
            let common: Set = isOpen ? ["431", "500"] : ["401", "403", "431", "500", "503"]
            #expect(operation.statuses.isSuperset(of: common), "\(operation.name)")
            let isHealth = operation.path == "/healthz" || operation.path == "/readyz"
            #expect(operation.statuses.contains("429") != isHealth, "\(operation.name)")
            #expect((operation.node["security"].text == "[]") == isOpen, "\(operation.name)")
            let takesBody = ["POST", "PATCH"].contains(operation.method)
            #expect(operation.statuses.isSuperset(of: ["413", "415"]) == takesBody, "\(operation.name)")
            #expect((operation.node["requestBody"].keys != []) == takesBody, "\(operation.name)")
            let namesDraft = operation.path.contains("{draft_id}")
            #expect(!namesDraft || operation.statuses.contains("404"), "\(operation.name)")
        }
    }

    @Test func `every refusal is in the envelope of errors`() {
        var count = 0
        for operation in spec.operations {
            for status in operation.statuses where status >= "400" {
                let schema = spec.answer(status, of: operation)["content"]["application/json"]["schema"]
                #expect(schema.reference == "#/components/schemas/Error", "\(operation.name) \(status)")
                count += 1
            }
        }
        #expect(count > 100)
    }

    @Test func `short answers are asked for where there are any, and nowhere else`() {
        let short = [
            Endpoints.appendMinimal.route, Endpoints.reviseMinimal.route, Endpoints.strikeMinimal.route,
            Endpoints.passMinimal.route, Endpoints.passSmartMinimal.route, Endpoints.reclaimMinimal.route,
        ]
        let asked = spec.operations.filter { $0.parameters.contains { $0["name"].text == "Prefer" } }
        #expect(Set(asked.map(\.name)) == Set(short.map { "\($0.method.rawValue) \($0.template)" }))
    }

    @Test func `an answer of a limit says which one it was and when to ask again`() throws {
        let answer = spec.root["components"]["responses"]["LimitExceeded"]
        #expect(Set(answer["headers"].keys).isSuperset(of: ["Retry-After", "RateLimit", "RateLimit-Policy"]))
        let policies = try Repository.text("Sources/collab-server/Edge/Refusal.swift")
            .matches(of: /limitExceeded\("([\w-]+)"/).map { String($0.1) }
        #expect(policies.count >= 5)
        let kinds = try Repository.text("Sources/collab-server/Policy/RateLimiter.swift")
            .matches(of: /\n {8}case (.+)/).prefix(2).flatMap { $0.1.split(separator: ", ") }
            .map { $0.hasPrefix("signIn") ? "sign-in" : $0 }
        #expect(kinds.count == 6)
        for policy in policies + kinds.map(String.init) {
            #expect(answer["description"].text?.contains("`\(policy)`") == true, "\(policy)")
        }
    }

    @Test func `every name in a path is a parameter`() {
        for operation in spec.operations {
            let named = Set(operation.path.matches(of: /\{(\w+)\}/).map { String($0.1) })
            let inPath = operation.parameters.filter { $0["in"].text == "path" }.compactMap { $0["name"].text }
            #expect(Set(inPath) == named, "\(operation.name)")
        }
    }

    @Test func `queries have the fields that the server reads`() throws {
        try expectQuery(of: Endpoints.createDraft)
        try expectQuery(of: Endpoints.listDrafts, refused: ["wait", "after"])
        try expectQuery(of: Endpoints.getDraft)
        try expectQuery(of: Endpoints.updateDraft)
        try expectQuery(of: Endpoints.deleteDraft)
        try expectQuery(of: Endpoints.exportDraft)
        try expectQuery(of: Endpoints.audit)
        try expectQuery(of: Endpoints.append)
        try expectQuery(of: Endpoints.revise)
        try expectQuery(of: Endpoints.strike)
        try expectQuery(of: Endpoints.pass)
        try expectQuery(of: Endpoints.passSmart)
        try expectQuery(of: Endpoints.reclaim)
        try expectQuery(of: Endpoints.addCollaborator)
        try expectQuery(of: Endpoints.removeCollaborator)
        try expectQuery(of: Endpoints.reportPresence)
        try expectQuery(of: Endpoints.makeInvite)
        try expectQuery(of: Endpoints.listInvites)
        try expectQuery(of: Endpoints.revokeInvite)
        try expectQuery(of: Endpoints.acceptInvite)
        try expectQuery(of: Endpoints.makeShare)
        try expectQuery(of: Endpoints.listShares)
        try expectQuery(of: Endpoints.revokeShare)
        try expectQuery(of: Endpoints.events)
        try expectQuery(of: Endpoints.socket)
        try expectQuery(of: Endpoints.me)
        try expectQuery(of: Endpoints.makeTicket)
        try expectQuery(of: Endpoints.authConfig)
        try expectQuery(of: Endpoints.keys)
        try expectQuery(of: Endpoints.metrics)
    }

    /// Lets the endpoint's own type read a query and watches which names it asks for.
    private func expectQuery<Query, Body, Answer>(
        of endpoint: Endpoint<Query, Body, Answer>, refused: Set<String> = []
    ) throws {
        var asked: Set<String> = []
        _ = try Query(
            QueryReader { name in
                asked.insert(name)
                return name == "idempotency_key" ? "k" : nil
            })
        let operation = try #require(spec.operation(endpoint.route))
        #expect(operation.queryNames == asked.subtracting(refused), "\(operation.name)")
    }
}
