import CollabTesting
import Foundation

extension Home {
    /// All that the journals of this machine hold, as it stands on disk.
    var journalTexts: String {
        let folder = URL(fileURLWithPath: directory.file("state/draft/journal"))
        guard let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) else { return "" }
        return files.compactMap { $0 as? URL }.filter { $0.pathExtension == "json" }
            .compactMap { try? String(contentsOf: $0, encoding: .utf8) }.joined(separator: "\n")
    }
}
