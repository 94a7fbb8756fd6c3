import DraftCore
import FoundationEssentials

/// What `draft config` prints: every setting, and where it was made. There is no secret in it.
struct SettingsReport: Encodable {
    struct Line: Encodable {
        let name: String
        let value: String
        let source: String
        /// Where the source is the file.
        let line: Int?
    }

    /// A line of the table of pins.
    struct Pin: Encodable {
        let server: String
        let keys: [String]
        let line: Int
    }

    /// A line of the table of keys.
    struct Binding: Encodable {
        let action: String
        let keys: [String]
        let line: Int
    }

    struct Problem: Encodable {
        let place: String
        let problem: String

        init(_ problem: SettingProblem) {
            place = problem.place
            self.problem = problem.sentence
        }
    }

    let path: String
    let settings: [Line]
    let keys: [Binding]
    let pins: [Pin]
    let problems: [Problem]

    init(_ settings: Settings) {
        path = settings.path
        self.settings = SettingName.allCases.map { name in
            let setting = settings[name]
            var (source, line) = (setting.source.description, nil as Int?)
            if case .file(let path, let number) = setting.source { (source, line) = (path, number) }
            let spelling = setting.value.spelling
            let shown = name == .server ? SettingKind.withoutPassword(spelling) : spelling
            return Line(name: name.rawValue, value: shown, source: source, line: line)
        }
        keys = settings.keys.map { Binding(action: $0.action, keys: $0.keys, line: $0.line) }
        pins = settings.pins.map { Pin(server: $0.server, keys: $0.keys, line: $0.line) }
        problems = settings.problems.map(Problem.init)
    }

    /// The same for people.
    var lines: [String] {
        let rows =
            settings.map { ($0.name, $0.value.isEmpty ? "–" : $0.value, $0.line.map { "\(path):\($0)" } ?? $0.source) }
            + keys.map {
                ("keys." + $0.action, $0.keys.isEmpty ? "–" : $0.keys.joined(separator: ", "), "\(path):\($0.line)")
            }
            + pins.map { ("pins." + $0.server, $0.keys.joined(separator: ", "), "\(path):\($0.line)") }
        let names = rows.map(\.0.count).max() ?? 0
        let values = rows.map { min($0.1.count, 40) }.max() ?? 0
        return rows.map { name, value, source in
            let text = Self.padded(name, names) + "  " + Self.padded(value, values) + "  " + source
            return SafeText.escaped(text, for: .line)
        }
    }

    private static func padded(_ text: String, _ columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - text.count))
    }
}
