import Dispatch
import Glibc

/// One connection with a thread of its own, which waits for the server so that no task has to.
///
/// Invariant: the connection is touched on the queue only.
final class PostgresWorker: @unchecked Sendable {
    /// Between two attempts to connect.
    private static let pause = Duration.milliseconds(100)
    /// A database that cannot be reached for so long is not waited for any more: a failover is over by then, and a wrong
    /// address or password will not mend itself.
    private static let patience = Duration.seconds(15)

    private let settings: PostgresSettings
    private let queue: DispatchQueue
    private var connection: PostgresConnection?
    private var isClosed = false

    init(_ settings: PostgresSettings, label: String) {
        self.settings = settings
        queue = DispatchQueue(label: label)
    }

    /// Does `body` on the worker's thread, after connecting where that is necessary. Where the connection is lost before
    /// anything was committed it is done again for a while, but not after `deadline`: so a failover is a pause.
    /// - Throws: what `body` throws, as a `StorageError`.
    func run<Value: Sendable>(
        by deadline: ContinuousClock.Instant, _ body: @escaping @Sendable (PostgresSession) throws -> Value
    ) async throws(StorageError) -> Value {
        let result: Result<Value, StorageError> = await withCheckedContinuation { continuation in
            queue.async { [self] in
                continuation.resume(returning: attempt(by: deadline, body))
            }
        }
        return try result.get()
    }

    private func attempt<Value>(
        by deadline: ContinuousClock.Instant, _ body: (PostgresSession) throws -> Value
    ) -> Result<Value, StorageError> {
        let lastAttempt = min(deadline, ContinuousClock.now + Self.patience) - Self.pause
        while true {
            do {
                return .success(try body(PostgresSession(try connected(), deadline: deadline)))
            } catch PostgresFailure.lost(let reason) {
                guard ContinuousClock.now < lastAttempt else {
                    return .failure(StorageError(PostgresFailure.lost(reason)))
                }
                Self.sleep(Self.pause)
            } catch {
                return .failure(StorageError(error))
            }
        }
    }

    static func sleep(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
        nanosleep(&time, nil)
    }

    private func connected() throws(PostgresFailure) -> PostgresConnection {
        guard !isClosed else { throw .undone("the store is closed") }
        if let connection, connection.isOpen { return connection }
        let fresh = try PostgresConnection(settings)
        connection = fresh
        return fresh
    }

    /// Lets the connection go; there is none after it.
    func close() async {
        await withCheckedContinuation { continuation in
            queue.async { [self] in
                connection?.close()
                connection = nil
                isClosed = true
                continuation.resume()
            }
        }
    }
}
