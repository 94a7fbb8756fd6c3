import Foundation

/// What a terminal shows at one moment: its rows, what stands out in them between `⟦` and `⟧`, and where the cursor is.
struct Picture: Equatable {
    let rows: [String]
    /// Row and column from 1 on; nil where it is hidden.
    let cursor: String?

    /// - Parameters:
    ///   - captured: rows as tmux gives them, with the sequences that set attributes.
    ///   - cursor: `row:column` from 0 on, or nothing.
    init(captured: [Substring], cursor: String) {
        var isReversed = false
        rows = captured.map { Self.masked(Self.marked($0, &isReversed)) }
        let places = cursor.split(separator: ":").compactMap { Int($0) }
        self.cursor = places.count == 2 ? "\(places[0] + 1):\(places[1] + 1)" : nil
    }

    /// The rows that differ from those of an earlier picture, with their numbers, and the cursor's place.
    func changes(since earlier: Picture?) -> String {
        var lines: [String] = []
        var blank: Int?
        for (number, row) in rows.enumerated() {
            let before = earlier.flatMap { $0.rows.indices.contains(number) ? $0.rows[number] : nil } ?? ""
            guard row != before else { continue }
            let label = "\(number < 9 ? " " : "")\(number + 1)"
            if row.isEmpty, let last = lines.last, last.hasSuffix("│"), blank == number {
                // Many rows that are empty now are told in one breath.
                lines[lines.count - 1] = last.prefix(2) + "-\(number + 1)│"
            } else {
                lines.append("\(label)│\(row)")
            }
            blank = row.isEmpty ? number + 1 : nil
        }
        lines.append("  cursor " + (cursor ?? "hidden"))
        return lines.joined(separator: "\n")
    }

    /// The text of a row, with marks where it begins and ends to be shown in reverse.
    private static func marked(_ row: Substring, _ isReversed: inout Bool) -> String {
        var text = isReversed ? "⟦" : ""
        var rest = row.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\u{1B}", rest.first == "[" else {
                text.unicodeScalars.append(scalar)
                continue
            }
            let parameters = rest.dropFirst().prefix { $0 != "m" }
            rest = rest[parameters.endIndex...].dropFirst()
            let now = reverses(String(parameters), before: isReversed)
            if now != isReversed { text += now ? "⟦" : "⟧" }
            isReversed = now
        }
        if isReversed { text += "⟧" }
        return text.replacing("⟦⟧", with: "").replacing(#/ +$/#, with: "")
    }

    /// Whether text is in reverse after `ESC [ parameters m`.
    private static func reverses(_ parameters: String, before: Bool) -> Bool {
        var isReversed = before
        var numbers = parameters.split(separator: ";", omittingEmptySubsequences: false)[...]
        while let number = numbers.popFirst() {
            switch number {
            case "", "0": isReversed = false
            case "7": isReversed = true
            case "27": isReversed = false
            // A colour of the palette, or one of its own.
            case "38", "48": numbers = numbers.dropFirst(numbers.first == "5" ? 2 : 4)
            default: break
            }
        }
        return isReversed
    }

    /// What differs from run to run, made the same.
    static func masked(_ text: String) -> String {
        text.replacing(#/ +(\w+ at 127\.0\.0\.1)/#) { "  \($0.1)" }
            // A port has four digits or five, and the rule behind it is as long as that leaves it.
            .replacing(#/127\.0\.0\.1:\d+ *(─+)?/#) { "127.0.0.1:PORT " + ($0.1 == nil ? "" : "──") }
            .replacing(#/ *(● live|◐ polling)( \d+ ms)? · (saved \d+|\d+ unsent) */#) { "  \($0.1) · \($0.3)  " }
            .replacing(/(Mon|Tue|Wed|Thu|Fri|Sat|Sun) +\d+ [A-Z][a-z][a-z] \d{4}/, with: "DAY")
            // The days of the last fortnight.
            .replacing(/(\d?\d +){13}\d?\d( +)/, with: "DAYS ")
            .replacing(/\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?)?/, with: "DATE")
            .replacing(#/\S*/collab-test-\w+/(\S+)( ─+)?/#) { "HOME/\($0.1)" + ($0.2 == nil ? "" : " ──") }
            .replacing(/[0-9a-f]{8}-[0-9a-f-]{27}/, with: "ID")
    }
}
