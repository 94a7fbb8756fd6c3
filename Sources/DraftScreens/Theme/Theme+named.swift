public import CellGrid

// Themes with colours of their own. Text has a contrast of 4.5 to 1 with the ground that a theme is for, and of 7 to 1 where
// the contrast is high (WCAG 2.2, 1.4.3 and 1.4.6).
extension Theme {
    /// The theme that the settings call so.
    public static func named(_ name: String) -> Theme? {
        switch name {
        case "auto": .colourful
        case "dark": .dark
        case "light": .light
        case "high-contrast": .highContrast
        case "none": .plain
        default: nil
        }
    }

    /// Every colour that text may have.
    public var colors: [Color] {
        [title, rule, body, pending, faint, mine, notice, warning, key, found, current].map(\.foreground)
            .filter { $0 != .terminal } + authors
    }

    /// For a terminal with a dark ground, which stays as it is.
    public static let dark = Theme(
        title: .bold, rule: .color(.hex(0x8B949E)), body: .plain,
        pending: Style(foreground: .hex(0x8B949E), attributes: .italic), faint: .color(.hex(0x8B949E)),
        mine: Style(foreground: .hex(0x7EE787), attributes: .bold), notice: .color(.hex(0x79C0FF)),
        warning: Style(foreground: .hex(0xFF7B72), attributes: .bold), key: .bold, selected: .reverse,
        found: Style(foreground: .hex(0xE3B341), attributes: .underline),
        current: Style(foreground: .hex(0xE3B341), attributes: [.bold, .reverse]),
        authors: [0x79C0FF, 0xD2A8FF, 0xFFA657, 0x7EE787, 0xFFA1C6, 0x56D4DD].map(Color.hex))

    /// For a terminal with a light ground, which stays as it is.
    public static let light = Theme(
        title: .bold, rule: .color(.hex(0x57606A)), body: .plain,
        pending: Style(foreground: .hex(0x57606A), attributes: .italic), faint: .color(.hex(0x57606A)),
        mine: Style(foreground: .hex(0x116329), attributes: .bold), notice: .color(.hex(0x0550AE)),
        warning: Style(foreground: .hex(0xA40E26), attributes: .bold), key: .bold, selected: .reverse,
        found: Style(foreground: .hex(0x7D4E00), attributes: .underline),
        current: Style(foreground: .hex(0x7D4E00), attributes: [.bold, .reverse]),
        authors: [0x0550AE, 0x6639BA, 0x953800, 0x116329, 0x99286E, 0x065A60].map(Color.hex))

    /// White and the strongest colours upon black, whatever the terminal has; nothing is dim.
    public static let highContrast = Theme(
        title: .bold, rule: .plain, body: .plain, pending: .italic, faint: .plain,
        mine: Style(foreground: .hex(0x00FF00), attributes: .bold), notice: .color(.hex(0x00FFFF)),
        warning: Style(foreground: .hex(0xFFFF00), attributes: [.bold, .underline]), key: .bold, selected: .reverse,
        found: Style(foreground: .hex(0xFFFF00), attributes: .underline),
        current: Style(foreground: .hex(0xFFFF00), attributes: [.bold, .reverse]),
        authors: [0x00FFFF, 0xFFFF00, 0x00FF00, 0xFFFFFF].map(Color.hex),
        ground: Ground(ink: .hex(0xFFFFFF), paper: .hex(0x000000)))
}

extension Color {
    /// A colour as the web writes it.
    fileprivate static func hex(_ number: Int) -> Color {
        func part(_ shift: Int) -> UInt8 { UInt8(truncatingIfNeeded: number >> shift) }
        return .rgb(red: part(16), green: part(8), blue: part(0))
    }
}
