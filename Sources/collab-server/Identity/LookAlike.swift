/// What an id looks like on a screen: two ids with the same skeleton can be taken for each other.
enum LookAlike {
    /// Letters of other alphabets, and digits, that stand for a Latin letter in most fonts, after case folding.
    private static let twins: [Unicode.Scalar: Unicode.Scalar] = [
        "а": "a", "α": "a", "в": "b", "β": "b", "с": "c", "ԁ": "d", "е": "e", "ε": "e", "һ": "h", "н": "h",
        "η": "n", "i": "l", "і": "l", "ι": "l", "ı": "l", "ј": "j", "к": "k", "κ": "k", "ӏ": "l", "1": "l",
        "|": "l",
        "м": "m", "μ": "m", "п": "n", "о": "o", "ο": "o", "σ": "o", "0": "o", "р": "p", "ρ": "p", "ԛ": "q", "г": "r",
        "ѕ": "s", "т": "t", "τ": "t", "υ": "u", "ν": "v", "ѵ": "v", "ԝ": "w", "ω": "w", "х": "x", "χ": "x", "у": "y",
        "γ": "y", "ζ": "z", "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-",
    ]
    /// Capitals that look like other letters than their small forms do.
    private static let capitals: [Unicode.Scalar: Unicode.Scalar] = ["Η": "h", "Ν": "n", "Υ": "y"]
    /// Letters of other alphabets that Unicode also has in two parts, of which the first has a twin.
    private static let parts: [Unicode.Scalar: Unicode.Scalar] = ["ё": "е", "Ё": "е", "ї": "і", "Ї": "і"]
    private static let diaeresis: Unicode.Scalar = "\u{308}"
    /// Full-width forms stand this far behind what they look like.
    private static let fullWidth: ClosedRange<UInt32> = 0xFF01...0xFF5E
    private static let fullWidthOffset: UInt32 = 0xFEE0

    /// The same for all that look alike. Texts that are the same to Unicode have the same skeleton to `==`.
    static func skeleton(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !scalar.properties.isDefaultIgnorableCodePoint {
            let isFullWidth = fullWidth.contains(scalar.value)
            let narrow = isFullWidth ? Unicode.Scalar(scalar.value - fullWidthOffset) ?? scalar : scalar
            plain.append(parts[narrow] ?? capitals[narrow] ?? narrow)
            if parts[narrow] != nil { plain.append(diaeresis) }
        }
        var skeleton = String.UnicodeScalarView()
        skeleton.append(contentsOf: String(plain).lowercased().unicodeScalars.map { twins[$0] ?? $0 })
        return String(skeleton)
    }

    /// The characters of `text` that are not ASCII, as code charts write them: what tells look-alikes apart.
    static func codePoints(in text: String) -> [String] {
        text.unicodeScalars.filter { !$0.isASCII }.map { scalar in
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }
    }
}
