import Foundation
import Glibc
import Testing

@testable import DraftTUI

/// The file through which a text goes to another editor and back.
@Suite struct OutsideEditorTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func editor(_ command: String) -> OutsideEditor {
        OutsideEditor(folder: folder.file("edit"), variables: ["VISUAL": command, "PATH": "/usr/bin:/bin"])
    }

    private var files: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder.file("edit"))) ?? []
    }

    @Test(arguments: [
        ("Once", "true", "Once"), ("", "true", ""), ("Once\n", "true", "Once\n"),
        ("Once", "sed -i s/Once/Twice/", "Twice"), ("Once", "truncate -s 0", ""),
        ("Once", "sh -c 'printf \"a\\r\\nb\\r\\n\" > \"$1\"' sh", "a\r\nb"),
    ])
    func `a text comes back as the editor leaves it`(text: String, command: String, result: String) throws {
        let outcome = try editor(command).edit(text)
        #expect(outcome.text == result)
        // It is there until somebody has the text safe.
        #expect(files.map { folder.file("edit/" + $0) } == [outcome.path])
    }

    @Test(arguments: ["sh -c 'echo Twice > \"$1\"; exit 3' sh", "sh -c 'echo Twice > \"$1\"; kill -9 $$' sh"])
    func `what an editor saved before it failed is kept, and told of`(command: String) throws {
        let failure = #expect(throws: CommandFailure.self) { try editor(command).edit("Once") }
        let name = try #require(files.first)
        #expect(try String(contentsOfFile: folder.file("edit/" + name), encoding: .utf8) == "Twice\n")
        #expect(failure?.message.contains(folder.file("edit/" + name)) == true)
    }

    @Test(arguments: ["false", "no-such-editor", "rm -f", "sh -c 'rm \"$1\"; mkfifo \"$1\"' sh"])
    func `an editor that fails or takes the file away is a sentence`(command: String) {
        #expect(throws: CommandFailure.self) { try editor(command).edit("Once") }
        #expect(files == [])
    }

    @Test(
        arguments: [
            (["VISUAL": "a -w", "EDITOR": "b"], "a -w"), (["VISUAL": " ", "EDITOR": "b"], "b"),
            (["PATH": "/nowhere"], nil),
        ] as [([String: String], String?)])
    func `the editor is the one that is named`(variables: [String: String], command: String?) {
        #expect(OutsideEditor(folder: folder.path, variables: variables).command == command)
    }

    @Test func `what a killed program left is found, and nothing of one that runs`() throws {
        try FileManager.default.createDirectory(atPath: folder.file("edit"), withIntermediateDirectories: true)
        try folder.write("mine", to: "edit/\(getpid())-1.md")
        try folder.write("swap", to: "edit/.4194305-1.md.swp")
        // No process has a number beyond the kernel's limit.
        try folder.write("left", to: "edit/4194305-1.md")
        #expect(OutsideEditor.leftovers(in: folder.file("edit")) == [folder.file("edit/4194305-1.md")])
    }
}
