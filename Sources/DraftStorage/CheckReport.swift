public import DraftCore

/// What a check of the whole store has found.
public struct CheckReport: Hashable, Sendable {
    /// How many drafts were folded.
    public internal(set) var drafts = 0
    /// How many events were verified.
    public internal(set) var events = 0
    /// Everything that is not as it must be.
    public internal(set) var findings: [Finding] = []

    /// Whether all is as it must be.
    public var isSound: Bool { findings.isEmpty }
    /// The first finding that concerns the drafts or who may see them. What is wrong with the audit keeps nobody from having
    /// a copy of all the rest.
    public var firstDamage: Finding? { findings.first { !$0.isOfAudit } }

    /// One thing that is not as it must be.
    public struct Finding: Hashable, Sendable, CustomStringConvertible {
        /// Where; nil where it concerns the whole store.
        public let draftID: DraftID?
        /// At which event; nil where it concerns the state.
        public let seq: Seq?
        /// What is wrong.
        public let sentence: String
        /// Whether it concerns the audit alone, and nothing that anybody wrote.
        public let isOfAudit: Bool

        init(draftID: DraftID? = nil, seq: Seq? = nil, _ sentence: String, isOfAudit: Bool = false) {
            self.isOfAudit = isOfAudit
            self.draftID = draftID
            self.seq = seq
            self.sentence = sentence
        }

        /// Place and sentence in one line.
        public var description: String {
            StorageError.corrupt(draft: draftID, seq: seq, sentence).description
        }
    }
}
