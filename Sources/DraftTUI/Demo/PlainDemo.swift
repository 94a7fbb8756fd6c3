import CollabAPI
import CollabClient
import DraftCore
import FoundationEssentials

/// The idea without a terminal: two clients write a text in turns over the real network path, and what each of them sees
/// is printed with the time it took.
struct PlainDemo {
    private static let patience = Duration.seconds(60)

    let place: Place
    let alice: UserID
    let rabbit: UserID

    func run() async throws(CommandFailure) {
        let host = place.acting(as: alice)
        let draft = try await insisting { key throws(ClientError) in
            try await host.createDraft(title: SampleText.title, key: key)
        }
        let id = draft.draftID
        _ = try await insisting { key throws(ClientError) in try await host.add(rabbit, to: id, key: key) }
        try Output.line("\(alice) and \(rabbit) write \"\(SampleText.title)\" at \(place.serverName)\n")
        guard await play(id) else { throw .localServer("The two did not finish in time.") }
        let text = try await asking { () throws(ClientError) in try await host.export(id, as: .md) }
        try Output.line("\nThe manuscript:\n")
        try Output.bytes(text)
        try await asking { () throws(ClientError) in try await host.delete(id) }
    }

    /// Lets both write all they have to say; false where that takes too long.
    private func play(_ draft: DraftID) async -> Bool {
        let sentences = SampleText.sentences
        let aliceWrites = stride(from: 0, to: sentences.count, by: 2).map { sentences[$0] }
        let rabbitWrites = stride(from: 1, to: sentences.count, by: 2).map { sentences[$0] }
        let (sights, eye) = AsyncStream.makeStream(of: Void.self)
        let began = ContinuousClock.now
        return await withTaskGroup(of: Bool?.self) { group in
            for (user, partner, lines) in [(alice, rabbit, aliceWrites), (rabbit, alice, rabbitWrites)] {
                group.addTask {
                    let session = place.acting(as: user).session(for: draft, as: user)
                    let companion = Companion(
                        session: session, sentences: lines, partner: partner, pace: .milliseconds(15))
                    await companion.run { update in
                        if report(update, seenBy: user, since: began) { eye.yield() }
                    }
                    return nil
                }
            }
            group.addTask {
                // Each segment is seen by both.
                var missing = sentences.count * 2
                for await _ in sights {
                    missing -= 1
                    if missing == 0 { return true }
                }
                return nil
            }
            group.addTask {
                // A sleep that ends early is a demonstration that has ended.
                try? await Task.sleep(for: Self.patience)
                return Task.isCancelled ? nil : false
            }
            defer { group.cancelAll() }
            for await verdict in group { if let verdict { return verdict } }
            return false
        }
    }

    /// Prints what somebody sees.
    /// - Returns: whether it is a segment of the log.
    private func report(_ update: SessionUpdate, seenBy user: UserID, since began: ContinuousClock.Instant) -> Bool {
        let time = Int(((ContinuousClock.now - began) / .milliseconds(1)).rounded())
        var isSegment = false
        let text: String
        switch update {
        case .event(let body):
            if case .segmentAdded = body.event.change { isSegment = true }
            text = EventSentence(body.event, [:]).text
        case .link(.live(latency: nil)): text = "live"
        case .link(.polling): text = "polling"
        case .link(.offline(let reason)): text = "offline, \(reason.phrase)"
        case .acknowledged(let command, let seq) where command.text != nil: text = "saved \(seq)"
        default: return false
        }
        let stamp = String(repeating: " ", count: max(0, 6 - String(time).count)) + "\(time) ms"
        let name = user.description + String(repeating: " ", count: max(0, 6 - user.description.count))
        // Output that nobody reads any more ends the demonstration by its own deadline.
        try? Output.line(SafeText.escaped("\(stamp)  \(name) │ \(text.inOneLine)", for: .line))
        return isSegment
    }
}
