import CollabTesting
import Testing

@Suite struct ReadingTests {
    private func draft(_ server: InProcessServer, segments: Int) async throws -> String {
        let draft = try await server.beginDraft(as: "ada", with: ["ben"])
        for number in 0..<segments {
            _ = try await server.send(
                "POST", "/v1/collab/drafts/\(draft)/segments", as: "ada",
                json: #"{"content":"\#(number)","idempotency_key":"k\#(number)"}"#)
        }
        return draft
    }

    @Test(arguments: [
        ("", 0, 5), ("?from=2", 2, 3), ("?from=-2", 3, 2), ("?from=-9", 0, 5), ("?from=1&limit=2", 1, 2),
        ("?limit=0", 0, 0), ("?limit=99999", 0, 5), ("?from=9", 5, 0),
    ])
    func `a page of a manuscript is cut out of the whole`(query: String, from: Int, count: Int) async throws {
        try await InProcessServer.run { server in
            let draft = try await draft(server, segments: 5)
            let answer = try await server.send("GET", "/v1/collab/drafts/\(draft)\(query)", as: "ben")
            #expect(try answer.value("data.segments_from") == from)
            #expect(try answer.value("data.segments", as: [Any].self)?.count == count)
            #expect(try answer.value("data.segment_count") == 5)
        }
    }

    @Test func `a draft that has not changed is not sent again`() async throws {
        try await InProcessServer.run { server in
            let path = "/v1/collab/drafts/" + (try await draft(server, segments: 1))
            let tag = try #require(try await server.send("GET", path, as: "ben").headers["etag"])
            #expect(tag.hasPrefix("W/\""))
            for value in [tag, "\"other\", \(tag)", String(tag.dropFirst(2)), "*"] {
                let answer = try await server.send("GET", path, as: "ben", headers: [("if-none-match", value)])
                #expect(answer.status == 304, "\(value)")
                #expect(answer.headers["etag"] == tag)
            }
            #expect(
                try await server.send("GET", path, as: "ben", headers: [("if-none-match", "\"other\"")]).status == 200)
            let stranger = try await server.send("GET", path, as: "eve", headers: [("if-none-match", tag)])
            #expect(stranger.status == 403)
            _ = try await server.send("PATCH", path, as: "ada", json: #"{"title":"New"}"#)
            #expect(try await server.send("GET", path, as: "ben", headers: [("if-none-match", tag)]).status == 200)
        }
    }

    @Test func `a draft whose invites have changed is sent again, to those who see them`() async throws {
        try await InProcessServer.run { server in
            let path = "/v1/collab/drafts/" + (try await draft(server, segments: 1))
            let share = try await server.send("POST", path + "/shares", as: "ada", json: "{}")
            let token: String = try #require(try share.value("data.token"))
            func read(_ tag: String?) async throws -> HTTPAnswer {
                try await server.send("GET", path, as: "ben", headers: tag.map { [("if-none-match", $0)] } ?? [])
            }
            let before = try #require(try await read(nil).headers["etag"])
            let guests = try #require(try await server.send("GET", path + "?share=\(token)").headers["etag"])
            let made = try await server.send("POST", path + "/invites", as: "ada", json: "{}")
            let invite: String = try #require(try made.value("data.invite_id"))
            let invited = try await read(before)
            #expect(invited.status == 200)
            #expect(try invited.value("data.pending_invites") == [invite])
            let with = try #require(invited.headers["etag"])
            #expect(try await read(with).status == 304)
            let guest = try await server.send(
                "GET", path + "?share=\(token)", headers: [("if-none-match", guests)])
            #expect(guest.status == 304)
            _ = try await server.send("DELETE", path + "/invites/\(invite)", as: "ada")
            #expect(try await read(with).status == 200)
            #expect(try await read(before).status == 304)
        }
    }

    @Test func `the list runs from the most recently active down, page by page`() async throws {
        try await InProcessServer.run { server in
            var drafts: [String] = []
            for number in 0..<5 { drafts.append(try await server.beginDraft(as: "ada", title: "Draft \(number)")) }
            _ = try await server.beginDraft(as: "ben", title: "Not hers")
            var seen: [String] = []
            var query = "?limit=2"
            for _ in 0..<3 {
                let page = try await server.send("GET", "/v1/collab/drafts" + query, as: "ada")
                let count: Int = try #require(try page.value("count"))
                for index in 0..<count { seen.append(try #require(try page.value("data.\(index).draft_id"))) }
                guard let cursor: String = try page.value("next_cursor") else { break }
                query = "?limit=2&cursor=" + cursor
            }
            #expect(seen == drafts.reversed())
        }
    }

    @Test func `the list can be searched by title`() async throws {
        try await InProcessServer.run { server in
            _ = try await server.beginDraft(as: "ada", title: "The Lighthouse")
            _ = try await server.beginDraft(as: "ada", title: "The Boathouse")
            let found = try await server.send("GET", "/v1/collab/drafts?q=lIGHT", as: "ada")
            #expect(try found.value("count") == 1)
            #expect(try found.value("data.0.title") == "The Lighthouse")
            #expect(try found.value("data.0.segments", as: [Any].self)?.isEmpty == true)
        }
    }

    @Test func `an export is the manuscript, or the log for whoever wants to verify it`() async throws {
        try await InProcessServer.run { server in
            let path = "/v1/collab/drafts/" + (try await draft(server, segments: 3)) + "/export"
            #expect(try await server.send("GET", path + "?format=txt", as: "ben").text == "0\n\n1\n\n2")
            #expect(try await server.send("GET", path, as: "ben").text == "# The Lighthouse\n\n0\n\n1\n\n2\n")
            let log = try await server.send("GET", path + "?format=json", as: "ben")
            #expect(try log.value("seq") == 5)
            #expect(try log.value("events.4.event.seq") == 5)
            #expect(try log.value("events.4.content") == "2")
            #expect(try log.value("events.4.hash", as: String.self) == log.value("hash"))
        }
    }

    @Test func `the audit tells the creator who did what, never what was written`() async throws {
        try await InProcessServer.run { server in
            let draft = try await draft(server, segments: 1)
            let audit = try await server.send("GET", "/v1/collab/drafts/\(draft)/audit", as: "ada")
            #expect(try audit.value("data.0.action") == "append")
            #expect(try audit.value("data.0.actor_id") == "ada")
            #expect(!audit.text.contains("content"))
        }
    }

    @Test(arguments: [
        ("md", "text/markdown; charset=utf-8"), ("txt", "text/plain; charset=utf-8"),
        ("json", "application/json; charset=utf-8"),
    ])
    func `an export says what it is and what to call it`(format: String, type: String) async throws {
        try await InProcessServer.run { server in
            let draft = try await draft(server, segments: 1)
            let answer = try await server.send(
                "GET", "/v1/collab/drafts/\(draft)/export?format=\(format)", as: "ben")
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == type)
            #expect(answer.headers["content-disposition"] == "attachment; filename=\"\(draft).\(format)\"")
        }
    }

    @Test func `whoever has an exported log can verify it`() async throws {
        try await InProcessServer.run(configure: { $0["EVENTS_A_PAGE"] = 2 }) { server in
            let draft = try await draft(server, segments: 3)
            let path = "/v1/collab/drafts/\(draft)"
            _ = try await server.send(
                "POST", path + "/segments", as: "ada", json: #"{"content":"\"},\"hash\":\" é🔦","idempotency_key":"x"}"#)
            let export = try await server.send("GET", path + "/export?format=json", as: "ben")
            #expect(SHA256.hex(of: "abc".utf8).hasPrefix("ba7816bf8f01cfea414140de5dae2223"))
            var hash = [UInt8](repeating: 0, count: 32)
            var count = 0
            for line in export.text.split(separator: "\n") {
                // The stored bytes stand between these two marks, unchanged.
                let begin = try #require(line.firstRange(of: #"{"event":"#)).upperBound
                let end = try #require(line.firstRange(of: #"},"hash":""#)).lowerBound
                let stored = Array(line[begin...end].utf8)
                hash = SHA256.digest(of: hash + stored)
                let told: String = try #require(try export.value("events.\(count).hash"))
                #expect(hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == told)
                if let text: String = try export.value("events.\(count).content") {
                    let salt: String = try #require(try export.value("events.\(count).salt"))
                    let bytes = stride(from: 0, to: salt.count, by: 2).map { place in
                        UInt8(salt.dropFirst(place).prefix(2), radix: 16) ?? 0
                    }
                    #expect(bytes.count == 16)
                    #expect(
                        try export.value("events.\(count).event.data.segment.content_sha256")
                            == SHA256.hex(of: bytes + text.utf8))
                }
                count += 1
            }
            #expect(count == 6)
            #expect(try export.value("events.5.content") == "\"},\"hash\":\" é🔦")
            #expect(try export.value("hash") == export.value("events.5.hash", as: String.self))
        }
    }

    @Test func `the audit is read page by page, the newest first`() async throws {
        try await InProcessServer.run(configure: { $0["AUDIT_ROWS_A_PAGE"] = 2 }) { server in
            let path = "/v1/collab/drafts/\(try await draft(server, segments: 3))/audit"
            var seqs: [Int] = []
            var query = ""
            for _ in 0..<4 {
                let page = try await server.send("GET", path + query, as: "ada")
                let rows = try #require(try page.value("data", as: [[String: Any]].self))
                seqs += rows.compactMap { $0["seq"] as? Int }
                guard let cursor: String = try page.value("next_cursor") else { break }
                #expect(rows.count == 2)
                query = "?cursor=" + cursor
            }
            #expect(seqs == [5, 4, 3, 2, 1])
        }
    }
}
