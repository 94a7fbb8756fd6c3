/// How far two words are from each other, to find the one that somebody may have meant.
public enum EditDistance {
    /// How many letters have to be put in, left out or changed (Levenshtein 1965). Its cost is the product of the lengths.
    public static func between(_ first: [Character], _ second: [Character]) -> Int {
        var row = Array(0...second.count)
        for (index, letter) in first.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, other) in second.enumerated() {
                let changed = diagonal + (letter == other ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(changed, diagonal + 1, row[column] + 1)
            }
        }
        return row[second.count]
    }
}
