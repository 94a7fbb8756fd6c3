import CollabTesting
import Foundation
import Testing

/// The settings as whoever starts the programs meets them.
@Suite(.serialized) struct SettingsTests {
    private func home(_ configuration: String) throws -> Home {
        let home = try Home()
        let folder = home.directory.file("config") + "/draft"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try configuration.write(toFile: folder + "/config.toml", atomically: true, encoding: .utf8)
        return home
    }

    @Test func `server and name come from the file, and an option wins`() async throws {
        try await InProcessServer.run { server in
            let home = try home("server = \"\(server.url)\"\nuser = \"ana\"\n")
            #expect(try await home.draft(["whoami"]).line.hasPrefix("ana (ana) at "))
            #expect(try await home.draft(["whoami", "--user", "ben"]).line.hasPrefix("ben (ben) at "))
            let nowhere = try await home.draft(["whoami", "--server", "http://127.0.0.1:1"])
            #expect(nowhere.code == 69)
        }
    }

    @Test func `a file that is not understood is a warning and no more`() async throws {
        try await InProcessServer.run { server in
            let home = try home("theme = \"blue\"\nserver = \"\(server.url)\"\n")
            let said = try await home.draft(["whoami", "--user", "ana"])
            #expect(said.code == 0)
            #expect(said.line.hasPrefix("ana (ana) at "))
            #expect(said.complaints.contains("config.toml:1: theme: \"blue\" is not understood here"))
        }
    }

    @Test func `what is set is printed with where it was set, and what is wrong has its own code`() async throws {
        let home = try home("measure = 70\n\nmesure = 3\n")
        let path = try await home.draft(["config", "path"]).line
        #expect(path == home.directory.file("config") + "/draft/config.toml")
        let shown = try await home.draft(["--theme", "dark", "config", "--set", "goal=5"])
        #expect(shown.code == 0)
        let words = shown.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(words.contains("measure 70 \(path):1"))
        #expect(words.contains("theme dark --theme"))
        #expect(words.contains("goal 5 --set"))
        let printed = try await home.draft(["config", "--json"]).output
        let object = try JSONSerialization.jsonObject(with: Data(printed.utf8)) as? [String: Any]
        #expect((object?["settings"] as? [Any])?.count == 17)
        let checked = try await home.draft(["config", "check"])
        #expect(checked.code == 1)
        #expect(checked.line.hasPrefix("\(path):3: There is no setting \"mesure\"."))
        #expect(try await self.home("mouse = false\n").draft(["config", "check"]).code == 0)
        #expect(try await home.draft(["config", "--measure", "wide"]).code == 65)
    }

    @Test func `an editor tells once what is not understood, and obeys the rest`() async throws {
        try await TwoWritersTests.scene { scene in
            let folder = scene.home.directory.file("config") + "/draft"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try "theme = \"high-contrast\"\nmesure = 3\n[keys]\nquit = \"f9\"\n".write(
                toFile: folder + "/config.toml", atomically: true, encoding: .utf8)
            let screen = try Screen(
                "\(Programs.draft) --server \(scene.server.url) --user ana open \(scene.draft); echo \"ended with $?\"; cat",
                in: scene.home)
            try await screen.shows("There is no setting \"mesure\"")
            try await screen.shows("The Lighthouse")
            try screen.press("F9")
            try await screen.shows("ended with 0")
        }
    }
}
