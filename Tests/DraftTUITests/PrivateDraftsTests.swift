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
        let (one, other) = (DraftID.random(), DraftID.random())
        #expect(kept.keep(one, isPrivate: true))
        #expect(PrivateDrafts(folders).keep(other, isPrivate: true), "another editor")
        #expect(kept.load() == [one, other])
        #expect(kept.keep(one, isPrivate: false))
        #expect(kept.load() == [other])
        try Data("nonsense".utf8).write(to: URL(filePath: folders.state + "/private-drafts.json"))
        #expect(kept.load().isEmpty)
    }
}
