/// What a scalar does to a line of cells, by the generated table.
enum ScalarClass: UInt32 {
    /// Takes no column of its own: marks, joiners, the vowels of conjoining Hangul.
    case zero
    case narrow
    case wide
    /// Controls, separators, bidi overrides and isolates, and what this version of Unicode does not know.
    case unprintable

    init(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        switch value {
        case 0x20..<0x7F, 0xAE..<0x300: self = .narrow
        case 0x4E00..<0xA000, 0xAC00..<0xD7A4: self = .wide
        default: self = Self.lookUp(value)
        }
    }

    private static func lookUp(_ value: UInt32) -> ScalarClass {
        let key = value << 2 | 3
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle] <= key { low = middle + 1 } else { high = middle }
        }
        // The first run begins at scalar 0, so there is always one at or before the key.
        return ScalarClass(rawValue: runs[low - 1] & 3) ?? .unprintable
    }
}
