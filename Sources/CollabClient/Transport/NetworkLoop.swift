import CCurl
import Glibc

/// Names one request or socket on the network thread.
struct ActivityID: RawRepresentable, Hashable, Sendable {
    let rawValue: UInt64
}

/// Something that uses one curl handle on the network thread.
protocol NetworkActivity: AnyObject {
    var easy: EasyHandle { get }
    /// The descriptor to watch beside those that curl watches itself.
    var watch: (descriptor: Int32, events: Int16)? { get }
    /// When it wants a turn whatever happens.
    var deadline: ContinuousClock.Instant? { get }
    /// Curl has done what was set up.
    func completed(_ code: CURLcode, in loop: NetworkLoop)
    /// The watched descriptor is ready, something was queued, or the deadline has passed.
    func proceed(in loop: NetworkLoop)
    /// The network closes.
    func abandon()
}

/// One turn after another on the network thread: curl's own work, then the sockets', then sleep until something happens.
final class NetworkLoop {
    private let multi: UnsafeMutableRawPointer
    private let trust: ServerTrust
    private var activities: [ActivityID: any NetworkActivity] = [:]
    private var names: [UnsafeMutableRawPointer: ActivityID] = [:]
    private var eager: Set<ActivityID> = []
    private var spareHandles: [EasyHandle] = []
    private var watches: [curl_waitfd] = []
    private var watchers: [ActivityID] = []

    init(multi: UnsafeMutableRawPointer, trust: ServerTrust) {
        self.multi = multi
        self.trust = trust
    }

    subscript(id: ActivityID) -> (any NetworkActivity)? { activities[id] }

    /// A handle from an earlier request, or a new one; nil where memory is short.
    func makeHandle() -> EasyHandle? {
        spareHandles.popLast() ?? EasyHandle(trust)
    }

    /// Starts what `activity`'s handle is set up for.
    func add(_ activity: any NetworkActivity, as id: ActivityID) {
        activities[id] = activity
        names[activity.easy.pointer] = id
        guard ccurl_multi_add_handle(multi, activity.easy.pointer) == CURLM_OK else {
            activity.abandon()
            return remove(id, reusing: false)
        }
    }

    /// Ends an activity; its handle may be used again where `reusing` says so.
    func remove(_ id: ActivityID, reusing: Bool) {
        guard let activity = activities.removeValue(forKey: id) else { return }
        names[activity.easy.pointer] = nil
        eager.remove(id)
        ccurl_multi_remove_handle(multi, activity.easy.pointer)
        if reusing && spareHandles.count < 4 { spareHandles.append(activity.easy) }
    }

    /// Gives an activity a turn before the next sleep.
    func hurry(_ id: ActivityID) {
        eager.insert(id)
    }

    /// Does what can be done now, then sleeps until there is more to do.
    func turn() {
        var running: Int32 = 0
        ccurl_multi_perform(multi, &running)
        readCompletions()
        proceedEagerly()
        sleep()
    }

    func abandonAll() {
        for (id, activity) in activities {
            activity.abandon()
            remove(id, reusing: false)
        }
    }

    private func readCompletions() {
        var left: Int32 = 0
        while let message = ccurl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle, let id = names[handle]
            else { continue }
            activities[id]?.completed(ccurl_message_result(message), in: self)
        }
    }

    private func proceedEagerly() {
        let now = ContinuousClock.now
        for (id, activity) in activities where activity.deadline.map({ $0 <= now }) ?? false { eager.insert(id) }
        let ready = eager
        eager.removeAll()
        for id in ready { activities[id]?.proceed(in: self) }
    }

    private func sleep() {
        watches.removeAll(keepingCapacity: true)
        watchers.removeAll(keepingCapacity: true)
        for (id, activity) in activities {
            guard let watch = activity.watch else { continue }
            watches.append(curl_waitfd(fd: watch.descriptor, events: watch.events, revents: 0))
            watchers.append(id)
        }
        let timeout = eager.isEmpty ? patience : 0
        // Curl itself wakes for its own timers and for `curl_multi_wakeup`.
        ccurl_multi_poll(multi, &watches, UInt32(watches.count), timeout, nil)
        for (watch, id) in zip(watches, watchers) where watch.revents != 0 { eager.insert(id) }
    }

    /// Milliseconds until the next deadline, rounded up so that it has passed on waking.
    private var patience: Int32 {
        guard let deadline = activities.values.compactMap(\.deadline).min() else { return 3_600_000 }
        let milliseconds = (deadline - .now) / .milliseconds(1)
        return Int32(max(0, min(milliseconds.rounded(.up), 3_600_000)))
    }
}
