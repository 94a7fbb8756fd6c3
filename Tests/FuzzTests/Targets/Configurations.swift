import CollabTesting
import DraftCore
import FoundationEssentials

@testable import DraftTUI
@testable import collab_server

/// Configuration files of both programs: each is read, or each of its flaws is told in one line that any terminal may show.
///
/// An input is a byte for the program, and the file. It is taken where there are no flaws.
final class Configurations: FuzzTarget {
    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
        try FileManager.default.createDirectory(atPath: folder.file("draft"), withIntermediateDirectories: true)
    }

    func run(_ input: FuzzInput) -> Bool {
        var input = input
        return input.choice(of: 2) == 0 ? readServers(input.rest) : readWriters(Array(input.rest))
    }

    private func readServers(_ bytes: ArraySlice<UInt8>) -> Bool {
        // A device in the place of a file may have no end.
        guard !String(decoding: bytes, as: UTF8.self).contains("/dev") else { return false }
        let texts = SettingTexts(
            options: [.database: "sqlite:drafts.db"], variables: [:], file: VariableFile(bytes, path: "server.conf"))
        texts.unknownVariables.forEach(checkLine)
        do throws(ConfigurationError) {
            let configuration = try ServerConfiguration(texts)
            ConfigurationReport(configuration, texts).lines.forEach(checkLine)
            return true
        } catch {
            claim(!error.problems.isEmpty, "refused without a reason")
            error.problems.forEach(checkLine)
            return false
        }
    }

    /// As the program does at its start, keymap and all.
    private func readWriters(_ bytes: [UInt8]) -> Bool {
        do {
            let path = folder.file("draft/config.toml")
            try Data(bytes).write(to: URL(filePath: path))
            let settings = try Settings.loaded(in: ["XDG_CONFIG_HOME": folder.path, "HOME": folder.path])
            for problem in settings.problems {
                claim(!problem.sentence.isEmpty && problem.place.hasPrefix(path), "a problem without a place")
            }
            let isUnread = (try? ConfigurationFile(bytes)) == nil
            claim(!isUnread || !settings.problems.isEmpty, "a file that cannot be read, and nobody is told")
            return settings.problems.isEmpty
        } catch {
            fatalError("FINDING: \(error)")
        }
    }

    private func checkLine(_ line: String) {
        claim(SafeText.cleaned(line, for: .line).text.isSame(line), "a line that no terminal may show: \(line)")
    }
}
