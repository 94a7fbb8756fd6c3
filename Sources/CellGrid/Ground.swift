/// What everything stands upon that has no colours of its own, where that is not left to the terminal.
public struct Ground: Equatable, Sendable {
    public let ink: Color
    public let paper: Color

    public init(ink: Color, paper: Color) {
        self.ink = ink
        self.paper = paper
    }
}
