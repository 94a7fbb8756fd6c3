import FoundationEssentials

/// The variables that this process was given.
enum Environment {
    static var variables: [String: String] { ProcessInfo.processInfo.environment }

    /// Whether `NO_COLOR` (no-color.org) asks for a screen without colours.
    static var wantsNoColor: Bool { !(variables["NO_COLOR"] ?? "").isEmpty }
}
