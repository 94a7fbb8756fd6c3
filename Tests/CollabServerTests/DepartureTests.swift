import CollabTesting
import Dispatch
import DraftCore
import DraftStorage
import Testing

@testable import collab_server

/// What becomes of whoever is there when the server goes.
@Suite struct DepartureTests {
    @Test func `a command that is being written when the server stops is answered and kept`() async throws {
        let server = try await InProcessServer.start()
        let draft = try await server.beginDraft(as: "ada")
        let id = try #require(DraftID(draft))
        // Whoever writes to the file keeps all others waiting.
        let log = try await SQLiteLog.open(path: server.database)
        let (isWriting, mayGoOn) = (AsyncStream.makeStream(of: Void.self), DispatchSemaphore(value: 0))
        let command = Command(actor: .named("ada"), action: .update(DraftUpdate(title: "Held")))
        async let held = log.commit(CommitRequest(command, in: id)) { (_, _, _) throws(Rejection) in
            isWriting.continuation.yield()
            mayGoOn.wait()
            return []
        }
        _ = await isWriting.stream.first { _ in true }

        let writer = try await RawConnection.open(port: server.port)
        let append = HTTPProbe(
            "POST", "/v1/collab/drafts/\(draft)/segments", as: "ada",
            json: #"{"content":"Last words.","idempotency_key":"k"}"#)
        // Two requests in one breath: once the first is answered the second is under way.
        try await writer.send(HTTPProbe("GET", "/healthz").text + append.text)
        #expect(try await writer.nextAnswer()?.status == 200)
        let idle = try await RawConnection.open(port: server.port)
        try await idle.send(HTTPProbe("GET", "/healthz").text)
        #expect(try await idle.nextAnswer()?.status == 200)
        await server.beginStopping()
        // The idle connection is closed once the server has begun to go.
        #expect(try await idle.end() == "")
        mayGoOn.signal()
        _ = try await held

        let answer = try #require(try await writer.nextAnswer())
        #expect(answer.status == 200)
        #expect(try answer.value("data.segments.0.content") == "Last words.")
        try await server.stop()
        #expect(try await log.draft(id)?.draft.segmentCount == 1)
        try await log.close()
    }
}
