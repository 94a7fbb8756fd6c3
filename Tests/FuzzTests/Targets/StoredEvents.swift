import DraftCore

@testable import DraftStorage

/// Rows of a log as a broken disk or a hand may leave them: the verifier reads them all, and an event that can be read is
/// the same after it was stored again.
///
/// An input is lines, each the body of an event, and after a tab its text. Hashes are those of the bytes, so that what the
/// bytes say is reached.
final class StoredEvents: FuzzTarget {
    private let salt = [UInt8](repeating: 7, count: 16)

    init() {}

    func run(_ input: FuzzInput) {
        var input = input
        guard let id = DraftID("11111111-1111-4111-8111-111111111111") else { fatalError("the id is not sound") }
        var verifier = LogVerifier(id)
        var previous = EventHash.zero
        var seq = Seq(rawValue: input.choice(of: 2))
        while !input.rest.isEmpty {
            let parts = input.line().split(separator: 0x09, maxSplits: 1, omittingEmptySubsequences: false)
            let body = parts.first.map(Array.init) ?? []
            let content = parts.dropFirst().first.map { String(decoding: $0, as: UTF8.self) }
            previous = StoredForm.chain(body, after: previous)
            let wording = content.map { Wording(salt: salt, content: $0) }
            let entry = LogEntry(seq: seq, body: body, hash: previous, wording: wording)
            let event = try? StoredForm.event(decoding: body, content: content)
            if let event { check(event) }
            verifier.take(
                EventRow(
                    entry: entry, kind: event?.change.kind ?? "", moment: event?.moment ?? Timestamp(milliseconds: 0),
                    actor: event?.actor.description ?? "", key: event?.key?.description, fingerprint: nil,
                    commitLast: seq))
            seq = event?.seq ?? seq
            if seq.rawValue < Int.max { seq = seq.next }
        }
        _ = verifier.folded
        verifier.finish(nil)
        for finding in verifier.findings { claim(!"\(finding)".isEmpty, "a finding without words") }
    }

    private func check(_ event: Event) {
        let stored = StoredForm(event, after: .zero, salt: { salt })
        guard let read = try? StoredForm.event(decoding: stored.body, content: stored.wording?.content) else {
            fatalError("FINDING: an event that cannot be read again: \(event)")
        }
        claim(read == event, "another event after it was stored: \(event), \(read)")
        claim(CanonicalValue(decoding: stored.body)?.encoded() == stored.body, "not canonical")
    }
}
