import CollabTesting
import Foundation
import Testing

@testable import collab_server

/// Codes that let people in, and everything that does not.
@Suite(AccessScene.Shared()) struct InviteTests {
    private func stage() async throws -> AccessStage {
        let server = try #require(AccessScene.current).server
        let draft = try await server.beginDraft(as: "ada", with: ["ben"])
        return AccessStage(server: server, draft: draft, creator: "ada", segment: "")
    }

    private func expectNotFound(_ answer: HTTPAnswer, _ comment: Comment = "") throws {
        #expect(answer.status == 404, comment)
        #expect(try answer.errorCode == "not_found", comment)
    }

    @Test func `a friend joins by a code, in the role that it gives`() async throws {
        let stage = try await stage()
        let made = try await stage.ask(
            "POST", "/invites", as: "ada", #"{"role":"viewer","expires_in_hours":1,"max_uses":2}"#)
        #expect(made.headers["cache-control"] == "no-store")
        #expect(try made.value("data.role") == "viewer")
        #expect(try made.value("data.max_uses") == 2)
        #expect(try made.value("data.uses") == 0)
        #expect(try made.value("data.expires_at") == "2026-11-24T11:30:00.000Z")
        let code: String = try #require(try made.value("data.code"))
        let joined = try await stage.accept(code.uppercased().replacing("-", with: ""), as: "eve")
        #expect(joined.status == 200)
        #expect(try joined.value("data.viewers") == ["eve"])
        let list = try await stage.ask("GET", "/invites", as: "ada")
        #expect(try list.value("data.0.uses") == 1)
        #expect(try list.value("data.0.invite_id", as: String.self) == made.value("data.invite_id"))
        #expect(!list.text.contains(code))
        #expect(!list.text.contains("code"))
    }

    @Test func `an invite without a word is for one contributor and a week`() async throws {
        let made = try await stage().ask("POST", "/invites", as: "ada")
        #expect(try made.value("data.role") == "contributor")
        #expect(try made.value("data.max_uses") == 1)
        #expect(try made.value("data.expires_at") == "2026-12-01T10:30:00.000Z")
    }

    @Test(
        arguments: [
            (#"{"role":"creator"}"#, "role"), (#"{"role":"former"}"#, "role"), (#"{"role":"queen"}"#, "role"),
            (#"{"expires_in_hours":0}"#, "expires_in_hours"), (#"{"expires_in_hours":8761}"#, "expires_in_hours"),
            (#"{"expires_in_hours":"1"}"#, "expires_in_hours"), (#"{"expires_in_hours":-1}"#, "expires_in_hours"),
            (#"{"max_uses":0}"#, "max_uses"), (#"{"max_uses":501}"#, "max_uses"),
            (#"{"max_uses":9223372036854775807}"#, "max_uses"), (#"{"max_uses":9223372036854775808}"#, "max_uses"),
            (#"{"max_uses":1.5}"#, "max_uses"), (#"{"max_uses":1e400}"#, "max_uses"),
            (#"{"expires_in_hours":1.5}"#, "expires_in_hours"),
        ] as [(String, String)])
    func `a field that is out of bounds is named, to members only`(json: String, field: String) async throws {
        let stage = try #require(AccessScene.current).stage
        for user in ["ada", "vic"] {
            let answer = try await stage.ask("POST", "/invites", as: user, json)
            #expect(answer.status == 400)
            #expect(try answer.value("error.message", as: String.self)?.contains("'\(field)'") == true)
        }
        #expect(try await stage.ask("POST", "/invites", as: "sam", json).status == 403)
    }

    @Test func `one use lets one person in, who may knock again`() async throws {
        let stage = try await stage()
        let code = try await stage.invite().code
        #expect(try await stage.accept(code, as: "eve").status == 200)
        let seq: Int? = try await stage.ask("GET", "", as: "ada").value("data.seq")
        try expectNotFound(try await stage.accept(code, as: "sam"))
        #expect(try await stage.accept(code, as: "eve").status == 200)
        #expect(try await stage.ask("GET", "", as: "ada").value("data.seq") == seq)
    }

    @Test func `two who race for one use are not both let in`() async throws {
        let stage = try await stage()
        let code = try await stage.invite().code
        async let first = stage.accept(code, as: "eve")
        async let second = stage.accept(code, as: "sam")
        #expect(try await [first.status, second.status].sorted() == [200, 404])
        #expect(try await stage.ask("GET", "", as: "ada").value("data.collaborators", as: [String].self)?.count == 2)
    }

    @Test func `a member keeps their role, whatever another code gives`() async throws {
        let stage = try await stage()
        _ = try await stage.accept(try await stage.invite(role: "viewer").code, as: "eve")
        let write = try await stage.invite(role: "contributor")
        #expect(try await stage.accept(write.code, as: "eve").value("data.viewers") == ["eve"])
        let read = try await stage.invite(role: "viewer")
        #expect(try await stage.accept(read.code, as: "ben").value("data.collaborators") == ["ben"])
        #expect(try await stage.accept(read.code, as: "ada").value("data.creator_id") == "ada")
        #expect(
            try await stage.ask("POST", "/segments", as: "eve", #"{"content":"x","idempotency_key":"k"}"#).status == 403
        )
        #expect(try await stage.ask("GET", "/invites", as: "ada").value("data.0.uses") == 0, "nobody used one up")
    }

    @Test func `whoever was removed does not come back by the code they came by`() async throws {
        let stage = try await stage()
        let code = try await stage.invite(uses: 5).code
        #expect(try await stage.accept(code, as: "eve").status == 200)
        #expect(try await stage.ask("DELETE", "/collaborators/eve", as: "ada").status == 200)
        try expectNotFound(try await stage.accept(code, as: "eve"))
        #expect(try await stage.accept(code, as: "sam").status == 200, "others still do")
        #expect(try await stage.accept(try await stage.invite().code, as: "eve").status == 200, "nor by a new one")
    }

    @Test func `a code that was ended, or whose time is over, or whose draft is gone, is one that never was`()
        async throws
    {
        let clock = TestClock()
        try await InProcessServer.run(clock: clock) { server in
            let draft = try await server.beginDraft(as: "ada")
            let stage = AccessStage(server: server, draft: draft, creator: "ada", segment: "")
            let (ended, later, gone) = (
                try await stage.invite(), try await stage.invite(), try await stage.invite(uses: 9)
            )
            #expect(try await stage.ask("DELETE", "/invites/\(ended.id)", as: "ada").status == 204)
            let afterEnd = try await stage.accept(ended.code, as: "eve")
            try expectNotFound(afterEnd)
            try expectNotFound(try await stage.ask("DELETE", "/invites/\(ended.id)", as: "ada"))
            clock.advance(seconds: 168 * 3_600)
            try expectNotFound(try await stage.accept(later.code, as: "eve"))
            try expectNotFound(try await stage.ask("DELETE", "/invites/\(later.id)", as: "ada"))
            #expect(try await stage.ask("GET", "/invites", as: "ada").text == #"{"data":[]}"#)
            _ = gone
            let fresh = try await stage.invite()
            #expect(try await stage.ask("DELETE", "", as: "ada").status == 204)
            let afterDeletion = try await stage.accept(fresh.code, as: "eve")
            try expectNotFound(afterDeletion)
            let never = try await stage.accept(InviteCode.random().text, as: "eve")
            #expect(
                try Set([afterEnd, afterDeletion, never].map { try $0.value("error.message") ?? "" }).count == 1,
                "who guesses learns nothing")
        }
    }

    @Test(arguments: ["", "x", "00000-00000-00000-00000", "' OR 1=1 --", #"\u0000"#])
    func `a wrong code is not found`(code: String) async throws {
        try expectNotFound(try await #require(AccessScene.current).stage.accept(code, as: "eve"))
    }

    @Test func `an invite of another draft cannot be ended by its id`() async throws {
        let (one, other) = (try await stage(), try await stage())
        let invite = try await other.invite()
        try expectNotFound(try await one.ask("DELETE", "/invites/\(invite.id)", as: "ada"))
        try expectNotFound(try await one.ask("DELETE", "/invites/nonsense", as: "ada"))
        #expect(try await other.accept(invite.code, as: "eve").status == 200)
    }

    @Test func `a draft that takes no text takes people`() async throws {
        let stage = try await stage()
        let code = try await stage.invite(uses: 2).code
        _ = try await stage.ask("PATCH", "", as: "ada", #"{"status":"locked"}"#)
        #expect(try await stage.accept(code, as: "eve").status == 200)
        _ = try await stage.ask("PATCH", "", as: "ada", #"{"status":"completed"}"#)
        #expect(try await stage.accept(code, as: "sam").status == 200)
    }

    @Test func `members see which invites are open, guests do not`() async throws {
        let stage = try await stage()
        let invite = try await stage.invite()
        let share = try await stage.share()
        #expect(try await stage.ask("GET", "", as: "ben").value("data.pending_invites") == [invite.id])
        let other = try await self.stage().invite()
        let list = try await stage.server.send("GET", "/v1/collab/drafts?limit=200", as: "ada")
        let first = try #require(
            try list.value("data", as: [[String: Any]].self)?.first { $0["draft_id"] as? String == stage.draft })
        #expect(first["pending_invites"] as? [String] == [invite.id])
        #expect(list.text.contains(other.id))
        #expect(try await stage.ask("GET", "?share=\(share.token)").value("data.pending_invites") == [String]())
        #expect(try await stage.accept(invite.code, as: "eve").value("data.pending_invites") == [String]())
    }
}
