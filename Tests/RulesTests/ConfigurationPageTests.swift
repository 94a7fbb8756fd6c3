import Foundation
import Testing

/// `docs/CONFIGURATION.md` against what the server reads. The server's module cannot be imported here, so its source is read.
@Suite struct ConfigurationPageTests {
    private struct Bound: Equatable {
        let standard: Int
        let range: [Int]
    }

    @Test func `the page has every limit with its default and its range, and no other`() throws {
        let declared = try Self.declaredLimits()
        #expect(declared.count >= 28)
        var written: [String: Bound] = [:]
        for cells in try Self.rows() where cells.count == 4 && cells[0].hasPrefix("`COLLAB_LIMIT_") {
            let name = cells[0].filter { $0 != "`" }
            #expect(written[name] == nil, "\(name) has two rows")
            let range = cells[3].split(separator: " to ").compactMap { Int($0) }
            written[name] = Bound(standard: try #require(Int(cells[2]), "\(name)"), range: range)
        }
        #expect(Set(written.keys) == Set(declared.keys))
        for (name, bound) in declared { #expect(written[name] == bound, "\(name)") }
    }

    @Test func `the page has every setting with its option, its variable and its default`() throws {
        let source = try Repository.text("Sources/collab-server/Configuration/Setting.swift")
        let names = source.matches(of: /\n {4}case (\w+)(?: = "([\w-]+)")?(?=\n)/).map {
            String($0.2 ?? $0.1)
        }
        #expect(names.count >= 8)
        let standards = try Self.declaredStandards()
        var rows: [String: [String]] = [:]
        for cells in try Self.rows() where cells.count == 4 && cells[0].hasPrefix("`--") { rows[cells[0]] = cells }
        #expect(Set(rows.keys) == Set(names.map { "`--\($0)`" }))
        for name in names {
            let row = try #require(rows["`--\(name)`"], "\(name)")
            #expect(row[1] == "`COLLAB_\(name.uppercased().replacing("-", with: "_"))`")
            if let standard = standards[name] { #expect(row[3].filter { $0 != "`" } == standard, "\(name)") }
        }
    }

    @Test func `the page has every variable of an issuer, and no other`() throws {
        let source = try Repository.text("Sources/collab-server/Configuration/IssuerSettings.swift")
        let names = source.matches(of: /\n {4}case \w+ = "([A-Z_]+)"/).map { String($0.1) }
        #expect(names.count >= 10)
        let written = try Self.rows().filter { $0.count == 3 }.map { $0[0].filter { $0 != "`" } }
            .filter { $0.hasPrefix("CLERK_") || $0.hasPrefix("COLLAB_") }
        #expect(written == names)
    }

    /// The cells of every row of a table, without the space around them.
    private static func rows() throws -> [[String]] {
        try Repository.text("docs/CONFIGURATION.md").split(separator: "\n").filter { $0.hasPrefix("| ") }.map { line in
            line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    private static func declaredLimits() throws -> [String: Bound] {
        let source = try Repository.text("Sources/collab-server/Policy/Limits.swift")
        var standards: [String: Int] = [:]
        for match in source.matches(of: /\n {4}var (\w+) = (.+)/) { standards[String(match.1)] = try value(match.2) }
        var limits: [String: Bound] = [:]
        for match in source.matches(of: /Bound\("(\w+)", \\\.(\w+), (.+?)\.\.\.(.+)\),\n/) {
            let range = [try value(match.3), try value(match.4)]
            limits["COLLAB_LIMIT_\(match.1)"] = Bound(standard: try #require(standards[String(match.2)]), range: range)
        }
        #expect(limits.count == standards.count, "every limit can be set")
        return limits
    }

    /// By setting, the default that the help of its option tells.
    private static func declaredStandards() throws -> [String: String] {
        let source = try Repository.text("Sources/collab-server/Commands/ServerOptions.swift")
        var standards: [String: String] = [:]
        for match in source.matches(of: /\(default: ([^)]+)\)[^@]*?var (\w+): String\?/) {
            let name = String(match.2).replacing(/[A-Z]/) { "-" + $0.output.lowercased() }
            standards[name] = String(match.1)
        }
        #expect(standards.count >= 5)
        return standards
    }

    /// A number as the source spells it: `12_000`, `1 << 20` or `(64 << 20)`.
    private static func value(_ spelling: Substring) throws -> Int {
        let parts = spelling.filter { !"()_".contains($0) }.split(separator: " << ").map { Int($0) }
        let number = try #require(parts[0], "\(spelling)")
        return parts.count == 1 ? number : number << (try #require(parts[1], "\(spelling)"))
    }
}
