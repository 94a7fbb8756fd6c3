/// How well a text answers to a few letters that are in it in their order.
struct FuzzyMatch: Equatable, Sendable {
    /// The more, the better.
    let score: Int
    /// Which characters of the text are meant.
    let positions: [Int]

    private static let atBeginning = 10
    private static let atWord = 8
    private static let inRun = 5

    private struct Path {
        var score: Int
        var positions: [Int]
    }

    /// Nil where the letters are not in the text. Case and blanks in `query` mean nothing; a letter at the start of a word
    /// counts for more than another, and so does one right behind the letter before.
    init?(_ query: String, in text: String) {
        let wanted = query.lowercased().filter { !$0.isWhitespace }
        let letters = text.map { $0.lowercased() }
        guard wanted.count <= letters.count else { return nil }
        // By the character where it ends, the best way to find what was wanted so far.
        var ends: [Path?] = []
        for (step, letter) in wanted.enumerated() {
            var next: [Path?] = []
            var before: Path?
            for (place, candidate) in letters.enumerated() {
                let last = place > 0 && step > 0 ? ends[place - 1] : nil
                var best = step == 0 ? Path(score: 0, positions: []) : before
                if let last, last.score + Self.inRun >= best?.score ?? .min {
                    best = Path(score: last.score + Self.inRun, positions: last.positions)
                }
                if let last, last.score > before?.score ?? .min { before = last }
                guard candidate == String(letter), let found = best else {
                    next.append(nil)
                    continue
                }
                let worth = Self.worth(of: place, in: letters)
                next.append(Path(score: found.score + worth, positions: found.positions + [place]))
            }
            ends = next
        }
        var best = wanted.isEmpty ? Path(score: 0, positions: []) : nil
        for case let end? in ends where end.score > best?.score ?? .min { best = end }
        guard let best else { return nil }
        score = best.score
        positions = best.positions
    }

    private static func worth(of place: Int, in letters: [String]) -> Int {
        if place == 0 { return 1 + atBeginning }
        return letters[place - 1].allSatisfy { $0.isLetter || $0.isNumber } ? 1 : 1 + atWord
    }
}
