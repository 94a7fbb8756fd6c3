import CollabTesting
import Foundation
import Testing

@testable import CollabClient

@Suite struct WholeFileTests {
    private let directory: TemporaryDirectory
    private let file: WholeFile

    init() throws {
        directory = try TemporaryDirectory()
        file = WholeFile(path: directory.file("kept.json"))
    }

    private var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: directory.path) } }
    private var content: Data { get throws { try Data(contentsOf: URL(filePath: file.path)) } }

    @Test func `a content takes the place of the last one, for this user alone`() throws {
        try file.replace(with: Data("a longer first one".utf8))
        try file.replace(with: Data("second".utf8))
        #expect(try content == Data("second".utf8))
        #expect(try names == ["kept.json"])
        let facts = try FileManager.default.attributesOfItem(atPath: file.path)
        #expect(facts[.posixPermissions] as? Int == 0o600)
    }

    @Test func `what a crash left is neither read nor in the way, and its rights are not taken over`() throws {
        let left = file.path + ".new"
        try Data("half of a lo".utf8).write(to: URL(filePath: left))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: left)
        try file.replace(with: Data("whole".utf8))
        #expect(try content == Data("whole".utf8))
        let facts = try FileManager.default.attributesOfItem(atPath: file.path)
        #expect(facts[.posixPermissions] as? Int == 0o600)
        #expect(try names == ["kept.json"])
    }

    @Test func `a link in its way is not followed`() throws {
        let victim = directory.file("victim")
        try Data("mine".utf8).write(to: URL(filePath: victim))
        try FileManager.default.createSymbolicLink(atPath: file.path + ".new", withDestinationPath: victim)
        try file.replace(with: Data("whole".utf8))
        #expect(try Data(contentsOf: URL(filePath: victim)) == Data("mine".utf8))
        #expect(try content == Data("whole".utf8))
    }

    @Test func `what cannot be replaced stays, and the reason names the file`() throws {
        try FileManager.default.createDirectory(atPath: file.path, withIntermediateDirectories: false)
        try Data().write(to: URL(filePath: file.path + "/within"))
        let failure = #expect(throws: WholeFile.Failure.self) { try file.replace(with: Data("x".utf8)) }
        #expect(failure?.path == file.path)
        #expect(failure?.code == EISDIR)
        let nowhere = WholeFile(path: directory.file("missing/kept.json"))
        #expect(throws: WholeFile.Failure(path: nowhere.path + ".new", code: ENOENT)) {
            try nowhere.replace(with: Data())
        }
    }

    @Test func `removing it removes what a crash left too, and is no error where nothing is`() throws {
        try file.replace(with: Data("whole".utf8))
        try Data("half".utf8).write(to: URL(filePath: file.path + ".new"))
        try file.remove()
        #expect(try names == [])
        try file.remove()
    }
}
