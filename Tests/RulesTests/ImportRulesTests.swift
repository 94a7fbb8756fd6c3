import Testing

/// The table of targets in `ARCHITECTURE.md` against the `import` lines and the manifest: one table, and it is true.
@Suite struct ImportRulesTests {
    private static let openToAllButThePure: Set = ["Dispatch", "FoundationEssentials", "Glibc", "Synchronization"]
    private static let pure: Set = ["CellGrid", "DraftCore", "DraftScreens"]

    /// What each target may import of this package and of others.
    let table: [String: Set<String>]
    let sources: [SwiftSource]

    init() throws {
        table = try ArchitectureTable.read()
        sources = Repository.sources
    }

    @Test func `every target is in the table`() throws {
        #expect(Set(table.keys) == Set(try Repository.names(in: "Sources")).subtracting(["C"]))
    }

    @Test func `every import is in the table`() {
        let strays = sources.flatMap { source in
            let common = Self.pure.contains(source.target) ? [] : Self.openToAllButThePure
            return source.imports.filter { !(table[source.target] ?? []).union(common).contains($0) }
                .map { "\(source.path) imports \($0)" }
        }
        #expect(strays == [])
    }

    @Test func `the manifest gives every target what the table says, no more and no less`() throws {
        let manifest = try Manifest()
        for (target, modules) in table {
            #expect(Set(manifest.dependencies[target] ?? []) == modules, "\(target)")
        }
    }

    @Test(
        arguments: [
            ("DraftCore", [], 15), ("CellGrid", [], 10), ("DraftScreens", ["CellGrid", "DraftCore"], 10),
        ] as [(String, Set<String>, Int)])
    func `the pure targets reach no clock, file, socket or terminal`(
        target: String, modules: Set<String>, files: Int
    ) {
        let own = sources.filter { $0.target == target }
        #expect(own.count >= files, "the sources of \(target) were not found")
        #expect(Set(own.flatMap(\.imports)) == modules)
        #expect(table[target] == modules)
    }

    @Test func `client and server meet in the wire and the core alone`() {
        let client: Set = ["CollabClient", "DraftScreens", "DraftTUI", "CellGrid"]
        let server: Set = ["DraftStorage", "collab-server"]
        for target in client { #expect(table[target]?.isDisjoint(with: server) == true, "\(target)") }
        for target in server { #expect(table[target]?.isDisjoint(with: client) == true, "\(target)") }
    }
}

/// The table of targets: its rows are `| target | is | may import |`, the names in backquotes.
private enum ArchitectureTable {
    static func read() throws -> [String: Set<String>] {
        var table: [String: Set<String>] = [:]
        for line in try Repository.text("ARCHITECTURE.md").split(separator: "\n") {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
            guard cells.count == 5, let target = names(in: cells[1]).first, names(in: cells[1]).count == 1,
                Repository.exists("Sources/" + target)
            else { continue }
            table[target] = Set(names(in: cells[3]))
        }
        return table
    }

    private static func names(in cell: Substring) -> [String] {
        cell.matches(of: /`([\w-]+)`/).map { String($0.1) }
    }
}

/// What `Package.swift` says of its targets.
private struct Manifest {
    /// By target, the modules and products that it is given.
    private(set) var dependencies: [String: [String]] = [:]

    init() throws {
        let text = try Repository.text("Package.swift")
        for declaration in text.matches(of: /\.(?:target|executableTarget)\(\s*name: "([^"]+)"/) {
            let rest = text[declaration.range.upperBound...]
            let own = rest[..<(rest.firstRange(of: "swiftSettings")?.lowerBound ?? rest.endIndex)]
            let names = own.replacing(/package: "[^"]*"/, with: "").replacing(/path: "[^"]*"/, with: "")
                .matches(of: /"([^"]+)"/).map { String($0.1) }
            dependencies[String(declaration.1)] = names
        }
    }
}
