import CollabAPI
import DraftCore
import DraftStorage
import NIOConcurrencyHelpers
import ServiceLifecycle

/// All who stay connected: they lose their connection soon after they lose the right to it, whoever took that away.
///
/// Invariant: whoever enters is put down first and judged after that. So either the judgement or the next look at the store
/// sees what was written meanwhile.
final class Attendance: Sendable {
    let register: UserRegister
    private let directories: any Directories
    private let clock: WallClock
    private let stays = NIOLockedValueBox<[ObjectIdentifier: Stay]>([:])
    /// The state of the store in which all stays were judged last.
    private let judgedVersion = NIOLockedValueBox<Int64?>(nil)

    init(_ directories: any Directories, register: UserRegister, clock: WallClock) {
        self.directories = directories
        self.register = register
        self.clock = clock
    }

    /// Lets somebody stay until `leave`.
    func enter(_ visitor: Visitor) async throws(Refusal) -> Stay {
        let stay = Stay(visitor)
        stays.withLockedValue { $0[ObjectIdentifier(stay)] = stay }
        do throws(Refusal) {
            guard try await mayStay(visitor) else { throw Stay.Ending.revoked.refusal(for: visitor) }
        } catch {
            leave(stay)
            throw error
        }
        return stay
    }

    func leave(_ stay: Stay) {
        stays.withLockedValue { $0[ObjectIdentifier(stay)] = nil }
        stay.whenEnded(nil)
    }

    /// How many stay.
    var count: Int { stays.withLockedValue(\.count) }

    /// Does something that takes its time, for as long as the visitor has the right to it.
    func during<Answer: Sendable>(
        _ visitor: Visitor, _ body: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer {
        let stay = try await enter(visitor)
        defer { leave(stay) }
        let (endings, source) = AsyncStream.makeStream(of: Stay.Ending.self)
        stay.whenEnded { ending in source.yield(ending) }
        return try await withThrowingTaskGroup(of: Answer?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                for await ending in endings { throw ending.refusal(for: visitor) }
                return nil
            }
            defer { group.cancelAll() }
            while let answer = try await group.next() {
                if let answer { return answer }
            }
            throw CancellationError()
        }
    }

    /// Ends the stays of everybody who reads by a share that has just been revoked, without asking about anybody else.
    func end(_ share: ShareID) {
        for stay in all {
            if case .guest(let guest) = stay.visitor, guest.id == share { stay.end(.revoked) }
        }
    }

    /// Ends the stays whose time is over and, where something has changed in the store, those without a right to go on.
    func look() async {
        let now = clock.now()
        for stay in all where stay.visitor.deadline.map({ $0 <= now }) ?? false { stay.end(.expired) }
        do throws(StorageError) {
            let version = try await directories.accessVersion
            guard version != judgedVersion.withLockedValue({ $0 }) else { return }
            register.forgetAll()
            var isComplete = true
            for stay in all {
                do throws(Refusal) {
                    if try await !mayStay(stay.visitor) { stay.end(.revoked) }
                } catch {
                    isComplete = false
                }
            }
            // What could not be judged is judged at the next look.
            if isComplete { judgedVersion.withLockedValue { $0 = version } }
        } catch {
            return
        }
    }

    private var all: [Stay] { stays.withLockedValue { Array($0.values) } }

    /// - Throws: where the store did not answer.
    private func mayStay(_ visitor: Visitor) async throws(Refusal) -> Bool {
        switch visitor {
        case .user(let caller):
            do throws(Refusal) {
                try await register.check(caller)
                return true
            } catch {
                guard error.code == .unauthorized else { throw error }
                return false
            }
        case .guest(let share):
            do throws(StorageError) {
                return try await directories.share(share.id, at: clock.now()) != nil
            } catch {
                throw Refusal(error)
            }
        }
    }
}

/// Looks once a second whether all who are connected may still be.
struct AttendanceWatch: Service {
    let attendance: Attendance

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    await attendance.look()
                    try await Task.sleep(for: .seconds(1))
                }
            }
        } catch is CancellationError {
            // The server stops; that is no failure of this one.
            return
        }
    }
}
