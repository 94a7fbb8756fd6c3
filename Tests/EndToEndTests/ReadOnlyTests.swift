import CollabAPI
import CollabClient
import CollabTesting
import DraftCore
import Testing

/// Those who may not write, in a real terminal: they read on, are told why, and write as soon as they may.
@Suite(.serialized) struct ReadOnlyTests {
    @Test func `a viewer reads, is promoted, and writes without a restart`() async throws {
        try await TwoWritersTests.scene { scene in
            _ = try await scene.client.add(ben, to: scene.draft, as: .viewer)
            let screen = try Screen(editorOf: "ben", draft: "\(scene.draft)", at: scene.server.url, in: scene.home)
            try await screen.shows("⊘ read-only", "its creator can make you a contributor")
            try screen.type("For later.")
            try screen.press("C-s")
            try await screen.shows("You may read this draft, not write in it.", "│ For later.")
            _ = try await scene.client.add(ben, to: scene.draft, as: .contributor)
            try await screen.shows("You may write in this draft now.", "● live")
            try await scene.client.passRing(of: scene.draft, to: ben)
            try await screen.shows("you hold the ring")
            try screen.press("C-s")
            try await screen.shows("   For later.")
            try await eventually("the segment is in the log") {
                try await scene.client.draft(scene.draft).segments.map(\.content) == ["For later."]
            }
            _ = try await scene.client.add(ben, to: scene.draft, as: .viewer)
            try await screen.shows("⊘ read-only", "You may only read this draft now.", "ana holds the ring")
        }
    }

    @Test func `who is removed and added again goes on with the same words`() async throws {
        try await TwoWritersTests.scene { scene in
            _ = try await scene.client.add(ben, to: scene.draft)
            let screen = try Screen(editorOf: "ben", draft: "\(scene.draft)", at: scene.server.url, in: scene.home)
            try await screen.shows("● live")
            try screen.type("For later.")
            try await scene.client.remove(ben, from: scene.draft)
            try await screen.shows("⊘ read-only", "(not a member)", "│ For later.")
            _ = try await scene.client.add(ben, to: scene.draft)
            try await screen.shows("You may write in this draft now.", "● live", "│ For later.")
            try await scene.client.passRing(of: scene.draft, to: ben)
            try await screen.shows("you hold the ring")
            try screen.press("C-s")
            try await screen.shows("   For later.")
        }
    }

    @Test func `by a link the draft is followed live, until the link is taken back; the text stays`() async throws {
        try await TwoWritersTests.scene { scene in
            let share = try await scene.client.makeShare(of: scene.draft)
            let token = try #require(share.token)
            let command =
                "DRAFT_SHARE=\(token) \(Programs.draft) open \(scene.draft) --server \(scene.server.url); cat"
            let screen = try Screen(command, in: scene.home)
            try await screen.shows("The Lighthouse", "⊘ read-only", "(a link)", "A read-only link.")
            try await scene.client.append("The lamp had been dark.", to: scene.draft)
            try await screen.shows("   The lamp had been dark.", "saved 3")
            try screen.type("mine")
            try screen.press("C-s")
            try await screen.shows("A read-only link changes nothing.")
            try await scene.client.revokeShare(share.shareID, of: scene.draft)
            try await screen.shows("This link does not open the draft, or no longer.", "The lamp had been dark.")
            try screen.press("C-f")
            try screen.type("LAMP")
            try await screen.shows("1 of 1")
        }
    }

    @Test func `what an invite and a link are for is done from the shell`() async throws {
        try await TwoWritersTests.scene { scene in
            let server = ["--server", scene.server.url]
            let ana = server + ["--user", "ana"]
            let caro = server + ["--user", "caro"]
            let draft = "\(scene.draft)"
            let made = try await scene.home.draft(["invite", draft, "--role", "viewer", "--uses", "2"] + ana)
            let lines = made.output.split(separator: "\n").map(String.init)
            #expect(made.code == 0 && lines.count == 3, "\(made)")
            #expect(lines[2].hasSuffix("draft join - --server \(scene.server.url), with the code on standard input"))
            #expect(lines[1] == "draft join \(lines[0]) --server \(scene.server.url)")
            let joined = try await scene.home.draft(["join", "-"] + caro, input: lines[0] + "\n")
            #expect(joined.output == "You may read The Lighthouse:\ndraft open \(draft) --server \(scene.server.url)\n")
            let writers = try await scene.home.draft(["invite", draft] + ana)
            let again = try await scene.home.draft(
                ["join", "-"] + caro, input: String(writers.output.prefix { $0 != "\n" }))
            #expect(again.output.hasPrefix("You are a member already and may read The Lighthouse:"), "\(again)")
            #expect(again.output.contains("draft add \(draft) caro --role contributor"))
            let spare = try await scene.home.draft(["invites", draft] + ana).output.split(separator: "\n")
                .first { $0.contains("contributor") }.map { String($0.prefix { $0 != " " }) }
            #expect(try await scene.home.draft(["invites", draft, "--revoke", try #require(spare)] + ana).code == 0)
            let listed = try await scene.home.draft(["invites", draft] + ana)
            #expect(listed.output.contains("viewer, 1 of 2 used, until "))
            #expect(!listed.output.contains(lines[0]))
            let id = String(listed.output.prefix { $0 != " " })
            #expect(try await scene.home.draft(["invites", draft, "--revoke", id] + ana).code == 0)
            let late = try await scene.home.draft(["join", lines[0]] + server + ["--user", "dora"])
            #expect(late.code == 1 && late.complaints.contains("not found"), "\(late)")
            #expect(late.complaints.contains("Ask whoever invited you for a new one."))

            try await scene.client.append("Read me.", to: scene.draft)
            let shared = try await scene.home.draft(["share", draft, "--expires-hours", "1"] + ana)
            let token = String(shared.output.prefix { $0 != "\n" })
            #expect(shared.output.contains("draft open \(draft) --share \(token) --server \(scene.server.url)"))
            let shown = try await scene.home.draft(["show", draft, "--share", token] + server)
            #expect(shown.output.contains("ana:\nRead me."), "\(shown)")
            #expect(shared.output.contains("DRAFT_SHARE=\(token) draft open \(draft) --server \(scene.server.url)"))
            let exported = try await scene.home.draft(["export", draft, "--share", token, "--format", "txt"] + server)
            #expect(exported.output == "Read me.")
            let links = try await scene.home.draft(["shares", draft, "--json"] + ana)
            #expect(links.output.contains("share_id") && !links.output.contains(token))
            let link = String(try await scene.home.draft(["shares", draft] + ana).output.prefix { $0 != " " })
            #expect(try await scene.home.draft(["shares", draft, "--revoke", link] + ana).code == 0)
            let gone = try await scene.home.draft(["show", draft, "--share", token] + server)
            #expect(gone.code != 0 && !gone.complaints.contains(token), "\(gone)")
            #expect(
                gone.complaints.contains("ask whoever made it for another") && !gone.complaints.contains("draft login"))

            #expect(try await scene.home.draft(["remove", draft, "caro"] + ana).line == "caro is a member no more")
            #expect(try await scene.home.draft(["show", draft] + caro).code == 1)
        }
    }

    @Test func `whoever signs in in another terminal writes on with the same words`() async throws {
        try await TestIssuer.run { issuer in
            let variables = issuer.variables.merging(["HEADER_IDENTITY": "off"]) { $1 }
            try await InProcessServer.run(variables: variables) { server in
                let token = issuer.token(for: "user_ana")
                let client = CollabClient(baseURL: server.url, credential: .bearer(FixedToken(token)))
                let draft = try await client.createDraft(title: "The Lighthouse").draftID
                let home = try Home()
                let screen = try Screen("\(Programs.draft) open \(draft) --server \(server.url); cat", in: home)
                try await screen.shows("⊘ read-only", "Not signed in: run `draft login --server \(server.url)`")
                try screen.type("Before and")
                try screen.press("C-s")
                try await screen.shows(
                    "Not signed in: run `draft login --server \(server.url)`", "│ Before and")
                let signedIn = try await home.draft(["login", "--token-stdin", "--server", server.url], input: token)
                #expect(signedIn.code == 0, "\(signedIn)")
                try await screen.shows("The Lighthouse", "you hold the ring", "│ Before and", "● live")
                try screen.type(" after.")
                try screen.press("C-s")
                try await eventually("the segment is in the log") {
                    try await client.draft(draft).segments.map(\.content) == ["Before and after."]
                }
                try await screen.hides("⊘")
                let added = try await home.draft(["add", "\(draft)", "nosuchuser", "--server", server.url])
                #expect(added.code == 0 && added.output.contains("nosuchuser may write in"), "\(added)")
                #expect(added.complaints.contains("nobody with this id"), "\(added)")
            }
        }
    }
}
