import CollabTesting
import Testing

@Suite struct BodyShapeTests {
    @Test(arguments: ["[]", "[null,null]", "1", "\"x\"", "null"])
    func `a body that is no object is refused, also where no field of it is asked for`(body: String) async throws {
        try await InProcessServer.run { server in
            for path in ["/v1/ws/tickets", "/v1/collab/drafts"] {
                let answer = try await server.send("POST", path, as: "ada", json: body)
                #expect(answer.status == 400)
                #expect(try answer.value("detail", as: String.self)?.contains("must be a JSON object") == true)
            }
            #expect(try await server.send("POST", "/v1/ws/tickets", as: "ada", json: "{}").status == 200)
            #expect(try await server.send("POST", "/v1/ws/tickets", as: "ada").status == 200)
        }
    }
}
