import DraftCore

/// What a reader has set about the screens; everything has a default.
public struct Preferences: Sendable {
    /// How things are drawn.
    public var theme: Theme
    /// How many columns a line of the manuscript takes at most.
    public var measure = 66
    /// How many words a day the reader aims at; nil and 0 for no goal.
    public var goal: Int?
    /// Whether the margin names the authors.
    public var showsAuthors = true
    /// How the reader is called when the ring comes.
    public var notifications = Notifications()
    /// Whether others see words while they are being written, unless a draft's are switched.
    public var sharesWords = true
    /// Whether quotes and dashes are set as they are typed.
    public var setsTypography = false

    public init(theme: Theme) {
        self.theme = theme
    }
}

extension Model {
    /// Takes over what the reader has set.
    public mutating func adopt(_ preferences: Preferences) {
        self.preferences = preferences
        theme = preferences.theme
        measure = preferences.measure
        showsAuthors = preferences.showsAuthors
        notifications = preferences.notifications
        goal = preferences.goal == 0 ? nil : preferences.goal
    }

    /// Tells that something in the settings was not understood; until the next key, like any notice.
    public mutating func tellOfSettings(_ sentence: String) {
        warn(SafeText.escaped(sentence, for: .line))
    }
}
