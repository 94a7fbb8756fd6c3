/// A part of `docs/openapi.yaml`, which keeps to the plain half of YAML: block mappings and lists, texts, and flow values
/// (`{…}`, `[…]`) that are read only where a test asks.
indirect enum SpecNode: Sendable {
    case map([(key: String, value: SpecNode)])
    case list([SpecNode])
    /// A scalar or a flow value, as it is written.
    case text(String)

    init(yaml: String) {
        var reader = SpecReader(yaml)
        self = reader.block(indent: 0)
    }

    /// The value under `key`; an empty mapping where there is none.
    subscript(key: String) -> SpecNode {
        guard case .map(let fields) = self else { return .map([]) }
        return fields.first { $0.key == key }?.value ?? .map([])
    }

    var fields: [(key: String, value: SpecNode)] {
        if case .map(let fields) = self { fields } else { [] }
    }

    var keys: [String] { fields.map(\.key) }

    /// The texts of a list, in block or flow form.
    var texts: [String] {
        switch self {
        case .list(let items): items.compactMap(\.text)
        case .text(let flow): flow.split { "[], \n".contains($0) }.map(String.init)
        case .map: []
        }
    }

    var items: [SpecNode] {
        if case .list(let items) = self { items } else { [] }
    }

    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// What `$ref` names, in block or flow form: `#/components/…`.
    var reference: String? {
        let written = self["$ref"].text ?? text
        return written?.firstMatch(of: /#\/[\w\/]+/).map { String($0.0) }
    }

    /// The node that a reference of this document names.
    func resolving(_ reference: String) -> SpecNode {
        reference.split(separator: "/").dropFirst().reduce(self) { $0[String($1)] }
    }
}

private struct SpecReader {
    private let lines: [(indent: Int, text: String)]
    private var next = 0

    init(_ yaml: String) {
        lines = yaml.split(separator: "\n").filter { !$0.drop { $0 == " " }.isEmpty }
            .map { ($0.prefix { $0 == " " }.count, String($0.drop { $0 == " " })) }
    }

    /// Everything from here on that stands at `indent`.
    mutating func block(indent: Int) -> SpecNode {
        guard next < lines.count, lines[next].indent >= indent else { return .map([]) }
        let indent = lines[next].indent
        let first = lines[next].text
        if first.hasPrefix("- ") { return list(indent: indent) }
        if first.hasPrefix("{") || first.hasPrefix("[") { return .text(deeper(than: indent - 1)) }
        var fields: [(key: String, value: SpecNode)] = []
        while next < lines.count, lines[next].indent == indent, !lines[next].text.hasPrefix("- ") {
            let (key, rest) = Self.field(lines[next].text)
            next += 1
            fields.append((key, value(rest, indent: indent)))
        }
        return .map(fields)
    }

    private mutating func value(_ rest: String, indent: Int) -> SpecNode {
        if rest == "|" || rest == ">-" { return .text(deeper(than: indent)) }
        return rest.isEmpty ? block(indent: indent + 1) : .text(rest)
    }

    private mutating func list(indent: Int) -> SpecNode {
        var items: [SpecNode] = []
        while next < lines.count, lines[next].indent == indent, lines[next].text.hasPrefix("- ") {
            let rest = String(lines[next].text.dropFirst(2))
            let (key, value) = Self.field(rest)
            next += 1
            guard !key.isEmpty else {
                items.append(.text(rest))
                continue
            }
            let first = (key: key, value: self.value(value, indent: indent + 2))
            let hasMore = next < lines.count && lines[next].indent == indent + 2
            items.append(.map([first] + (hasMore ? block(indent: indent + 2).fields : [])))
        }
        return .list(items)
    }

    /// Takes every line that stands deeper than `indent`.
    private mutating func deeper(than indent: Int) -> String {
        var taken: [String] = []
        while next < lines.count, lines[next].indent > indent {
            taken.append(lines[next].text)
            next += 1
        }
        return taken.joined(separator: "\n")
    }

    /// `key: value`, the key without quotes; an empty key where the line is no field.
    private static func field(_ line: String) -> (key: String, value: String) {
        guard let match = line.wholeMatch(of: /(?:"([^"]*)"|([^\s"{\[][^\s:]*)):(?:\s+(.*))?/) else {
            return ("", line)
        }
        return (String(match.1 ?? match.2 ?? ""), match.3.map(String.init) ?? "")
    }
}
