import DraftCore
import DraftScreens

/// What the reader has set, and where: an option over a variable, a variable over the configuration file, the file over the
/// default. What is not understood is told and changes nothing.
struct Settings: Equatable, Sendable {
    struct Setting: Equatable, Sendable {
        let value: SettingValue
        let source: SettingSource
    }

    /// What the command line says; `option` is the one that says it.
    struct Flag: Equatable, Sendable {
        let name: SettingName
        let text: String
        let option: String
    }

    private(set) var values: [SettingName: Setting] = [:]
    /// The lines of the table `[keys]`, which rebinds actions.
    private(set) var keys: [(action: String, keys: [String], line: Int)] = []
    /// The lines of the table `[pins]`: by server, the keys of which it has to have one.
    private(set) var pins: [ServerPin] = []
    /// Where the configuration file is, or would be.
    let path: String
    private(set) var problems: [SettingProblem] = []
    /// Whether the terminal says, by `COLORTERM`, that it has every colour.
    private(set) var hasTrueColor = false

    /// Nothing is set.
    init(path: String = "") {
        self.path = path
    }

    /// Reads what there is. Only an option that makes no sense is an error: whoever typed it is still there.
    static func loaded(
        flags: [Flag] = [], in environment: [String: String] = Environment.variables
    ) throws(CommandFailure) -> Settings {
        var settings = Settings(path: Folders(environment: environment).configuration + "/config.toml")
        settings.readFile()
        settings.read(environment)
        for flag in flags {
            do throws(SettingKind.Refusal) {
                let value = try flag.name.kind.value(of: flag.text)
                settings.values[flag.name] = Setting(value: value, source: .flag(flag.option))
            } catch {
                throw .input("\(flag.option): \(error.sentence)")
            }
        }
        for problem in settings.boundKeymap.1 { settings.report(problem.sentence, line: problem.line) }
        return settings
    }

    /// What is in force, and where it was said.
    subscript(name: SettingName) -> Setting {
        values[name] ?? Setting(value: name.standard, source: .standard)
    }

    private mutating func report(_ sentence: String, line: Int) {
        problems.append(SettingProblem(place: "\(path):\(line)", sentence: sentence))
    }

    private mutating func read(_ environment: [String: String]) {
        // Nobody who asks for no colours by the common name is to be asked for ours as well (no-color.org).
        if !(environment["NO_COLOR"] ?? "").isEmpty {
            values[.colours] = Setting(value: .text("none"), source: .environment("NO_COLOR"))
        }
        hasTrueColor = ["truecolor", "24bit"].contains(environment["COLORTERM"])
        for name in SettingName.allCases {
            guard let text = environment[name.variable], !text.isEmpty else { continue }
            do throws(SettingKind.Refusal) {
                let value = try name.kind.value(of: text)
                values[name] = Setting(value: value, source: .environment(name.variable))
            } catch {
                problems.append(SettingProblem(place: name.variable, sentence: error.sentence))
            }
        }
    }

    private mutating func readFile() {
        do throws(ConfigurationFile.Refusal) {
            for entry in try ConfigurationFile.read(path)?.entries ?? [] { take(entry) }
        } catch {
            let place = error.line.map { "\(path):\($0)" } ?? path
            problems.append(
                SettingProblem(place: place, sentence: error.sentence + " All settings of it are left out."))
        }
    }

    private mutating func take(_ entry: ConfigurationFile.Entry) {
        let spelling = entry.path.joined(separator: ".")
        if entry.path.count == 2, entry.path[0] == "keys" { return takeKeys(entry) }
        if entry.path.count >= 2, entry.path[0] == "pins" { return takePin(entry) }
        guard let name = SettingName(rawValue: spelling) else {
            let nearest = SettingName.nearest(to: spelling).map { " Is it \"\($0.rawValue)\" that is meant?" } ?? ""
            return report("There is no setting \"\(spelling)\".\(nearest)", line: entry.line)
        }
        do throws(SettingKind.Refusal) {
            values[name] = Setting(
                value: try name.kind.value(of: entry.value), source: .file(path, line: entry.line))
        } catch {
            report("\(spelling): \(error.sentence)", line: entry.line)
        }
    }

    private mutating func takePin(_ entry: ConfigurationFile.Entry) {
        let pin = ServerPin(entry)
        pins.append(pin)
        if !pin.isSound {
            report("pins.\(pin.server): \(ServerPin.expectation) Until then nothing is sent there.", line: entry.line)
        }
    }

    private mutating func takeKeys(_ entry: ConfigurationFile.Entry) {
        switch entry.value {
        case .text(let key): keys.append((entry.path[1], key.isEmpty ? [] : [key], entry.line))
        case .texts(let some): keys.append((entry.path[1], some, entry.line))
        default:
            report("keys.\(entry.path[1]): a key is a text like \"ctrl-s\", or a list of such.", line: entry.line)
        }
    }

    static func == (first: Settings, second: Settings) -> Bool {
        first.values == second.values && first.path == second.path && first.problems == second.problems
            && first.pins == second.pins && first.keys.elementsEqual(second.keys) { $0 == $1 }
    }
}

extension SettingName {
    /// The setting whose name is spelt most like a word; nil where none is like it.
    static func nearest(to word: String) -> SettingName? {
        let word = Array(word.lowercased().filter { $0 != "_" && $0 != "-" }.prefix(40))
        let distances = allCases.flatMap { name in
            [name.rawValue, String(name.rawValue.split(separator: ".").last ?? "")].map {
                (name, EditDistance.between(word, Array($0.filter { $0 != "-" })))
            }
        }
        guard let best = distances.min(by: { $0.1 < $1.1 }), best.1 <= max(1, word.count / 3) else { return nil }
        return best.0
    }
}
