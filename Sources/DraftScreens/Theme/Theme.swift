public import CellGrid
import DraftCore

/// How each kind of thing is drawn. Nothing is told by colour alone.
public struct Theme: Equatable, Sendable {
    let title: Style
    let rule: Style
    let body: Style
    let pending: Style
    let faint: Style
    let mine: Style
    let notice: Style
    let warning: Style
    let key: Style
    let selected: Style
    /// What a search has found, and the one of these that the reader is at.
    let found: Style
    let current: Style
    let authors: [Color]
    /// Where the theme has a ground of its own.
    public var ground: Ground?

    /// Colours of the terminal's own palette, which the reader has chosen for light or dark.
    public static let colourful = Theme(
        title: .bold, rule: .color(.brightBlack), body: .plain, pending: .dim, faint: .color(.brightBlack),
        mine: Style(foreground: .green, attributes: .bold), notice: .color(.cyan),
        warning: Style(foreground: .red, attributes: .bold), key: .bold, selected: .reverse,
        found: Style(foreground: .yellow, attributes: .underline),
        current: Style(foreground: .yellow, attributes: [.bold, .reverse]),
        authors: [.cyan, .magenta, .yellow, .blue, .green, .red])

    /// Without any colour, as `NO_COLOR` asks (no-color.org).
    public static let plain = Theme(
        title: .bold, rule: .dim, body: .plain, pending: .dim, faint: .dim, mine: .bold, notice: .italic,
        warning: Style(attributes: [.bold, .underline]), key: .bold, selected: .reverse, found: .underline,
        current: Style(attributes: [.bold, .reverse]), authors: [.terminal])

    /// The style of an author's name: the same for the same id on every screen.
    func author(_ user: UserID) -> Style {
        // FNV-1a, because Swift's own hashes differ from run to run.
        let hash = user.description.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01b3
        }
        return Style(foreground: authors[Int(hash % UInt64(authors.count))])
    }
}
