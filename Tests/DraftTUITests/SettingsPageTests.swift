import Foundation
import Testing

@testable import DraftTUI

/// `docs/SETTINGS.md` against the settings that there are.
@Suite struct SettingsPageTests {
    private static let page: String = {
        let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        return try! String(contentsOf: folder.appending(path: "../../docs/SETTINGS.md").standardized, encoding: .utf8)
    }()

    @Test func `the page has every setting with its kind, default, variable and option, in their order`() {
        let rows = Self.page.split(separator: "\n").filter { $0.hasPrefix("| `") }
        let wanted = SettingName.allCases.map { name in
            let standard = name.standard.spelling.isEmpty ? "–" : "`\(name.standard.spelling)`"
            return
                "| `\(name.rawValue)` | \(name.kind.description) | \(standard) | `\(name.variable)` | `\(name.flag ?? "--set")` |"
        }
        #expect(rows.map { String($0) } == wanted)
    }

    @Test func `the page's example is understood, every line of it`() throws {
        let fence = try #require(Self.page.firstRange(of: "```toml\n"))
        let rest = Self.page[fence.upperBound...]
        let text = rest[..<(try #require(rest.firstRange(of: "```")).lowerBound)]
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.file("draft"), withIntermediateDirectories: true)
        try folder.write(String(text), to: "draft/config.toml")
        let settings = try Settings.loaded(in: ["XDG_CONFIG_HOME": folder.path])
        #expect(settings.problems == [])
        #expect(settings.values.count == 4)
        #expect(settings.keys.count == 2)
    }
}
