import CNcurses
import CellGrid

/// Gives out ncurses' colour pairs; a pair stays as it is once it is given.
struct CursesColors {
    private struct Pair: Hashable {
        let foreground: Int32
        let background: Int32
    }

    private let approximation: ColorApproximation?
    private let limit: Int32
    private var pairs: [Pair: Int32] = [:]

    /// Without colours everything has the terminal's own; attributes stay. Upon a ground, nothing has the terminal's own.
    init(_ depth: ColorDepth, ground: Ground?) {
        // ncurses wants to be told before the first pair, else black is the background of everything.
        if depth != .none, has_colors(), start_color() == OK, use_default_colors() == OK {
            let approximation = ColorApproximation(count: depth.used(of: Int(draft_colors())))
            self.approximation = approximation
            limit = draft_color_pairs()
            if let ground, let ink = approximation.index(of: ground.ink),
                let paper = approximation.index(of: ground.paper)
            {
                assume_default_colors(Int32(ink), Int32(paper))
            }
        } else {
            approximation = nil
            limit = 0
        }
    }

    /// The number of a style's pair; 0 is the terminal's own, also if there are no more pairs.
    mutating func pair(for style: Style) -> Int32 {
        guard let approximation, style.foreground != .terminal || style.background != .terminal else { return 0 }
        let pair = Pair(
            foreground: Int32(approximation.index(of: style.foreground) ?? -1),
            background: Int32(approximation.index(of: style.background) ?? -1))
        if let number = pairs[pair] { return number }
        let number = Int32(pairs.count) + 1
        guard number < limit, init_extended_pair(number, pair.foreground, pair.background) == OK else { return 0 }
        pairs[pair] = number
        return number
    }
}
