import CollabTesting
import Foundation
import Testing

@testable import collab_server

/// The file of variables, and what `collab-server config` says of where each came from.
@Suite struct VariableFileTests {
    private func file(_ text: String) -> VariableFile { VariableFile(Array(text.utf8), path: "draft.env") }

    @Test func `a line is a variable, and remarks and empty lines are none`() {
        let file = file(
            "# where\n\nCOLLAB_HOST=::1\r\n  COLLAB_PORT = 1\n; or\nCLERK_ISSUER=\"https://a.example\"\nX='a=b'\nY=")
        #expect(file.problems == ["draft.env:4: this is not a line of the form NAME=value."])
        #expect(
            file.entries.mapValues(\.text) == [
                "COLLAB_HOST": "::1", "CLERK_ISSUER": "https://a.example", "X": "a=b", "Y": "",
            ])
        #expect(file.entries["X"]?.line == 7)
    }

    @Test(arguments: [
        ("COLLAB_PORT", "draft.env:1: this is not a line of the form NAME=value."),
        ("1A=b", "draft.env:1: this is not a line of the form NAME=value."),
        ("A=1\nA=2", "draft.env:2: A stands on line 1 already."),
        ("A=\"secret", "draft.env:1: the quotes around the value of A do not match."),
        ("A='", "draft.env:1: the quotes around the value of A do not match."),
    ])
    func `what is no such line is told with its place`(text: String, problem: String) {
        #expect(file(text).problems == [problem])
    }

    @Test func `bytes that are no text are one problem`() {
        #expect(VariableFile([0x41, 0x3D, 0xFF], path: "x").problems == ["x: this is not UTF-8 text."])
        let problem = "--config: the file /nowhere/x cannot be read: No such file or directory."
        #expect(VariableFile(at: "/nowhere/x").problems == [problem])
        #expect(VariableFile(at: "/").problems == ["--config: the file / cannot be read: it is no file."])
    }

    @Test func `an option wins over a variable, and that over the file`() throws {
        let texts = SettingTexts(
            options: [.port: "1"], variables: ["COLLAB_PORT": "2", "COLLAB_HOST": "::1"],
            file: file(
                "COLLAB_PORT=3\nCOLLAB_HOST=0.0.0.0\nCOLLAB_DATABASE=sqlite:a.db\nCOLLAB_LIMIT_DRAFTS=7\nCOLLAB_X=1"))
        let configuration = try ServerConfiguration(texts)
        #expect(configuration.port == 1)
        #expect(configuration.host == "::1")
        #expect(configuration.database == .sqlite(path: "a.db"))
        #expect(configuration.limits.drafts == 7)
        #expect(texts.unknownVariables == ["COLLAB_X"])
        let rows = ConfigurationReport(configuration, texts).settings
        func row(_ name: String) -> ConfigurationReport.Row? { rows.first { $0.name == name } }
        #expect(row("COLLAB_PORT") == .init(name: "COLLAB_PORT", value: "1", source: "--port"))
        #expect(row("COLLAB_HOST") == .init(name: "COLLAB_HOST", value: "::1", source: "COLLAB_HOST"))
        #expect(row("COLLAB_LIMIT_DRAFTS")?.source == "COLLAB_LIMIT_DRAFTS (draft.env:4)")
        #expect(row("COLLAB_IDLE_EXIT") == .init(name: "COLLAB_IDLE_EXIT", value: "", source: "default"))
        #expect(Set(rows.map(\.name)).isSuperset(of: Setting.allCases.map(\.variable)))
        #expect(Set(rows.map(\.name)).isSuperset(of: Limits.Bound.all.map(\.variable)))
    }

    @Test func `problems of the file and in it are told together`() {
        let texts = SettingTexts(
            options: [:], variables: [:],
            file: file("nonsense\nCOLLAB_PORT=x\nCOLLAB_LIMIT_DRAFTS=0\nCLERK_JWT_KEY=x"))
        let expected = [
            "draft.env:1: this is not a line of the form NAME=value.",
            "--database: missing; name the file with --database sqlite:PATH or COLLAB_DATABASE, or a PostgreSQL database with "
                + "postgres://HOST/NAME.",
            "COLLAB_PORT (draft.env:2): \"x\" is not a port number from 0 to 65535.",
            "COLLAB_LIMIT_DRAFTS (draft.env:3): \"0\" is not a number from 1 to 1000000.",
            "CLERK_JWT_KEY (draft.env:4): means nothing without CLERK_ISSUER.",
            "CLERK_JWT_KEY (draft.env:4): holds no public key in PEM form (RSA of 2048 bits at least, P-256 or"
                + " Ed25519).",
        ]
        #expect(throws: ConfigurationError(problems: expected)) { try ServerConfiguration(texts) }
    }

    @Test func `the command prints what serve would run with, and refuses what serve would refuse`() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.file("draft.env")
        try Data("COLLAB_DATABASE=sqlite:a.db\nCOLLAB_PORT=8123\n".utf8).write(to: URL(fileURLWithPath: path))
        let sound = try ServerProcess(["config", "--config", path, "--host", "::1"], in: directory)
        #expect(try await sound.exitCode() == 0)
        let lines = sound.printed.split(separator: "\n").map { $0.split(separator: " ") }
        #expect(lines.contains(["COLLAB_PORT", "8123", "COLLAB_PORT", "(\(path):2)"]))
        #expect(lines.contains(["COLLAB_HOST", "::1", "--host"]))
        let json = try ServerProcess(
            ["config", "--json"], environment: ["COLLAB_DATABASE": "sqlite:b.db"], in: directory)
        #expect(try await json.exitCode() == 0)
        #expect(json.printed.contains(#"{"name":"COLLAB_DATABASE","source":"COLLAB_DATABASE","value":"sqlite:b.db"}"#))
        let refused = try ServerProcess(
            ["config", "--config", path, "--environment", "production", "--port", "x"], in: directory)
        #expect(try await refused.exitCode() == 1)
        #expect(refused.printed == "")
        #expect(refused.complained.contains("2 problems"))
    }
}
