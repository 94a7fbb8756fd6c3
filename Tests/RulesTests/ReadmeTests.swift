import Foundation
import Testing

/// The pages for people: what they point to is there.
@Suite struct ReadmeTests {
    private static let pages = [
        "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/DEPLOYMENT.md", "docs/OPERATIONS.md",
        "docs/PERFORMANCE.md", "docs/SECURITY.md",
    ]

    @Test(arguments: ["make run", "make test"])
    func `the README begins with the two commands`(command: String) throws {
        let readme = try Repository.text("README.md")
        #expect(readme.contains(command))
        let target = command.dropFirst("make ".count) + ":"
        #expect(try Repository.text("Makefile").split(separator: "\n").contains { $0.hasPrefix(target) })
    }

    @Test(arguments: pages)
    func `what a page tells to make is a target of the Makefile`(page: String) throws {
        let targets = try Repository.text("Makefile").matches(of: /(?m)^([a-z-]+):/).map { String($0.1) }
        let named = Self.targets(in: try Repository.text(page))
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

    @Test(arguments: pages)
    func `paths that a page names are there, but those that its reader makes`(page: String) throws {
        let readersOwn = try Repository.text(".gitignore").split(separator: "\n").map(String.init)
        for path in Self.paths(in: try Repository.text(page)).subtracting(readersOwn) {
            #expect(Repository.exists(path), "\(page) names \(path)")
        }
    }

    @Test func `targets and paths are found wherever a page names them`() {
        let text = """
            `make lint-deb` judges what `make deb` has made; we make drafts. `Benchmarks/floods.py --quick` prints.
            ```sh
            docker compose -f deploy/compose.yaml up < scripts/a.sh
            ```
            Below `Tests/` and in `elsewhere/docs/a.md`; see [the page](docs/b.md).
            """
        #expect(Self.targets(in: text) == ["lint-deb", "deb"])
        #expect(Self.paths(in: text) == ["Benchmarks/floods.py", "deploy/compose.yaml", "scripts/a.sh"])
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

    /// What a page tells to make.
    private static func targets(in markdown: String) -> Set<String> {
        Set(markdown.matches(of: /`make ([a-z-]+)/).map { String($0.1) })
    }

    /// The files and folders of the repository that a page names as a word of their own, in code or in prose.
    private static func paths(in markdown: String) -> Set<String> {
        let words = markdown.matches(of: /[`\s]((?:Benchmarks|Sources|Tests|deploy|docs|scripts)\/[\w\/+.-]*\w)/)
        return Set(words.map { String($0.1) })
    }

    /// The targets of Markdown links that stay in the repository, without their fragments.
    private static func relativeLinks(in markdown: String) -> [String] {
        let prose = markdown.replacing(/(?s)```.*?```/, with: "").replacing(/`[^`\n]*`/, with: "")
        return prose.matches(of: /\]\(([^)\s#]+)[^)]*\)/).map { String($0.1) }
            .filter { !$0.contains("://") && !$0.hasPrefix("mailto:") }
    }
}
