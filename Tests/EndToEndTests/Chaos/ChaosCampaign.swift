import CollabTesting
import Foundation
import Testing

/// Three writers and two readers under every fault that networks, machines and operators make. `CHAOS_SEED` and
/// `CHAOS_CYCLES` choose another campaign; each round has a seed of its own, so that a failing one can be run alone.
@Suite(.serialized) struct ChaosCampaign {
    static let cyclesPerRound = 25

    @Test func `whatever is killed and cut, words are neither lost nor doubled and all ends equal to the log`()
        async throws
    {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["CHAOS_SEED"].flatMap { UInt64($0) } ?? 1
        let cycles = environment["CHAOS_CYCLES"].flatMap { Int($0) } ?? 30
        var total = ChaosCounts()
        var done = 0
        while done < cycles {
            let size = min(Self.cyclesPerRound, cycles - done)
            let plan = ChaosPlan(seed: seed + UInt64(total.rounds), cycles: size)
            total += await run(plan, cycles: size)
            done += size
            print("chaos: after \(done) kills from seed \(seed): \(total)")
        }
        #expect(total.serverKills + total.clientKills == cycles)
        #expect(total.acknowledged > cycles / 10, "a campaign in which nothing succeeds proves nothing")
    }

    private func run(_ plan: ChaosPlan, cycles: Int) async -> ChaosCounts {
        var performed: [ChaosPlan.Step] = []
        var problems: [String] = []
        var counts = ChaosCounts()
        do {
            let scene = try await ChaosScene.open()
            do {
                for step in plan.steps {
                    performed.append(step)
                    try await scene.perform(step)
                }
                let reports = try await scene.quiet()
                problems = try await scene.problems(reports)
            } catch {
                problems = ["\(error)"]
            }
            counts = scene.ledger.counts
            await scene.close()
        } catch {
            problems = ["\(error)"]
        }
        counts.rounds = 1
        if !problems.isEmpty {
            let steps = performed.map(\.description).joined(separator: "\n")
            Issue.record(
                "make chaos SEED=\(plan.seed) CYCLES=\(cycles)\n\(problems.joined(separator: "\n"))\nThe plan:\n\(steps)"
            )
        }
        return counts
    }
}
