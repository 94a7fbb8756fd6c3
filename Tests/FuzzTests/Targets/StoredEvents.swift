import DraftCore

@testable import DraftStorage

/// Rows of a log as a broken disk or a hand may leave them: the verifier reads them all, and an event that can be read is
/// the same after it was stored again.
///
/// An input is lines, each the body of an event, and after a tab its text. Hashes are those of the bytes, so that what the
/// bytes say is reached. It is taken where the log is sound.
final class StoredEvents: FuzzTarget {
    private let salt = [UInt8](repeating: 7, count: 16)
    private let draft: DraftID

    init() {
        guard let draft = DraftID("11111111-1111-4111-8111-111111111111") else { fatalError("the id is not sound") }
        self.draft = draft
    }

    func run(_ input: FuzzInput) -> Bool {
        var input = input
        var verifier = LogVerifier(draft)
        var head = LogHead(seq: 0, hash: .zero)
        var count = 0
        while !input.rest.isEmpty {
            head = take(input.line(), after: head, &verifier)
            count += 1
        }
        claim(verifier.eventCount == count, "\(count) rows, of which \(verifier.eventCount) were counted")
        if let folded = verifier.folded { claim(folded.stored.head == head, "a fold that does not end with the log") }
        let isSound = verifier.findings.isEmpty && verifier.folded != nil
        verifier.finish(nil)
        claim(!verifier.findings.isEmpty, "a log without a state, and nothing is found")
        return isSound
    }

    private func take(_ line: ArraySlice<UInt8>, after head: LogHead, _ verifier: inout LogVerifier) -> LogHead {
        let parts = line.split(separator: 0x09, maxSplits: 1, omittingEmptySubsequences: false)
        let body = parts.first.map(Array.init) ?? []
        let content = parts.dropFirst().first.map { String(decoding: $0, as: UTF8.self) }
        let event = try? StoredForm.event(decoding: body, content: content)
        if let event { check(event) }
        let seq = event?.seq ?? (head.seq.rawValue < Int.max ? head.seq.next : head.seq)
        let hash = StoredForm.chain(body, after: head.hash)
        let wording = content.map { Wording(salt: salt, content: $0) }
        verifier.take(
            EventRow(
                entry: LogEntry(seq: seq, body: body, hash: hash, wording: wording), kind: event?.change.kind ?? "",
                moment: event?.moment ?? Timestamp(milliseconds: 0), actor: event?.actor.description ?? "",
                key: event?.key?.description, fingerprint: event?.key.map { _ in [UInt8](repeating: 0, count: 32) },
                commitLast: seq))
        return LogHead(seq: seq, hash: hash)
    }

    private func check(_ event: Event) {
        let stored = StoredForm(event, after: .zero, salt: { salt })
        guard let read = try? StoredForm.event(decoding: stored.body, content: stored.wording?.content) else {
            fatalError("FINDING: an event that cannot be read again: \(event)")
        }
        let again = StoredForm(read, after: .zero, salt: { salt })
        claim(read == event && again.body == stored.body, "another event after it was stored: \(event), \(read)")
        claim(stored.wording?.content.isSame(again.wording?.content ?? "") != false, "another text: \(event)")
        claim(CanonicalValue(decoding: stored.body)?.encoded() == stored.body, "not canonical: \(event)")
    }
}
