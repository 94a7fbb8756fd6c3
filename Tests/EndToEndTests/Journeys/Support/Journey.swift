import CollabTesting
import Foundation
import Synchronization
import Testing

/// One way through the program, as its users go it: each screen is kept with the key that led to it.
///
/// The recording lies under `Recorded/`. A walk waits at every step until the screen is the recorded one; `RECORD=1` makes
/// the recording anew.
final class Journey: Sendable {
    private static let patience = Duration.seconds(30)
    /// So long a screen stands still before it is recorded.
    private static let rest = Duration.milliseconds(400)

    private let file: URL
    private let keptTitle: String?
    private let kept: [String]
    private let steps = Mutex<[String]>([])
    private var made: [String] { steps.withLock { $0 } }
    private static var isRecording: Bool { ProcessInfo.processInfo.environment["RECORD"] == "1" }

    private init(_ name: String) throws {
        file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Recorded/\(name).txt")
        let text = Self.isRecording ? "" : try String(contentsOf: file, encoding: .utf8)
        let parts = text.split(separator: "\n\n").map { $0.trimmingCharacters(in: .newlines) }
        keptTitle = parts.first
        kept = Array(parts.dropFirst())
    }

    /// Goes a way to its end, and keeps it or holds it against what was kept.
    /// - Parameters:
    ///   - name: of the recording.
    ///   - title: what stands above it.
    static func walk(_ name: String, _ title: String, _ body: (Journey) async throws -> Void) async throws {
        let journey = try Journey(name)
        try await body(journey)
        if isRecording {
            let text = ([title] + journey.made).joined(separator: "\n\n") + "\n"
            try text.write(to: journey.file, atomically: true, encoding: .utf8)
        } else {
            #expect(journey.keptTitle == title, "RECORD=1 records \(name) anew")
            #expect(journey.made.count == journey.kept.count, "steps of \(name); RECORD=1 records them anew")
        }
    }

    /// Takes a step: waits until what there is to see is what was recorded of it, or has come to rest.
    /// - Parameters:
    ///   - heading: who did what.
    ///   - look: what is to be seen now.
    /// - Returns: what was seen.
    func step<Sight: Equatable>(
        _ heading: String, _ location: SourceLocation, look: () throws -> Sight, print: (Sight) -> String
    ) async throws -> Sight {
        var sight = try look()
        guard !Self.isRecording else {
            while true {
                try await Task.sleep(for: Self.rest)
                let next = try look()
                if next == sight { break }
                sight = next
            }
            keep(heading + "\n" + print(sight))
            return sight
        }
        let expected = kept.indices.contains(made.count) ? kept[made.count] : "(no further step)"
        let deadline = ContinuousClock.now + Self.patience
        while heading + "\n" + print(sight) != expected {
            guard ContinuousClock.now < deadline else {
                let message = "is: \(heading)\n\(print(sight))\nrecorded: \(expected)\nRECORD=1 records it anew"
                Issue.record(Comment(rawValue: message), sourceLocation: location)
                throw InVain(what: "the screen is the recorded one")
            }
            try await Task.sleep(for: .milliseconds(15))
            sight = try look()
        }
        keep(expected)
        return sight
    }

    private func keep(_ step: String) {
        steps.withLock { $0.append(step) }
    }
}
