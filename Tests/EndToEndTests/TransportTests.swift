import CollabTesting
import Foundation
import Testing

/// How the program gets to a server: by TLS, or without it where the reader has said so.
@Suite(.timeLimit(.minutes(2))) struct TransportTests {
    @Test func `commands and the editor reach a server by TLS whose authority is named`() async throws {
        let directory = try TemporaryDirectory()
        let authority = try TestAuthority(in: directory)
        let pair = try authority.issue()
        try await InProcessServer.run(
            variables: ["TLS_CERTIFICATE": pair.certificate, "TLS_KEY": pair.key]
        ) { server in
            let home = try Home()
            let options = ["--server", server.url, "--user", "ana"]
            let doubtful = try await home.draft(options + ["list"])
            #expect(doubtful.code == 69)
            #expect(doubtful.complaints.contains("cannot be trusted"))
            #expect(doubtful.complaints.contains("--cacert FILE"))
            let trusting = options + ["--cacert", authority.certificate]
            let begun = try await home.draft(trusting + ["new", "By wire"])
            #expect(begun.code == 0, "\(begun.complaints)")
            let words = [Programs.draft] + trusting + ["open", begun.line]
            let screen = try Screen(words.joined(separator: " ") + "; echo \"ended with $?\"; cat", in: home)
            try await screen.shows("By wire", "live")
            try screen.type("Nobody listens.")
            try screen.press("C-s")
            try await screen.shows("saved 2")
            try screen.press("C-q")
            try await screen.shows("ended with 0")
        }
    }

    @Test func `a server without encryption is asked about at the terminal, once, and refused without one`()
        async throws
    {
        let home = try Home()
        let options = ["list", "--server", "http://stranger.invalid:8123", "--user", "ana"]
        let refused = try await home.draft(options)
        #expect(refused.code == 65)
        #expect(refused.complaints.contains("stranger.invalid:8123 would be used without encryption"))
        #expect(refused.complaints.contains("DRAFT_PLAIN_HTTP=on"))
        let command = ([Programs.draft] + options).joined(separator: " ")
        let screen = try Screen("\(command); echo \"ended with $?\"; \(command); echo \"ended with $?\"; cat", in: home)
        try await screen.shows("Use it all the same? [y/N]")
        try screen.type("n")
        try screen.press("Enter")
        try await screen.shows("was not used", "ended with 65")
        try screen.type("y")
        try screen.press("Enter")
        // There is no such server, but it was tried.
        try await screen.shows("ended with 69")
        #expect(try await home.draft(options).code == 69)
    }
}
