import Dispatch
import Glibc
import Synchronization

/// Runs an actor's jobs on the thread that owns the screen, as long as there is one: between a key and its frame no other
/// thread has to wake.
///
/// The thread looks for jobs between keys and orders. When the screen is closed it does nothing else, until `end`.
final class ScreenExecutor: SerialExecutor {
    private struct Work {
        var jobs: [UnownedJob] = []
        var isScreenGone = false
        var hasEnded = false
    }

    private let work = Mutex(Work())
    private let thread = Atomic<pthread_t>(0)
    private let screen = DispatchGroup()
    private let bell = DispatchSemaphore(value: 0)
    private let wake: @Sendable () -> Void

    /// - Parameter wake: has the thread look for jobs, as long as there is a screen.
    init(wake: @escaping @Sendable () -> Void = TerminalHold.ring) {
        self.wake = wake
        screen.enter()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isScreenGone = work.withLock { work in
            work.jobs.append(job)
            return work.isScreenGone
        }
        guard !isCurrent else { return }
        if isScreenGone { bell.signal() } else { wake() }
    }

    func checkIsolated() {
        precondition(isCurrent, "This belongs to the thread of the screen.")
    }

    func isIsolatingCurrentContext() -> Bool? { isCurrent }

    /// Whether the caller is on the thread that runs the jobs.
    var isCurrent: Bool { pthread_self() == thread.load(ordering: .relaxed) }

    /// Whether there is something to run.
    var hasJobs: Bool { work.withLock { !$0.jobs.isEmpty } }

    /// Makes the calling thread the one that runs the jobs.
    func adoptThread() {
        thread.store(pthread_self(), ordering: .relaxed)
    }

    /// Runs what there is; what comes meanwhile has to wait, so that a key gets its turn.
    func runJobs() {
        let jobs = work.withLock { work in
            defer { work.jobs = [] }
            return work.jobs
        }
        for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
    }

    /// The screen has been given back, or will never have a thread: nobody needs to wait for it. To be called once; an
    /// executor cannot be freed before.
    func loseScreen() {
        work.withLock { $0.isScreenGone = true }
        screen.leave()
    }

    /// The screen has been given back: runs jobs alone from now on, until `end`.
    func runWithoutScreen() {
        loseScreen()
        while true {
            runJobs()
            let (isIdle, hasEnded) = work.withLock { ($0.jobs.isEmpty, $0.hasEnded) }
            if isIdle, hasEnded { return }
            if isIdle { bell.wait() }
        }
    }

    /// Returns when the screen has been given back. Not for the thread of the screen.
    func waitForScreen() {
        screen.wait()
    }

    /// No more jobs will come.
    func end() {
        work.withLock { $0.hasEnded = true }
        bell.signal()
    }
}

/// Runs an actor's jobs in turn, on any thread.
final class QueueExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "draft.jobs")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
