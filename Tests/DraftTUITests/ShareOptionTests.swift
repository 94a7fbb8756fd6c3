import ArgumentParser
import CollabClient
import DraftCore
import Testing

@testable import DraftTUI

/// The token of a link, from the command line or the environment.
@Suite struct ShareOptionTests {
    private func token(_ arguments: [String], _ variables: [String: String] = [:]) throws -> ShareToken? {
        try ShareOption.parse(arguments).token(in: variables)
    }

    @Test func `the option wins over the variable, and an empty variable is none`() throws {
        #expect(try token([]) == nil)
        #expect(try token([], ["DRAFT_SHARE": ""]) == nil)
        #expect(try token([], ["DRAFT_SHARE": "kept"]) == ShareToken("kept"))
        #expect(try token(["--share", "given"], ["DRAFT_SHARE": "kept"]) == ShareToken("given"))
    }

    @Test func `a token may begin like an option`() throws {
        #expect(try token(["--share", "-x7"]) == ShareToken("-x7"))
        #expect(try token(["--share", "--json"]) == ShareToken("--json"))
    }

    @Test(arguments: ["", "two words", "line\nline", "\u{1B}[31m", "é", String(repeating: "a", count: 513)])
    func `what cannot be a token is refused, and not repeated`(text: String) throws {
        let failure = #expect(throws: CommandFailure.self) { try token(["--share", text]) }
        #expect(failure?.message == "That is not the token of a link.")
        #expect(failure?.exitCode == 65)
    }

    @Test func `a link wants its draft, and asks for nobody's sign-in`() async throws {
        var options = try GlobalOptions.parse(["--server", "https://draft.example"])
        let share = try #require(ShareToken("secret"))
        let place = try await Place.resolved(options, reading: share)
        #expect(place.isGuest)
        #expect(!place.client.isSignedIn)
        #expect(place.again == nil && place.signIn == nil)
        #expect(place.user.description.hasPrefix("guest-"))
        options.user = "ana"
        #expect(try await !Place.resolved(options, reading: nil).isGuest)
    }
}
