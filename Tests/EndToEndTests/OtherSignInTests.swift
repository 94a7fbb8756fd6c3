import CollabAPI
import CollabClient
import CollabTesting
import DraftCore
import Foundation
import Glibc
import Testing

/// A sign-in that ends, or becomes another's, under an open editor: no word is lost, and none goes out in another's name.
@Suite(.serialized, .timeLimit(.minutes(3))) struct OtherSignInTests {
    /// A server of its own process that believes the issuer and nobody else, and a draft of Ana's with Ben in it.
    private struct Scene: Sendable {
        let issuer: TestIssuer
        let url: String
        let home: Home
        let ana: CollabClient
        let draft: DraftID

        func client(of user: String) -> CollabClient {
            CollabClient(baseURL: url, credential: .bearer(FixedToken(issuer.token(for: user))))
        }

        func signIn(_ user: String, living seconds: Int = 600) async throws {
            let token = issuer.token(for: user) { $0.expiresAt = $0.issuedAt.after(seconds: seconds) }
            let login = try await home.draft(["login", "--token-stdin", "--server", url], input: token)
            #expect(login.code == 0, "\(login)")
        }

        func editor() throws -> Screen { try screen("open \(draft)") }

        /// The list of drafts.
        func library() throws -> Screen { try screen("open") }

        private func screen(_ command: String) throws -> Screen {
            try Screen("\(Programs.draft) \(command) --server \(url); echo \"ended with $?\"; cat", in: home)
        }

        func segments() async throws -> [String] {
            try await ana.draft(draft).segments.map { "\($0.userID): \($0.content ?? "")" }
        }
    }

    private func scene(_ body: @Sendable (Scene) async throws -> Void) async throws {
        try await TestIssuer.run { issuer in
            let home = try Home()
            let settings = issuer.variables.merging([
                "HEADER_IDENTITY": "off", "PORT": "0", "DATABASE": "sqlite:" + home.directory.file("drafts.db"),
            ]) { $1 }
            let variables = Dictionary(uniqueKeysWithValues: settings.map { ("COLLAB_" + $0.key, $0.value) })
            let server = try ServerProcess(["serve"], environment: variables, in: home.directory)
            let url = try await "http://127.0.0.1:\(server.port())"
            let ana = CollabClient(baseURL: url, credential: .bearer(FixedToken(issuer.token(for: "user_ana"))))
            let draft = try await ana.createDraft(title: "The Lighthouse").draftID
            try await body(Scene(issuer: issuer, url: url, home: home, ana: ana, draft: draft))
            server.signal(SIGTERM)
            _ = try await server.exitCode()
        }
    }

    @Test func `a token that expires under the editor is renewed in another terminal, and what waited goes out`()
        async throws
    {
        try await scene { scene in
            try await scene.signIn("user_ana", living: 4)
            let screen = try scene.editor()
            try await screen.shows("The Lighthouse", "you hold the ring")
            try screen.type("Before it ended.")
            try screen.press("C-s")
            try await screen.shows("   Before it ended.", "saved 2")
            try screen.type("After it")
            try await screen.shows("⊘ read-only", "Sign-in expired: run `draft login --server \(scene.url)`")
            try screen.type(" ended.")
            try screen.press("C-s")
            try await screen.shows("Sign-in expired: run `draft login --server \(scene.url)`", "│ After it ended.")
            try await scene.signIn("user_ana")
            try await screen.shows("● live", "you hold the ring", "│ After it ended.")
            try await screen.hides("⊘")
            try screen.press("C-s")
            try await eventually("both segments are in the log") {
                try await scene.segments() == ["user_ana: Before it ended.", "user_ana: After it ended."]
            }
        }
    }

    @Test func `the list of drafts comes, and comes back, with a sign-in in another terminal`() async throws {
        try await scene { scene in
            let screen = try scene.library()
            try await screen.shows("Not signed in: run `draft login --server \(scene.url)`")
            try await scene.signIn("user_ana", living: 4)
            try await screen.shows("The Lighthouse", "You are signed in as user_ana.")
            try await eventually("the sign-in has expired, to the list too") {
                try screen.press("C-l")
                return try screen.text.contains("Sign-in expired: run `draft login --server \(scene.url)`")
            }
            try screen.press("C-n")
            try screen.type("Another")
            try screen.press("Enter")
            try await screen.shows("Sign-in expired", "Another")
            try await scene.signIn("user_ana")
            try await screen.shows("The Lighthouse", "Another")
            try screen.press("Enter")
            try await screen.shows("you hold the ring")
            try await eventually("the draft is there") {
                try await scene.ana.drafts().data.map(\.title).contains("Another")
            }
        }
    }

    @Test func `what one user sent stays theirs when another signs in, and is sent when they are back`() async throws {
        try await scene { scene in
            _ = try await scene.client(of: "user_ben").me()
            try await scene.ana.add(UserID("user_ben")!, to: scene.draft)
            try await scene.signIn("user_ana")
            let screen = try scene.editor()
            try await screen.shows("you hold the ring", "● live")
            try await scene.signIn("user_ben")
            try screen.type("Sent by Ana.")
            try screen.press("C-s")
            try screen.type("half a sent")
            try await screen.shows(
                "You are signed in as user_ben. Kept here for user_ana alone: 1 unsent.", "│ half a sent")
            try await screen.shows("● live", "holds the ring")
            try await screen.hides("Sent by Ana.")
            #expect(scene.home.journalTexts.contains("Sent by Ana."))
            try await eventually("the words are in one journal") {
                scene.home.journalTexts.components(separatedBy: "half a sent").count == 2
            }
            try screen.press("C-q")
            try await screen.shows("1 unsent, kept here for the next time.", "ended with 0")
            #expect(try await scene.segments() == [])

            try await scene.signIn("user_ana")
            let again = try scene.editor()
            try await again.shows("   Sent by Ana.", "● live")
            try await eventually("it is in the log, once, in the right name") {
                try await scene.segments() == ["user_ana: Sent by Ana."]
            }
            try await again.hides("half a sent")
        }
    }
}
