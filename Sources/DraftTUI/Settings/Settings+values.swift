import CollabClient
import DraftCore
import DraftScreens

// The settings as those who use them want them.
extension Settings {
    private func text(_ name: SettingName) -> String { self[name].value.spelling }

    private func isOn(_ name: SettingName) -> Bool { self[name].value == .onOff(true) }

    private func number(_ name: SettingName) -> Int? {
        if case .number(let number) = self[name].value { number } else { nil }
    }

    /// The server that is named; nil for the one of this machine.
    var server: String? {
        let server = text(.server)
        return server == "local" ? nil : server
    }

    /// Whom to believe to be the server that is named.
    var trust: ServerTrust {
        let authorities = text(.cacert)
        return ServerTrust(
            authorities: authorities.isEmpty ? nil : authorities,
            pins: Dictionary(pins.map { ($0.server, $0.text) }, uniquingKeysWith: { first, _ in first }))
    }

    /// Whether servers on other machines may be used without encryption.
    var allowsPlainHTTP: Bool { isOn(.plainHTTP) }

    /// Who the reader is by name, nil where none is named.
    var user: UserID? { UserID(text(.user)) }

    /// The same, where it was said on the command line: such a name wins over a sign-in.
    var userByFlag: UserID? {
        if case .flag = self[.user].source { user } else { nil }
    }

    /// Whether anything may have a colour.
    var hasColors: Bool { text(.colours) != "none" }

    var usesMouse: Bool { isOn(.mouse) }

    var synchronizesUpdates: Bool { isOn(.synchronized) }

    /// How things are drawn.
    var theme: Theme { hasColors ? Theme.named(text(.theme)) ?? .colourful : .plain }

    /// How many colours the terminal is taken to have, where it is not asked.
    var colorDepth: ColorDepth {
        switch text(.colours) {
        case "none": .none
        case "16": .sixteen
        case "256": .palette
        case "true": .direct
        // What a terminal says of itself by this name is newer than its description.
        case _ where hasTrueColor: theme == .colourful || theme == .plain ? .palette : .direct
        default: .asDescribed
        }
    }

    /// What the screens have to know.
    var preferences: Preferences {
        var preferences = Preferences(theme: theme)
        preferences.measure = number(.measure) ?? preferences.measure
        preferences.goal = number(.goal)
        preferences.showsAuthors = isOn(.authors)
        preferences.notifications = Notifications(
            ringsBell: isOn(.bell), tellsDesktop: isOn(.desktop), passesMultiplexer: isOn(.passthrough))
        preferences.sharesWords = isOn(.shareWords)
        preferences.setsTypography = isOn(.smartQuotes)
        return preferences
    }

    /// One sentence about what was not understood; nil where all was.
    var notice: String? {
        guard let first = problems.first else { return nil }
        // A line of the screen has no room for a whole path.
        let place = first.place.split(separator: "/").last ?? ""
        let more = problems.count > 1 ? " (1 of \(problems.count): `draft config check`)" : ""
        return "\(place): \(first.sentence)\(more)"
    }
}
