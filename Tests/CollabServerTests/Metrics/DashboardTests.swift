import CollabTesting
import Foundation
import Testing

/// What is made for operators' tools, against what the server tells.
@Suite struct DashboardTests {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        .standardized

    private struct Dashboard: Decodable {
        struct Panel: Decodable {
            struct Target: Decodable { let expr: String }
            let title: String
            let targets: [Target]?
        }
        let title: String
        let panels: [Panel]
    }

    /// The names of all series that the page has, histograms by the three of each.
    private func exported() async throws -> Set<String> {
        try await InProcessServer.run { server in
            let page = try await server.send("GET", "/metrics").text
            var names: Set<String> = []
            for line in page.split(separator: "\n") where line.hasPrefix("# TYPE ") {
                let words = line.split(separator: " ").map(String.init)
                names.formUnion(
                    words[3] == "histogram" ? ["_bucket", "_sum", "_count"].map { words[2] + $0 } : [words[2]])
            }
            return names
        }
    }

    private func names(in expression: String) -> Set<String> {
        Set(expression.matches(of: /\b(?:collab|process)_[a-z_]+/).map { String($0.0) })
    }

    @Test func `every metric that the dashboard asks for is one that the server tells`() async throws {
        let file = Self.repository.appending(path: "docs/monitoring/grafana-dashboard.json")
        let dashboard = try JSONDecoder().decode(Dashboard.self, from: Data(contentsOf: file))
        let exported = try await exported()
        let expressions = dashboard.panels.flatMap { $0.targets ?? [] }.map(\.expr)
        #expect(expressions.count >= 15)
        var asked: Set<String> = []
        for expression in expressions {
            let names = names(in: expression)
            #expect(!names.isEmpty, "\(expression)")
            #expect(names.isSubset(of: exported), "\(names.subtracting(exported))")
            asked.formUnion(names)
        }
        #expect(asked.count >= 15)
    }

    @Test func `every metric that an alert asks for is one that the server tells`() async throws {
        let file = Self.repository.appending(path: "docs/monitoring/prometheus-alerts.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        let exported = try await exported()
        let expressions = text.split(separator: "\n").filter { $0.contains("expr:") }
        #expect(expressions.count >= 6)
        for expression in expressions {
            let names = names(in: String(expression))
            #expect(!names.isEmpty && names.isSubset(of: exported), "\(expression)")
        }
    }

    @Test func `the runbook has every metric, and no other`() async throws {
        let page = try String(
            contentsOf: Self.repository.appending(path: "docs/OPERATIONS.md"), encoding: .utf8)
        // In other tables a metric stands among words.
        let written = page.matches(of: /\n\| `((?:collab|process)_[a-z_]+)` \|/).map { String($0.1) }
        let exported = try await exported().map { name in
            for suffix in ["_bucket", "_sum", "_count"] where name.hasSuffix(suffix) {
                return String(name.dropLast(suffix.count))
            }
            return name
        }
        #expect(Set(written) == Set(exported))
        #expect(Set(written).count == written.count)
    }
}
