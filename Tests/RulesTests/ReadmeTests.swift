import Foundation
import Testing

/// The pages for people: what they point to is there.
@Suite struct ReadmeTests {
    @Test(arguments: ["make run", "make test"])
    func `the README begins with the two commands`(command: String) throws {
        let readme = try Repository.text("README.md")
        #expect(readme.contains(command))
        let target = command.dropFirst("make ".count) + ":"
        #expect(try Repository.text("Makefile").split(separator: "\n").contains { $0.hasPrefix(target) })
    }

    @Test(arguments: ["README.md", "CONTRIBUTING.md"])
    func `what a page tells to make is a target of the Makefile`(page: String) throws {
        let named = Set(try Repository.text(page).matches(of: /`make ([a-z-]+)/).map { String($0.1) })
        let targets = try Repository.text("Makefile").matches(of: /(?m)^([a-z-]+):/).map { String($0.1) }
        #expect(!named.isEmpty)
        #expect(named.subtracting(targets) == [])
    }

    @Test func `links between pages lead somewhere`() throws {
        let pages =
            ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]
            + (try Repository.files(in: "docs", withExtension: "md"))
        for page in pages {
            let folder = URL(filePath: "/" + page).deletingLastPathComponent()
            for link in Self.relativeLinks(in: try Repository.text(page)) {
                let place = URL(filePath: link, relativeTo: folder).standardizedFileURL.path
                #expect(Repository.exists(String(place.dropFirst())), "\(page) points to \(link)")
            }
        }
    }

    @Test func `paths that pages name are there`() throws {
        for page in ["ARCHITECTURE.md", "CONTRIBUTING.md"] {
            let named = try Repository.text(page).matches(of: /`((?:Sources|Tests|docs|scripts)\/[\w\/+.-]*\w)`/)
            for path in named.map({ String($0.1) }) { #expect(Repository.exists(path), "\(page) names \(path)") }
        }
    }

    @Test func `links are found in prose, not in code`() {
        let text = """
            See [the map](docs/map.md#top), ![a picture](a.png "Title") and [the web](https://example.org).
            `[no](link.md)` and [here](#below).
            ```
            [nor](this.md)
            ```
            """
        #expect(Self.relativeLinks(in: text) == ["docs/map.md", "a.png"])
    }

    /// The targets of Markdown links that stay in the repository, without their fragments.
    private static func relativeLinks(in markdown: String) -> [String] {
        let prose = markdown.replacing(/(?s)```.*?```/, with: "").replacing(/`[^`\n]*`/, with: "")
        return prose.matches(of: /\]\(([^)\s#]+)[^)]*\)/).map { String($0.1) }
            .filter { !$0.contains("://") && !$0.hasPrefix("mailto:") }
    }
}
