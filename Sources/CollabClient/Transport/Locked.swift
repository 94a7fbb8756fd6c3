import Glibc

/// A value behind a lock. The lock is one that ThreadSanitizer sees: that of the standard library's `Mutex` is a bare futex,
/// and what it orders looks like a race.
final class Locked<Value>: @unchecked Sendable {
    // Unchecked: the value is touched under the lock alone, and `sending` keeps references to it from getting out.
    private var value: Value
    private let lock: UnsafeMutablePointer<pthread_mutex_t>

    init(_ value: sending Value) {
        self.value = value
        lock = .allocate(capacity: 1)
        pthread_mutex_init(lock, nil)
    }

    deinit {
        pthread_mutex_destroy(lock)
        lock.deallocate()
    }

    /// Runs `body` while nobody else can; it must not ask for the same lock again.
    func withLock<Result, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return try body(&value)
    }
}
