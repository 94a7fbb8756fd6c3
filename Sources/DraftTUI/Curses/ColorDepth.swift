/// How many colours the terminal is taken to have.
enum ColorDepth: Equatable, Sendable {
    case none
    /// What the terminal database says.
    case asDescribed
    case sixteen
    /// The palette of 256.
    case palette
    /// Every colour by itself, 16 million of them.
    case direct

    /// How the terminal database may call a terminal `name` that has so many, the best first.
    func names(of name: String) -> [String] {
        if name.hasSuffix("-direct") { return [name] }
        let plain = name.hasSuffix("-256color") ? String(name.dropLast("-256color".count)) : name
        let palette = plain + "-256color"
        switch self {
        case .none, .asDescribed, .sixteen: return [name]
        case .palette: return name == palette ? [name] : [palette, name]
        case .direct: return [plain + "-direct"] + ColorDepth.palette.names(of: name)
        }
    }

    /// How many of the colours that a terminal has are used.
    func used(of count: Int) -> Int {
        // Where colours are direct, the palette has the first eight and no more.
        if count > 256, self == .sixteen || self == .palette { return 8 }
        switch self {
        case .none: return 0
        case .sixteen: return min(count, 16)
        case .palette: return min(count, 256)
        case .asDescribed, .direct: return count
        }
    }
}
