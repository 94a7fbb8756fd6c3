import CellGrid
import Dispatch
import Foundation
import Synchronization

@testable import DraftTUI

/// The thread of a screen without the screen: it gives the inputs between the jobs, one batch before each round of them.
final class ScriptedThread: Sendable {
    private struct Orders {
        var batches: [[Input]] = []
        var listener: (@Sendable ([Input]?) -> Void)?
        var closes = false
    }

    let jobs: ScreenExecutor
    private let orders: Mutex<Orders>
    private let bell: DispatchSemaphore

    init() {
        let bell = DispatchSemaphore(value: 0)
        self.bell = bell
        jobs = ScreenExecutor { bell.signal() }
        orders = Mutex(Orders())
        Thread.detachNewThread { self.run() }
    }

    func give(_ batch: [Input]) {
        order { $0.batches.append(batch) }
    }

    func listen(_ take: @escaping @Sendable ([Input]?) -> Void) {
        order { $0.listener = take }
    }

    /// Ends the inputs; elsewhere than on this thread it returns when nothing more of the screen happens.
    func close() {
        order { $0.closes = true }
        if !jobs.isCurrent { jobs.waitForScreen() }
    }

    /// No more jobs will come.
    func end() {
        jobs.end()
    }

    private func order(_ order: (inout sending Orders) -> Void) {
        orders.withLock { order(&$0) }
        bell.signal()
    }

    private func run() {
        jobs.adoptThread()
        while !orders.withLock(\.closes) {
            if !giveBatch(), !jobs.hasJobs { bell.wait() }
            jobs.runJobs()
        }
        orders.withLock(\.listener)?(nil)
        jobs.runWithoutScreen()
    }

    /// Returns whether there was one.
    private func giveBatch() -> Bool {
        let (listener, batch) = orders.withLock { orders in
            let isDue = orders.listener != nil && !orders.batches.isEmpty
            return (orders.listener, isDue ? orders.batches.removeFirst() : nil)
        }
        guard let batch else { return false }
        listener?(batch)
        return true
    }
}
