import DraftCore

/// What a store keeps of a chain beside its lines: where what was forgotten ended, and where the chain ends.
struct AuditChain: Hashable {
    let name: String
    /// The last line that was forgotten; 0 where none was.
    let removedID: Int64
    /// Its hash, to which the first line that is left is chained.
    let removedHash: EventHash
    let lastID: Int64
    let lastHash: EventHash
}

/// Verifies one chain of the audit from its anchor to its end; the same for every store.
///
/// Invariant: a broken line is found once; verification goes on after it with the hash that is stored.
struct AuditVerifier {
    private let chain: AuditChain
    private var previous: (id: Int64, hash: EventHash)
    private(set) var findings: [CheckReport.Finding] = []

    init(_ chain: AuditChain) {
        self.chain = chain
        previous = (chain.removedID, chain.removedHash)
    }

    /// Takes in the next line in the order of ids.
    mutating func take(_ entry: AuditEntry) {
        if entry.id <= previous.id { find("line \(entry.id) was to be forgotten with those before it") }
        if AuditForm(entry.note, in: chain.name, after: previous.hash).hash != entry.hash {
            find("line \(entry.id) was changed, or lines before it are missing")
        }
        previous = (entry.id, entry.hash)
    }

    /// Compares the end of the lines with the end that was noted.
    mutating func finish() {
        guard previous.id != chain.lastID || previous.hash != chain.lastHash else { return }
        find("it ends at line \(previous.id), and \(chain.lastID) was written last")
    }

    /// Notes something that is not as it must be.
    mutating func find(_ sentence: String) {
        findings.append(
            CheckReport.Finding(draftID: DraftID(chain.name), "in the audit's chain, \(sentence)", isOfAudit: true))
    }
}
