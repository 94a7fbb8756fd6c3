import CollabAPI
import CollabTesting
import DraftCore
import FoundationEssentials
import Glibc
import Testing

@testable import CollabClient

/// Sign-ins on disk.
@Suite struct CredentialStoreTests {
    private let directory: TemporaryDirectory
    private let store: CredentialStore

    init() throws {
        directory = try TemporaryDirectory()
        store = CredentialStore(folder: directory.file("state/draft"))
    }

    private func credential(_ user: String, token: String = "tok-secret") -> StoredCredential {
        StoredCredential(.sample(user), given: token, now: .storyBegin)
    }

    private func mode(_ path: String) -> mode_t {
        var facts = stat()
        #expect(stat(path, &facts) == 0, "\(path)")
        return facts.st_mode & 0o777
    }

    @Test func `a sign-in is kept for this user alone, and comes back whole`() async throws {
        try await store.keep(credential("ana"), for: "https://one.example")
        try await store.keep(credential("ben"), for: "https://two.example")
        #expect(mode(store.path) == 0o600)
        #expect(mode(directory.file("state/draft")) == 0o700)
        #expect(try store.credential(for: "https://one.example") == credential("ana"))
        #expect(try store.credential(for: "https://two.example")?.userID == UserID("ben"))
        #expect(try store.credential(for: "https://three.example") == nil)
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.file("state/draft"))
        #expect(names.sorted() == ["credentials.json", "credentials.lock"])
    }

    @Test func `a sign-in that takes the place of another hands back what its provider may end`() async throws {
        func signIn(_ refreshToken: String, as subject: String = "ana") -> StoredCredential {
            var credential = credential(subject)
            credential.renewal = .init(
                refreshToken: refreshToken, issuer: "https://id.example", clientID: "draft", clientSecret: nil,
                subject: subject)
            return credential
        }
        let server = "https://one.example"
        #expect(try await store.keep(credential("ana"), for: server) == nil)
        #expect(try await store.keep(signIn("r1"), for: server) == nil)
        #expect(try await store.keep(signIn("r1"), for: server) == nil)
        // A provider that takes back what one user granted to one client would end the new sign-in as well.
        #expect(try await store.keep(signIn("r2"), for: server) == nil)
        #expect(try await store.keep(signIn("r3", as: "ben"), for: server) == signIn("r2"))
        #expect(try await store.keep(credential("ben"), for: server) == signIn("r3", as: "ben"))
        #expect(try store.credential(for: server) == credential("ben"))
    }

    @Test func `forgetting one leaves the others`() async throws {
        try await store.keep(credential("ana"), for: "https://one.example")
        try await store.keep(credential("ben"), for: "https://two.example")
        #expect(try await store.forget("https://one.example")?.userID == UserID("ana"))
        #expect(try await store.forget("https://one.example") == nil)
        #expect(try store.credential(for: "https://two.example") != nil)
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o602, 0o666] as [mode_t])
    func `a file that others can read or write is not used`(mode: mode_t) async throws {
        try await store.keep(credential("ana"), for: "https://one.example")
        chmod(store.path, mode)
        let error = await failure { () throws(SignInError) in try store.credential(for: "https://one.example") }
        #expect(error?.reason == .files)
        #expect(error?.message.contains("chmod 600 \(store.path)") == true)
    }

    @Test func `a link to a file elsewhere is not followed`() async throws {
        try await store.keep(credential("ana"), for: "https://one.example")
        #expect(rename(store.path, directory.file("moved")) == 0)
        #expect(symlink(directory.file("moved"), store.path) == 0)
        #expect(throws: SignInError.self) { try store.credential(for: "https://one.example") }
    }

    @Test(arguments: ["", "{}", "[]", #"{"version":2,"servers":{}}"#, #"{"version":1}"#, "\u{0}"])
    func `a file of another make is refused, and not written over`(text: String) async throws {
        try await store.keep(credential("ana"), for: "https://one.example")
        try Data(text.utf8).write(to: URL(filePath: store.path))
        chmod(store.path, 0o600)
        #expect(throws: SignInError.self) { try store.credential(for: "https://one.example") }
        await #expect(throws: SignInError.self) { try await store.keep(credential("ben"), for: "https://two.example") }
        #expect(try Data(contentsOf: URL(filePath: store.path)) == Data(text.utf8))
    }

    @Test func `what a crash left in between hinders nobody`() async throws {
        try await store.keep(credential("ana"), for: "https://one.example")
        try Data("half".utf8).write(to: URL(filePath: store.path + ".new"))
        chmod(store.path + ".new", 0o666)
        try await store.keep(credential("ben"), for: "https://one.example")
        #expect(try store.credential(for: "https://one.example")?.userID == UserID("ben"))
        #expect(mode(store.path) == 0o600)
    }

    @Test func `a program that was stopped with the sign-ins in its hand keeps nobody waiting for good`() async throws {
        try await store.keep(credential("ana"), for: "https://one.example")
        let lock = open(directory.file("state/draft/credentials.lock"), O_RDWR | O_CLOEXEC)
        #expect(flock(lock, LOCK_EX) == 0)
        var hurried = store
        hurried.patience = .milliseconds(50)
        let error = await failure { [hurried] () async throws(SignInError) in
            try await hurried.keep(credential("ben"), for: "https://one.example")
        }
        #expect(error == .busy)
        #expect(try store.credential(for: "https://one.example")?.userID == UserID("ana"))
        async let waiting = store.keep(credential("ben"), for: "https://one.example")
        close(lock)
        _ = try await waiting
        #expect(try store.credential(for: "https://one.example")?.userID == UserID("ben"))
    }

    @Test(arguments: [
        "https://Draft.Example", "HTTPS://draft.example/", "https://draft.example:443", "https://draft.example:443//",
    ]) func `one server has one name, however it is written`(address: String) {
        #expect(CredentialStore.key(of: address) == "https://draft.example")
    }

    @Test(arguments: ["http://draft.example", "https://draft.example:8443", "https://draft.example/Team"])
    func `another server has another`(address: String) {
        #expect(CredentialStore.key(of: address) != "https://draft.example")
        #expect(CredentialStore.key(of: address) == address)
    }

    @Test func `a sign-in that is printed tells no secret`() {
        let credential = credential("ana")
        var dumped = ""
        dump(credential, to: &dumped)
        #expect(!"\(credential) \(String(reflecting: credential)) \(dumped)".contains("secret"))
    }

    @Test func `a token that says when it expires is believed`() {
        let token = SampleToken.idToken(issuer: "https://id.example", lives: 90)
        #expect(credential("ana", token: token).timeLeft(at: .storyBegin) == .seconds(90))
        #expect(credential("ana").timeLeft(at: .storyBegin) == nil)
    }
}

extension UserBody {
    static func sample(_ id: String) -> UserBody {
        UserBody(
            id: UserID(id)!, issuer: "https://id.example", email: nil, username: id, name: id, createdAt: .storyBegin,
            updatedAt: .storyBegin)
    }
}
