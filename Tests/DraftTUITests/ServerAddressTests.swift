import CollabAPI
import CollabClient
import DraftCore
import Testing

@testable import DraftTUI

@Suite struct ServerAddressTests {
    @Test(arguments: [
        ("https://drafts.example", "https://drafts.example", "drafts.example"),
        ("https://ana:secret@drafts.example:8443/base", "https://drafts.example:8443/base", "drafts.example:8443"),
        ("https://a@b:secret@drafts.example", "https://drafts.example", "drafts.example"),
        ("https://drafts.example/@team", "https://drafts.example/@team", "drafts.example"),
        ("https://drafts.example/?key=secret#secret", "https://drafts.example/", "drafts.example"),
        ("http://[::1]:8000", "http://[::1]:8000", "[::1]:8000"),
        ("https://x\u{1B}]0;y\u{7}", "https://x<U+001B>]0;y<U+0007>", "x<U+001B>]0;y<U+0007>"),
    ])
    func `an address is told without what may be a secret`(address: String, shown: String, name: String) {
        #expect(ServerAddress.shown(address) == shown)
        #expect(ServerAddress.name(of: address) == name)
    }

    @Test func `advice to sign in tells no password`() throws {
        let client = CollabClient(
            baseURL: "https://ana:secret@drafts.example", credential: .user(try #require(UserID("ana"))))
        let place = Place(
            client: client, user: try #require(UserID("ana")), folders: Folders(environment: ["HOME": "/"]),
            serverName: "drafts.example", isJSON: false)
        #expect(place.signInAdvice.contains("draft login --server https://drafts.example`"))
        #expect(place.shownAddress == "https://drafts.example")
    }
}
