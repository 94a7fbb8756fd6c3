import DraftCore

/// What verifying the audit reads, all as of one moment; each store has its own statements for it.
protocol AuditReader {
    func auditChains() throws -> [AuditChain]
    /// Hands over the lines of a chain in the order of their numbers.
    func eachAuditEntry(in chain: String, _ body: (AuditEntry) -> Void) throws
    /// Drafts and lines that stand in no chain, by id or by the name of the chain.
    func chainless() throws -> [String]
}

extension AuditReader {
    /// Verifies every chain; what cannot be read in one of them hides no other.
    func verifyAudit() throws -> AuditReport {
        var report = AuditReport()
        for chain in try auditChains() {
            var verifier = AuditVerifier(chain)
            do {
                try eachAuditEntry(in: chain.name) { entry in
                    verifier.take(entry)
                    report.lines += 1
                }
                verifier.finish()
            } catch {
                guard case .corrupt(_, _, let sentence) = StorageError(error) else { throw error }
                verifier.find(sentence)
            }
            report.findings += verifier.findings
            report.chains += 1
        }
        // Whatever was begun was noted, so a draft or a line without a chain has lost it.
        report.findings += try chainless().map {
            CheckReport.Finding(draftID: DraftID($0), "its chain in the audit is missing", isOfAudit: true)
        }
        return report
    }
}
