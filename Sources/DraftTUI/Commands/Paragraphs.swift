import DraftCore

/// Splits a file into what becomes its segments.
enum Paragraphs {
    /// The paragraphs of `text`: runs of lines that are not blank, each as it stands, cut where longer than `limit`
    /// characters (Unicode scalars). Line ends become LF; characters that may not stand in a segment are dropped and counted.
    static func split(_ text: String, limit: Int) -> (paragraphs: [String], dropped: Int) {
        let (clean, dropped) = SafeText.cleaned(text, for: .segment)
        var paragraphs: [String] = []
        var lines: [Substring] = []
        for line in clean.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.allSatisfy(\.isWhitespace) {
                if !lines.isEmpty { paragraphs.append(lines.joined(separator: "\n")) }
                lines = []
            } else {
                lines.append(line)
            }
        }
        if !lines.isEmpty { paragraphs.append(lines.joined(separator: "\n")) }
        return (paragraphs.flatMap { cut($0, limit: limit) }, dropped)
    }

    /// Cuts after the last white space that keeps a piece within the limit, else in the middle of a word.
    private static func cut(_ paragraph: String, limit: Int) -> [String] {
        var rest = paragraph.unicodeScalars[...]
        var pieces: [String] = []
        while rest.count > limit {
            let end = rest.index(rest.startIndex, offsetBy: limit)
            let space = rest[..<end].lastIndex { $0.properties.isWhitespace }
            let cutAt = space.map { rest.index(after: $0) } ?? end
            pieces.append(String(rest[..<cutAt]))
            rest = rest[cutAt...]
        }
        return rest.isEmpty ? pieces : pieces + [String(rest)]
    }
}
