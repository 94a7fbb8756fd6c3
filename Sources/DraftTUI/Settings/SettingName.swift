/// What a reader can set. The raw value is its name in the configuration file and to `--set`.
enum SettingName: String, CaseIterable, Sendable {
    case server, user, cacert
    case plainHTTP = "plain-http"
    case theme, colours, keymap, measure, authors, synchronized, mouse, goal
    case shareWords = "share-words"
    case smartQuotes = "smart-quotes"
    case bell = "notifications.bell"
    case desktop = "notifications.desktop"
    case passthrough = "notifications.passthrough"

    /// The environment's variable for it.
    var variable: String {
        "DRAFT_"
            + (rawValue.split(separator: ".").last ?? "").uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
    }

    /// Its option on the command line; those without one are set by `--set`.
    var flag: String? {
        switch self {
        case .server, .user, .cacert, .theme, .colours, .keymap, .measure: "--" + rawValue
        default: nil
        }
    }

    /// What it can be.
    var kind: SettingKind {
        switch self {
        case .server: .server
        case .user: .user
        case .cacert: .file
        case .theme: .choice(["auto", "dark", "light", "high-contrast", "none"])
        case .colours: .choice(["auto", "none", "16", "256", "true"])
        case .keymap: .choice(["plain", "emacs", "vi"])
        case .measure: .number(20...200)
        case .goal: .number(0...1_000_000)
        case .plainHTTP, .authors, .synchronized, .mouse, .shareWords, .smartQuotes, .bell, .desktop, .passthrough:
            .onOff
        }
    }

    /// What it is where nobody says anything.
    var standard: SettingValue {
        switch self {
        case .server: .text("local")
        case .user, .cacert: .text("")
        case .theme, .colours: .text("auto")
        case .keymap: .text("plain")
        case .measure: .number(66)
        case .goal: .number(0)
        case .authors, .synchronized, .mouse, .shareWords, .bell, .desktop: .onOff(true)
        case .plainHTTP, .smartQuotes, .passthrough: .onOff(false)
        }
    }
}

/// What a setting is.
enum SettingValue: Equatable, Sendable {
    case text(String)
    case number(Int)
    case onOff(Bool)

    /// As it would be written after `--set`.
    var spelling: String {
        switch self {
        case .text(let text): text
        case .number(let number): String(number)
        case .onOff(let isOn): isOn ? "on" : "off"
        }
    }
}

/// Where a setting was made.
enum SettingSource: Equatable, Sendable {
    /// On the command line, by that option.
    case flag(String)
    /// In that variable.
    case environment(String)
    case file(String, line: Int)
    case standard

    /// As a person would say it.
    var description: String {
        switch self {
        case .flag(let option): option
        case .environment(let variable): variable
        case .file(let path, let line): "\(path):\(line)"
        case .standard: "default"
        }
    }
}

/// A setting that was not understood; the default, or what stands below it, is in force.
struct SettingProblem: Equatable, Sendable {
    /// The variable, the file, or the file and the line.
    let place: String
    let sentence: String

    var description: String { "\(place): \(sentence)" }
}
