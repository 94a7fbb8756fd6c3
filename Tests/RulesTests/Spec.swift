import CollabAPI
import Foundation

/// The parts of `docs/openapi.yaml` that tests ask for.
struct Spec: Sendable {
    struct Operation: Sendable {
        let method: String
        let path: String
        let node: SpecNode
        /// Of the operation and of its path, references followed.
        let parameters: [SpecNode]

        var name: String { "\(method) \(path)" }
        var statuses: Set<String> { Set(node["responses"].keys) }
        var queryNames: Set<String> {
            Set(parameters.filter { $0["in"].text == "query" }.compactMap { $0["name"].text })
        }
    }

    /// Read once, for many tests look at it.
    static let written = Spec(root: SpecNode(yaml: try! Repository.text("docs/openapi.yaml")))

    let root: SpecNode

    var operations: [Operation] {
        let methods: Set = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]
        return root["paths"].fields.flatMap { path, item in
            item.fields.filter { methods.contains($0.key) }.map { method, node in
                Operation(
                    method: method.uppercased(), path: path, node: node,
                    parameters: (item["parameters"].items + node["parameters"].items).map(resolved))
            }
        }
    }

    func operation(_ route: Route) -> Operation? {
        operations.first { $0.method == route.method.rawValue && $0.path == route.template }
    }

    /// What an operation answers with `status`, a reference followed.
    func answer(_ status: String, of operation: Operation) -> SpecNode {
        let node = operation.node["responses"][status]
        return node.reference.map(root.resolving) ?? node
    }

    /// The properties of a schema and those that must be there.
    func properties(of schema: String) -> (all: Set<String>, required: Set<String>) {
        let node = root["components"]["schemas"][schema]
        return (Set(node["properties"].keys), Set(node["required"].texts))
    }

    func values(of schema: String) -> [String] {
        root["components"]["schemas"][schema]["enum"].texts
    }

    var exampleNames: [String] { root["components"]["examples"].keys }

    /// The JSON of an example.
    func example(_ name: String) -> Data {
        Data((root["components"]["examples"][name]["value"].text ?? "").utf8)
    }

    private func resolved(_ node: SpecNode) -> SpecNode {
        node["$ref"].text == nil ? node : node.reference.map { root.resolving($0) } ?? node
    }
}
