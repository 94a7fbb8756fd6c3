/// Pictures of numbers in characters, to stand beside the numbers.
enum Bars {
    private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    private static let heights = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// A bar of at most `columns` cells, as long as `part` is of `whole`; what is not nothing is seen.
    static func bar(_ part: Int, of whole: Int, columns: Int) -> String {
        guard part > 0, whole > 0, columns > 0 else { return "" }
        let full = columns * eighths.count
        let length = max(1, scaled(min(part, whole), by: full, over: whole))
        return String(repeating: "█", count: length / eighths.count) + eighths[length % eighths.count]
    }

    /// A character for each count, the highest for the largest. The lowest is kept for nothing at all.
    static func sparkline(_ counts: [Int]) -> [String] {
        let most = counts.max() ?? 0
        return counts.map { count in
            guard count > 0 else { return heights[0] }
            return heights[max(1, scaled(count, by: heights.count - 1, over: most))]
        }
    }

    /// How many percent `part` is of `whole`, to the nearest. Only all of it is 100, and only nothing is 0.
    static func percent(_ part: Int, of whole: Int) -> Int {
        guard part > 0, whole > 0 else { return 0 }
        let percent = scaled(part, by: 100, over: whole)
        return part < whole ? min(99, max(1, percent)) : percent
    }

    /// `number` times `factor` over `whole`, to the nearest.
    private static func scaled(_ number: Int, by factor: Int, over whole: Int) -> Int {
        Int((Double(number) * Double(factor) / Double(whole)).rounded())
    }
}
