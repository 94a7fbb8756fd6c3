import CollabTesting
import Testing

/// Somebody at a terminal that is told plain lines; what they say and what they are told is recorded.
final class Speaker {
    let name: String
    let screen: Screen
    private let journey: Journey
    /// So many lines were recorded.
    private var heard = 0

    init(_ name: String, at screen: Screen, in journey: Journey) {
        (self.name, self.screen, self.journey) = (name, screen, journey)
    }

    /// Types a line, and waits until each of `lines` was told after it.
    func says(
        _ text: String, hears lines: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        try screen.type(text)
        try screen.press("Enter")
        try await listen(lines, after: "says “\(text)”", sourceLocation)
    }

    /// Waits until each of `lines` was told.
    func hears(_ lines: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await listen(lines, after: "hears", sourceLocation)
    }

    private func listen(_ lines: [String], after deed: String, _ location: SourceLocation) async throws {
        for line in lines {
            try await eventually(within: .seconds(30), "\(name) hears “\(line)” in \((try? news) ?? [])") {
                try news.contains(line)
            }
        }
        let said = try await journey.step("\(name) \(deed)", location) {
            try news
        } print: {
            $0.map { "  │" + $0 }.joined(separator: "\n")
        }
        heard += said.count
    }

    /// The lines that were not recorded yet.
    private var news: [String] {
        get throws { try screen.lines.dropFirst(heard).map { Picture.masked($0) } }
    }
}
