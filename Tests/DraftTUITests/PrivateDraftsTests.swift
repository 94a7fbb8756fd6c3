import DraftCore
import Foundation
import Testing

@testable import DraftTUI

/// What is private once is private at the next start.
@Suite struct PrivateDraftsTests {
    @Test func `drafts are remembered, and a file that cannot be read is none`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let folders = Folders(environment: ["HOME": "/", "XDG_STATE_HOME": folder.path, "XDG_DATA_HOME": folder.path])
        try Folders.make(folders.state)
        let kept = PrivateDrafts(folders)
        #expect(kept.load().isEmpty)
        let drafts: Set<DraftID> = [.random(), .random()]
        #expect(kept.save(drafts))
        #expect(kept.load() == drafts)
        try Data("nonsense".utf8).write(to: URL(filePath: folders.state + "/private-drafts.json"))
        #expect(kept.load().isEmpty)
    }
}
