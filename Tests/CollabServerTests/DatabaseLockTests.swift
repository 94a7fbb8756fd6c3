import CollabTesting
import Glibc
import Testing

@testable import collab_server

@Suite struct DatabaseLockTests {
    @Test(arguments: ["drafts.db", "../%/drafts.db", "./drafts.db", "link/drafts.db", "linked.db"])
    func `a second server is kept away however it spells the path`(spelling: String) throws {
        let directory = try TemporaryDirectory()
        let folder = String(directory.path.split(separator: "/").last ?? "")
        #expect(symlink(directory.path, directory.file("link")) == 0)
        #expect(symlink(directory.file("drafts.db"), directory.file("linked.db")) == 0)
        let file = try #require(fopen(directory.file("drafts.db"), "w"))
        fclose(file)
        let lock = try DatabaseLock(forDatabaseAt: directory.file("drafts.db"))
        let pieces = spelling.split(separator: "%", omittingEmptySubsequences: false)
        let other = directory.file(pieces.joined(separator: folder))
        let refusal = #expect(throws: CommandFailure.self) { try DatabaseLock(forDatabaseAt: other) }
        let sentence = "Another server with process id \(getpid()) serves the database \(other) already."
        #expect(refusal?.description == sentence)
        lock.release()
        _ = try DatabaseLock(forDatabaseAt: other)
    }

    @Test(arguments: ["drafts.db", "link/drafts.db"])
    func `a database that is still to be made has one lock too`(spelling: String) throws {
        let directory = try TemporaryDirectory()
        #expect(symlink(directory.path, directory.file("link")) == 0)
        let lock = try DatabaseLock(forDatabaseAt: directory.file("drafts.db"))
        #expect(throws: CommandFailure.self) { try DatabaseLock(forDatabaseAt: directory.file(spelling)) }
        lock.release()
    }

    @Test(arguments: ["", "999999999\n", "0\n", "-1\n", "nobody\n"])
    func `a holder that is not there is not named`(text: String) throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("drafts.db")
        let descriptor = open(path + ".lock", O_RDWR | O_CREAT, 0o600)
        defer { close(descriptor) }
        #expect(write(descriptor, text, text.utf8.count) == text.utf8.count)
        #expect(flock(descriptor, LOCK_EX) == 0)
        let refusal = #expect(throws: CommandFailure.self) { try DatabaseLock(forDatabaseAt: path) }
        #expect(refusal?.description == "Another server serves the database \(path) already.")
    }
}
