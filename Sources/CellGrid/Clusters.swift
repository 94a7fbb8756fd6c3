/// Walks over the grapheme clusters of a text. Runs of ASCII never reach Unicode's segmentation, which costs ten times more.
struct Clusters {
    enum Cluster {
        /// A printable ASCII character.
        case ascii(UInt8)
        case other(Character)

        func columns(at column: Int) -> Int {
            switch self {
            case .ascii: 1
            case .other(let cluster): CellWidth.columns(of: cluster, at: column)
            }
        }
    }

    private let text: Substring
    private(set) var index: Substring.Index

    init(_ text: Substring) {
        self.init(text, from: text.startIndex)
    }

    /// Walks on from an index between two clusters.
    init(_ text: Substring, from index: Substring.Index) {
        self.text = text
        self.index = index
    }

    mutating func next() -> Cluster? {
        guard index < text.endIndex else { return nil }
        let bytes = text.utf8
        let byte = bytes[index]
        let after = bytes.index(after: index)
        // An ASCII character is a cluster of its own unless what follows may join it.
        if CellWidth.isPrintableASCII(byte), after == text.endIndex || bytes[after] < 0x80 {
            index = after
            return .ascii(byte)
        }
        let cluster = text[index]
        index = text.index(after: index)
        return .other(cluster)
    }
}
