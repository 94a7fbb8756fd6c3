/// Makes the marks of a typewriter those of a printed page: curved quotes, apostrophes, dashes.
enum Typography {
    /// `text` with its marks set.
    /// - Parameter before: the character before the text, by which a quote at its beginning is told.
    static func set(_ text: String, after before: Character?) -> String {
        var result = ""
        var before = before
        var hyphens = 0
        let characters = Array(text)
        for (index, character) in characters.enumerated() {
            if character == "-" {
                hyphens += 1
                continue
            }
            append(hyphens: hyphens, to: &result, &before, next: character)
            hyphens = 0
            let next = index + 1 < characters.count ? characters[index + 1] : nil
            let mark: Character =
                switch character {
                case "\"": opens(after: before) ? "“" : "”"
                case "'": opens(after: before) && !isYear(next) ? "‘" : "’"
                default: character
                }
            result.append(mark)
            before = mark
        }
        append(hyphens: hyphens, to: &result, &before, next: nil)
        return result
    }

    /// Two hyphens are an en dash, three an em dash, and one between blanks is an en dash too; more are a rule.
    private static func append(
        hyphens count: Int, to result: inout String, _ before: inout Character?, next: Character?
    ) {
        guard count > 0 else { return }
        switch count {
        case 1: result += before == " " && next == " " ? "–" : "-"
        case 2: result += "–"
        case 3: result += "—"
        default: result += String(repeating: "-", count: count)
        }
        before = result.last
    }

    private static func opens(after before: Character?) -> Bool {
        guard let before else { return true }
        return before.isWhitespace || "([{“‘«‹—–-/".contains(before)
    }

    /// Before the digits of a year that is cut short stands an apostrophe: ’90s.
    private static func isYear(_ next: Character?) -> Bool {
        next?.isNumber == true
    }
}
