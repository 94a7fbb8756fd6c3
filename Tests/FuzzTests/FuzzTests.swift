import Foundation
import Testing

/// Every target on its seeds, which hold what is usual and whatever was found once; and, built by `make fuzz`, on what
/// libFuzzer invents. The names of seeds that have to be refused begin with `refused-`.
@Suite struct FuzzTests {
    private static let targets: [String: any FuzzTarget.Type] = [
        "configurations": Configurations.self,
        "journals": Journals.self,
        "request-bodies": RequestBodies.self,
        "socket-frames": SocketFrames.self,
        "stored-events": StoredEvents.self,
        "tokens": Tokens.self,
    ]

    @Test(arguments: targets.keys.sorted())
    func `every seed is taken or refused as its name says, and what is claimed of it holds`(name: String) async throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Seeds/\(name)")
        let seeds = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let type = try #require(Self.targets[name])
        let taken = try await onOwnThread {
            let target = try type.init()
            return try seeds.filter { target.run(FuzzInput(Array(try Data(contentsOf: $0)))) }.map(\.lastPathComponent)
        }
        #expect(Set(taken) == Set(seeds.map(\.lastPathComponent).filter { !$0.hasPrefix("refused-") }))
        #expect(!taken.isEmpty)
    }

    @Test(.enabled(if: LibFuzzer.isLinked, "only `make fuzz` links libFuzzer"))
    func `nothing that libFuzzer invents breaks a claim`() async throws {
        let environment = ProcessInfo.processInfo.environment
        let type = try #require(environment["FUZZ_TARGET"].flatMap { Self.targets[$0] })
        let arguments = (environment["FUZZ_ARGUMENTS"] ?? "").split(separator: " ").map(String.init)
        try await onOwnThread { try LibFuzzer.run(try type.init(), arguments) }
    }

    /// Targets wait for tasks, which they may not do on the threads that tasks run on.
    private func onOwnThread<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
        }
    }
}
