import Foundation
import Testing

@testable import DraftTUI

@Suite final class ManuscriptFileTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "draft-file-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func file(_ name: String) -> ManuscriptFile {
        ManuscriptFile(name, home: nil, folder: folder.path)
    }

    deinit {
        // What cannot be removed stays; no test depends on it.
        try? FileManager.default.removeItem(at: folder)
    }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    }

    @Test(
        arguments: [
            ("text.md", "/desk/text.md"), ("a/text.md", "/desk/a/text.md"), ("/tmp/text.md", "/tmp/text.md"),
            ("~/text.md", "/home/ada/text.md"), ("~ada.md", "/desk/~ada.md"), ("./text.md", "/desk/./text.md"),
        ])
    func `a name begins at home, at the root or in the working folder`(name: String, path: String) {
        #expect(ManuscriptFile(name, home: "/home/ada", folder: "/desk").path == path)
    }

    @Test func `the text is there as it is, and nothing beside it`() throws {
        let text = "# The Lighthouse\n\n漢字 cafe\u{301}\n"
        try file("text.md").write(text)
        #expect(try Data(contentsOf: folder.appending(path: "text.md")) == Data(text.utf8))
        #expect(try names == ["text.md"])
    }

    @Test func `nobody may change or run it but its owner`() throws {
        try file("text.md").write("text")
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.appending(path: "text.md").path)
        let mode = try #require(attributes[.posixPermissions] as? Int)
        // How much of the rest is left is a matter of the user's mask.
        #expect(mode & 0o600 == 0o600 && mode & ~0o644 == 0, "\(String(mode, radix: 8))")
    }

    @Test func `a file that is there stays as it is, and the reader is asked for another name`() throws {
        try file("text.md").write("first")
        let failure = #expect(throws: ManuscriptFile.Failure.self) { try file("text.md").write("second") }
        #expect(failure?.reason == "There is a file of that name already. Choose another.")
        #expect(try String(contentsOf: folder.appending(path: "text.md"), encoding: .utf8) == "first")
        #expect(try names == ["text.md"])
    }

    @Test func `a link that leads nowhere is not followed`() throws {
        let link = folder.appending(path: "text.md")
        try FileManager.default.createSymbolicLink(
            atPath: link.path, withDestinationPath: folder.path + "/elsewhere")
        #expect(throws: ManuscriptFile.Failure.self) { try file("text.md").write("text") }
        #expect(try names == ["text.md"])
    }

    @Test(arguments: ["missing/text.md", String(repeating: "x", count: 300)])
    func `what the system refuses is said in its words, and leaves nothing behind`(name: String) throws {
        let failure = #expect(throws: ManuscriptFile.Failure.self) { try file(name).write("text") }
        #expect(failure?.reason.hasPrefix("The file cannot be written: ") == true)
        #expect(try names.isEmpty)
    }
}
