import Foundation
import Testing

@testable import DraftTUI

@Suite struct ServerRecordTests {
    private let folder: TemporaryFolder
    private let record = ServerRecord(url: "http://127.0.0.1:8000", pid: 4711, instanceID: "one")

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func `what was written is read, by this user alone`() throws {
        try record.write(in: folder.path)
        #expect(ServerRecord.read(in: folder.path) == record)
        let facts = try FileManager.default.attributesOfItem(atPath: folder.file("server.json"))
        #expect(facts[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["server.json"])
    }

    @Test func `the last record stays`() throws {
        try record.write(in: folder.path)
        let next = ServerRecord(url: "http://127.0.0.1:8123", pid: 4712, instanceID: "two")
        try next.write(in: folder.path)
        #expect(ServerRecord.read(in: folder.path) == next)
    }

    @Test(arguments: [
        "", "{", "[]", "{\"url\":\"http://127.0.0.1:8000\"}", "{\"url\":1,\"pid\":\"x\",\"instance_id\":2}",
    ])
    func `what cannot be read is no record`(_ garbage: String) throws {
        try folder.write(garbage, to: "server.json")
        #expect(ServerRecord.read(in: folder.path) == nil)
    }

    @Test func `where there is none, none is read, and a folder that is missing is named`() {
        #expect(ServerRecord.read(in: folder.path) == nil)
        #expect(throws: CommandFailure.self) { try record.write(in: folder.file("missing")) }
    }
}
