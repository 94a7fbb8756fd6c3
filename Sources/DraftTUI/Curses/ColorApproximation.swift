import CellGrid

/// The palette of a terminal, and how near it comes to a colour.
struct ColorApproximation: Equatable {
    /// How many colours the terminal has; more than 256 are direct ones, named by their parts and not by a palette.
    let count: Int

    private var isDirect: Bool { count > 256 }

    /// The palette's entry nearest to a colour, nil for the terminal's own.
    func index(of color: Color) -> Int? {
        guard count >= 8 else { return nil }
        switch color {
        case .terminal: return nil
        case .palette(let index):
            if isDirect { return index < 8 ? Int(index) : RGB(palette: Int(index)).direct }
            if Int(index) < count { return Int(index) }
            // Plain black would be it, upon a ground that is black as a rule.
            if index == 8 { return nil }
            // Bright colours of the theme fall back to their plain ones.
            return index < 16 ? Int(index) - 8 : nearest(to: RGB(palette: Int(index)), among: 0..<min(count, 16))
        case .rgb(let red, let green, let blue):
            let wanted = RGB(red: Int(red), green: Int(green), blue: Int(blue))
            if isDirect { return wanted.direct }
            // The first 16 are the user's theme: nobody knows what they look like, so they only serve where nothing else is.
            return nearest(to: wanted, among: count >= 256 ? 16..<256 : 0..<min(count, 16))
        }
    }

    private func nearest(to wanted: RGB, among indices: Range<Int>) -> Int {
        indices.min { RGB(palette: $0).distance(to: wanted) < RGB(palette: $1).distance(to: wanted) } ?? 0
    }
}

private struct RGB {
    let red: Int
    let green: Int
    let blue: Int

    init(red: Int, green: Int, blue: Int) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// An entry of xterm's palette: 16 base colours, a cube of 6 × 6 × 6, 24 greys.
    init(palette index: Int) {
        switch index {
        case 232...:
            let grey = 8 + 10 * (index - 232)
            self.init(red: grey, green: grey, blue: grey)
        case 16...:
            let level = { (step: Int) in step == 0 ? 0 : 55 + 40 * step }
            let cube = index - 16
            self.init(red: level(cube / 36), green: level(cube / 6 % 6), blue: level(cube % 6))
        case 7, 8:
            let grey = index == 7 ? 229 : 127
            self.init(red: grey, green: grey, blue: grey)
        default:
            let full = index < 8 ? 205 : 255
            self.init(red: index & 1 != 0 ? full : 0, green: index & 2 != 0 ? full : 0, blue: index & 4 != 0 ? full : 0)
        }
    }

    /// The number of a direct colour; the first eight of these mean the palette.
    var direct: Int {
        let number = red << 16 | green << 8 | blue
        return (1..<8).contains(number) ? 8 : number
    }

    func distance(to other: RGB) -> Int {
        let (red, green, blue) = (red - other.red, green - other.green, blue - other.blue)
        // The eye weighs green most and blue least.
        return 3 * red * red + 6 * green * green + blue * blue
    }
}
