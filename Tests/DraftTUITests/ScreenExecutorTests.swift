import Dispatch
import Foundation
import Synchronization
import Testing

@testable import DraftTUI

/// The jobs of an actor that lives on the thread of a screen.
@Suite(.timeLimit(.minutes(1))) struct ScreenExecutorTests {
    /// One whose thread is woken by `bell`.
    private func executor(wokenBy bell: DispatchSemaphore) -> ScreenExecutor {
        ScreenExecutor { bell.signal() }
    }

    /// Returns when `body` has ended on a thread of its own.
    private func onThread(_ body: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                body()
                continuation.resume()
            }
        }
    }

    @Test func `jobs run in their order on the thread of the screen, and new ones wait for the next round`() async {
        let bell = DispatchSemaphore(value: 0)
        let executor = executor(wokenBy: bell)
        let clerk = Clerk(on: executor)
        async let task: Void = clerk.begin(["one", "two", "three"])
        await onThread {
            executor.adoptThread()
            bell.wait()
            executor.runJobs()
            #expect(clerk.done.isEmpty)
            #expect(executor.hasJobs)
            executor.runJobs()
            #expect(clerk.done == ["one", "two", "three"])
            #expect(!executor.hasJobs)
            executor.end()
            executor.runWithoutScreen()
        }
        await task
    }

    @Test func `jobs from before the screen was gone and from after it run, and the end comes behind the last`() async {
        let bell = DispatchSemaphore(value: 0)
        let executor = executor(wokenBy: bell)
        let clerk = Clerk(on: executor)
        async let early: Void = clerk.begin(["one", "two"])
        await onThread { bell.wait() }
        async let thread: Void = onThread {
            executor.adoptThread()
            executor.runWithoutScreen()
        }
        await early
        for word in ["three", "four"] { await clerk.note(word) }
        await clerk.begin(["five", "six"])
        executor.end()
        await thread
        #expect(clerk.done == ["one", "two", "three", "four", "five", "six"])
    }

    @Test func `whoever waits for the screen goes on when it is gone`() async {
        let executor = ScreenExecutor {}
        let log = Log()
        let isWaiting = DispatchSemaphore(value: 0)
        async let waiting: Void = onThread {
            isWaiting.signal()
            executor.waitForScreen()
            log.note("goes on")
            executor.end()
        }
        await onThread {
            executor.adoptThread()
            isWaiting.wait()
            log.note("the screen is gone")
            executor.runWithoutScreen()
        }
        await waiting
        #expect(log.words == ["the screen is gone", "goes on"])
    }

    @Test func `a screen that gets no thread keeps nobody waiting, and its executor can be freed`() {
        let executor = ScreenExecutor {}
        executor.loseScreen()
        executor.waitForScreen()
    }
}

/// What was done, in its order.
private final class Log: Sendable {
    private let list = Mutex<[String]>([])
    var words: [String] { list.withLock { $0 } }

    func note(_ word: String) {
        list.withLock { $0.append(word) }
    }
}

/// Keeps a log, and only on the thread of its executor.
private actor Clerk {
    private nonisolated let executor: ScreenExecutor
    private nonisolated let log = Log()

    init(on executor: ScreenExecutor) {
        self.executor = executor
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    nonisolated var done: [String] { log.words }

    func note(_ word: String) {
        #expect(executor.isCurrent)
        log.note(word)
    }

    /// Does each as a job of its own.
    func begin(_ words: [String]) {
        for word in words { Task { note(word) } }
    }
}
