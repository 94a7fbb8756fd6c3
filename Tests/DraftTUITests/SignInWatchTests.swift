import CollabAPI
import CollabClient
import DraftCore
import Foundation
import Testing

@testable import DraftTUI

/// What is done about a sign-in that is missing.
@Suite struct SignInWatchTests {
    private let folder: TemporaryFolder
    private let store: CredentialStore

    init() throws {
        folder = try TemporaryFolder()
        store = CredentialStore(folder: folder.path)
    }

    @Test func `each change of the sign-ins is noticed once, their coming and their going too`() throws {
        var watch = SignInWatch(store)
        var looks: [Bool] = []
        func look() { looks.append(watch.hasChanged()) }
        look()
        for text in ["{}", "{ }"] {
            try folder.write(text, to: "credentials.json")
            look()
            look()
        }
        try FileManager.default.removeItem(atPath: store.path)
        look()
        look()
        #expect(looks == [false, true, false, true, false, true, false])
    }

    @Test func `what was there before the watch began is no change`() throws {
        try folder.write("{}", to: "credentials.json")
        var watch = SignInWatch(store)
        let hasChanged = watch.hasChanged()
        #expect(!hasChanged)
    }

    private func place(_ credential: Credential, canSignIn: Bool = true) throws -> Place {
        let user = try #require(UserID("ana"))
        let place = Place(
            client: CollabClient(baseURL: "https://draft.example", credential: credential), user: user,
            folders: Folders(environment: ["HOME": folder.path]), serverName: "draft.example", isJSON: false)
        guard canSignIn else { return place }
        var other = place
        other.again = { () throws(CommandFailure) in place }
        return other
    }

    @Test func `whoever is not known is told the command that helps, at this very server`() throws {
        let refused = CommandFailure.client(ClientError(code: .init(.unauthorized), message: "No.", status: 401))
        let ana = try #require(UserID("ana"))
        #expect(
            try place(.user(ana)).sentence(for: refused)
                == "Not signed in: run `draft login --server https://draft.example` in another terminal; "
                + "your words are kept.")
        #expect(
            try place(.bearer(FixedToken("t"))).sentence(for: refused)
                .hasPrefix("Sign-in expired: run `draft login --server https://draft.example`"))
        let other = CommandFailure.client(ClientError(code: .init(.forbidden), message: "No.", status: 403))
        #expect(try place(.user(ana)).sentence(for: other) == "No.")
        #expect(try place(.user(ana), canSignIn: false).sentence(for: refused) == refused.message)
    }
}
