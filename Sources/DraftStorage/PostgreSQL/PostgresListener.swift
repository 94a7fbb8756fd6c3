import Dispatch
import Synchronization

/// Hears what other servers tell, on a connection and a thread of its own; connects anew whenever it is cut off.
///
/// Invariant: after every connecting it says that anything may have happened, for nobody tells what was missed.
final class PostgresListener: Sendable {
    /// How soon it notices that it has been closed.
    private static let step = Duration.milliseconds(500)
    /// Hints may be lost; so many wait for whoever is slow.
    private static let mostWaiting = 256
    private static let pause = Duration.milliseconds(200)

    private let settings: PostgresSettings
    private let sender: String
    private let queue = DispatchQueue(label: "draft-postgres-listener")
    private let isClosed = Atomic<Bool>(false)

    init(_ settings: PostgresSettings, sender: String) {
        self.settings = settings
        self.sender = sender
    }

    /// What is heard from now on, until `close`.
    func news() -> AsyncStream<StoreNews> {
        let (stream, source) = AsyncStream.makeStream(
            of: StoreNews.self, bufferingPolicy: .bufferingNewest(Self.mostWaiting))
        queue.async { [self] in
            while !isClosed.load(ordering: .acquiring) {
                do throws(PostgresFailure) {
                    try listen(source)
                } catch {
                    PostgresWorker.sleep(Self.pause)
                }
            }
            source.finish()
        }
        return stream
    }

    func close() { isClosed.store(true, ordering: .releasing) }

    private func listen(_ source: AsyncStream<StoreNews>.Continuation) throws(PostgresFailure) {
        let connection = try PostgresConnection(settings)
        defer { connection.close() }
        _ = try connection.exchange([.listen], by: .now + PostgresSettings.setupPatience)
        source.yield(.anything)
        var lastProof = ContinuousClock.now
        while !isClosed.load(ordering: .acquiring) {
            for payload in try connection.notifications(by: .now + Self.step) {
                if let news = PostgresNotifier.read(payload, except: sender) { source.yield(news) }
            }
            // A connection whose other end is gone without a word is silent too.
            if lastProof.duration(to: .now) > .seconds(10) {
                _ = try connection.exchange([.plain("SELECT 1")], by: .now + PostgresSettings.setupPatience)
                lastProof = .now
            }
        }
    }
}

extension PostgresStatement {
    static let listen = plain("LISTEN \(PostgresNotifier.channel)")
}

extension PostgresConnection {
    /// Whether what is told to a channel is heard on it: a pooler that hands a session to another client after each
    /// transaction answers LISTEN and delivers nothing, and would mix the settings of sessions.
    static func keepsSession(_ settings: PostgresSettings, mark: String) throws(PostgresFailure) -> Bool {
        let deadline = ContinuousClock.now + PostgresSettings.setupPatience
        let (listening, telling) = (try PostgresConnection(settings), try PostgresConnection(settings))
        defer {
            listening.close()
            telling.close()
        }
        _ = try listening.exchange([.listen], by: deadline)
        let values: [PostgresValue] = [.text(PostgresNotifier.channel), .text(mark)]
        _ = try telling.exchange([PostgresStatement("SELECT pg_notify($1, $2)", values)], by: deadline)
        let patience = ContinuousClock.now + .seconds(3)
        while ContinuousClock.now < patience {
            if try listening.notifications(by: patience).contains(mark) { return true }
        }
        return false
    }
}
