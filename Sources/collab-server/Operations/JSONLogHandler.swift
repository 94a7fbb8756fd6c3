import DraftCore
import FoundationEssentials
import Glibc
import Logging

/// Which form the log has.
enum LogFormat: String, CaseIterable, Sendable {
    case text
    case json
}

/// Writes every event of the log as one JSON object on a line of its own.
struct JSONLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info
    private let label: String
    private let now: @Sendable () -> Timestamp
    private let write: @Sendable (String) -> Void

    /// - Parameter write: takes one line at a time, its end included.
    init(
        label: String, now: @escaping @Sendable () -> Timestamp = WallClock.system.now,
        write: @escaping @Sendable (String) -> Void = Self.writeToStandardError
    ) {
        self.label = label
        self.now = now
        self.write = write
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields = metadata.merging(event.metadata ?? [:]) { _, own in own }.mapValues(\.text)
        // What the metadata calls by these names is not what the event is.
        fields["ts"] = now().description
        fields["level"] = event.level.rawValue
        fields["logger"] = label
        fields["message"] = event.message.description
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let line = try? encoder.encode(fields) else { return }
        write(String(decoding: line, as: UTF8.self) + "\n")
    }

    /// In one call, so that lines of several threads do not mix.
    @Sendable private static func writeToStandardError(_ line: String) {
        let bytes = Array(line.utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
}

extension Logger.MetadataValue {
    fileprivate var text: String { "\(self)" }
}
