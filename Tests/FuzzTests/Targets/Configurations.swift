import CollabTesting
import DraftCore
import FoundationEssentials

@testable import DraftTUI
@testable import collab_server

/// Configuration files of both programs: each is read, or each of its flaws is told in one line.
///
/// An input is a byte for the program, and the file.
final class Configurations: FuzzTarget {
    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
        try FileManager.default.createDirectory(atPath: folder.file("draft"), withIntermediateDirectories: true)
    }

    func run(_ input: FuzzInput) {
        var input = input
        switch input.choice(of: 3) {
        case 0: readServers(input.rest)
        case 1: readWriters(Array(input.rest))
        default: loadWriters(Array(input.rest))
        }
    }

    private func readServers(_ bytes: ArraySlice<UInt8>) {
        let texts = SettingTexts(
            options: [.database: "sqlite:drafts.db"], variables: [:], file: VariableFile(bytes, path: "server.conf"))
        _ = texts.unknownVariables
        do throws(ConfigurationError) {
            let configuration = try ServerConfiguration(texts)
            for line in ConfigurationReport(configuration, texts).lines { checkLine(line) }
        } catch {
            claim(!error.problems.isEmpty, "refused without a reason")
        }
    }

    private func readWriters(_ bytes: [UInt8]) {
        do throws(ConfigurationFile.Refusal) {
            for entry in try ConfigurationFile(bytes).entries {
                claim(!entry.path.isEmpty && entry.line >= 1, "an entry without a place")
            }
        } catch {
            claim(!error.sentence.isEmpty, "refused without a reason")
        }
    }

    /// As the program does at its start, keymap and all.
    private func loadWriters(_ bytes: [UInt8]) {
        do {
            try Data(bytes).write(to: URL(filePath: folder.file("draft/config.toml")))
            let settings = try Settings.loaded(in: ["XDG_CONFIG_HOME": folder.path, "HOME": folder.path])
            for problem in settings.problems { claim(!problem.sentence.isEmpty, "a problem without words") }
            _ = SettingName.allCases.map { settings[$0] }
        } catch {
            fatalError("FINDING: \(error)")
        }
    }

    private func checkLine(_ line: String) {
        claim(SafeText.cleaned(line, for: .line).text == line, "a line that no terminal may see: \(line)")
    }
}
