import Foundation
import Testing

/// Every target on its seeds, which hold what is usual and whatever was found once; and, built by `make fuzz`, on what
/// libFuzzer invents.
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
    func `every seed is read, and what is claimed of it holds`(name: String) async throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Seeds/\(name)")
        let seeds = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(!seeds.isEmpty)
        let type = try #require(Self.targets[name])
        try await onOwnThread {
            let target = try type.init()
            for seed in seeds { target.run(FuzzInput(Array(try Data(contentsOf: seed)))) }
        }
    }

    @Test(.enabled(if: LibFuzzer.isLinked, "only `make fuzz` links libFuzzer"))
    func `nothing that libFuzzer invents breaks a claim`() async throws {
        let environment = ProcessInfo.processInfo.environment
        let type = try #require(environment["FUZZ_TARGET"].flatMap { Self.targets[$0] })
        let arguments = (environment["FUZZ_ARGUMENTS"] ?? "").split(separator: " ").map(String.init)
        try await onOwnThread { LibFuzzer.run(try type.init(), arguments) }
    }

    /// Targets wait for tasks, which they may not do on the threads that tasks run on.
    private func onOwnThread(_ work: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
        }
    }
}
