import DraftCore
import Foundation
import Glibc
import Testing

@testable import DraftTUI

/// What is remembered from run to run of servers and of what was read.
@Suite struct RecentServersTests {
    private let folder: TemporaryFolder
    private let folders: Folders

    init() throws {
        folder = try TemporaryFolder()
        folders = Folders(environment: ["HOME": "/", "XDG_STATE_HOME": folder.path, "XDG_DATA_HOME": folder.path])
        try Folders.make(folders.state)
    }

    private func mode(of name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: folders.state + "/" + name)[.posixPermissions] as? Int
    }

    @Test func `the server used last comes first, each once, and ten are kept`() throws {
        let servers = RecentServers(folders)
        #expect(servers.load().isEmpty)
        for number in 1...12 { servers.use("https://host\(number).example") }
        servers.use("https://host5.example/")
        #expect(
            servers.load() == [5, 12, 11, 10, 9, 8, 7, 6, 4, 3].map { "https://host\($0).example" })
        #expect(try mode(of: "servers.json") == 0o600)
        let names = try FileManager.default.contentsOfDirectory(atPath: folders.state)
        #expect(names.sorted() == ["servers.json", "state.lock"], "nothing else is left beside it")
    }

    @Test(arguments: [
        ("https://ana:secret@drafts.example/", "https://drafts.example"),
        ("https://drafts.example/base/?token=secret#secret", "https://drafts.example/base"),
        ("https://drafts.example#secret", "https://drafts.example"),
        ("https://a@b:secret@drafts.example:8443/x", "https://drafts.example:8443/x"),
        ("http://[::1]:8000", "http://[::1]:8000"), ("ftp://drafts.example", nil), ("https://", nil),
        ("https://a@/x", nil),
        ("https://drafts.example/$(id)", nil), ("https://drafts.example/a b", nil),
        ("https://drafts.example/\u{1B}[2J", nil),
        ("https://drafts.example/;id", nil), ("https://" + String(repeating: "x", count: 600), nil), ("", nil),
    ])
    func `no secret and nothing that a shell would run is kept`(url: String, kept: String?) throws {
        RecentServers(folders).use(url)
        #expect(RecentServers(folders).load() == (kept.map { [$0] } ?? []))
        let written = (try? String(contentsOfFile: folders.state + "/servers.json", encoding: .utf8)) ?? ""
        #expect(!written.contains("secret"))
    }

    @Test(arguments: ["nonsense", "{}", "[1,2]", "[\"https://a:b@c.example\",\"rm -rf\",\"https://c.example\"]", ""])
    func `a file that is another's work does no harm`(text: String) throws {
        try text.write(toFile: folders.state + "/servers.json", atomically: true, encoding: .utf8)
        let servers = RecentServers(folders)
        #expect(servers.load() == (text.contains("c.example") ? ["https://c.example"] : []))
        servers.use("https://new.example")
        #expect(servers.load().first == "https://new.example")
    }

    @Test func `a folder that takes nothing is no failure`() {
        let nowhere = Folders(environment: ["HOME": "/", "XDG_STATE_HOME": folder.file("missing")])
        RecentServers(nowhere).use("https://drafts.example")
        #expect(RecentServers(nowhere).load().isEmpty)
        SeenDrafts(nowhere).keep(3, of: .random(), for: UserID("ada")!)
    }

    @Test func `what was seen is each reader's own, and stays seen`() throws {
        let (ada, ben) = (UserID("ada")!, UserID("ben")!)
        let (one, two) = (DraftID.random(), DraftID.random())
        let seen = SeenDrafts(folders)
        seen.keep(3, of: one, for: ada)
        seen.keep(5, of: two, for: ada)
        seen.keep(1, of: one, for: ben)
        seen.keep(7, of: one, for: ada)
        seen.keep(2, of: two, for: ada)
        #expect(seen.counts(of: ada) == [one: 7, two: 5])
        #expect(seen.counts(of: ben) == [one: 1])
        #expect(seen.counts(of: UserID("caro")!).isEmpty)
        #expect(try mode(of: "seen.json") == 0o600)
    }

    @Test func `editors that leave at the same moment lose nothing of each other's`() async {
        let ada = UserID("ada")!
        let drafts = (0..<24).map { _ in DraftID.random() }
        await withTaskGroup { group in
            for (number, draft) in drafts.enumerated() {
                group.addTask { SeenDrafts(folders).keep(number, of: draft, for: ada) }
                if number < 8 { group.addTask { RecentServers(folders).use("https://host\(number).example") } }
            }
        }
        #expect(SeenDrafts(folders).counts(of: ada).keys.sorted() == drafts.sorted())
        #expect(Set(RecentServers(folders).load()) == Set((0..<8).map { "https://host\($0).example" }))
    }

    @Test func `an editor does not wait for ever for one that was stopped`() throws {
        let lock = open(folders.state + "/state.lock", O_RDWR | O_CREAT, 0o600)
        defer { close(lock) }
        try #require(flock(lock, LOCK_EX) == 0)
        RecentServers(folders).use("https://drafts.example")
        #expect(RecentServers(folders).load().isEmpty)
        flock(lock, LOCK_UN)
        RecentServers(folders).use("https://drafts.example")
        #expect(RecentServers(folders).load() == ["https://drafts.example"])
    }

    @Test func `what was seen does not grow without end`() throws {
        let ada = UserID("ada")!
        let entries = (0..<5_000).map { _ in "{\"user_id\":\"ada\",\"draft_id\":\"\(DraftID.random())\",\"segments\":1}"
        }
        try "[\(entries.joined(separator: ","))]".write(
            toFile: folders.state + "/seen.json", atomically: true, encoding: .utf8)
        #expect(SeenDrafts(folders).counts(of: ada).count == SeenDrafts.limit)
        let draft = DraftID.random()
        SeenDrafts(folders).keep(4, of: draft, for: ada)
        #expect(SeenDrafts(folders).counts(of: ada).count == SeenDrafts.limit)
        #expect(SeenDrafts(folders).counts(of: ada)[draft] == 4)
    }
}
