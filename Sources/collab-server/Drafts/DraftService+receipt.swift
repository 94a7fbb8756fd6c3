import CollabAPI
import DraftCore
import DraftStorage

extension DraftService {
    /// What a change did, in short. It is made of the change's own events, so a replay's equals the first one's.
    func receipt(for result: ChangeResult) async throws -> ReceiptBody {
        var receipt = ReceiptBody(seq: result.receipt.seq)
        for stored in result.receipt.events {
            switch stored.event.change {
            case .segmentAdded(let segment):
                receipt.segment = SegmentBody(segment, names: names)
            case .segmentRevised(let id, let content, let revision):
                guard var segment = try await log.segment(id, of: stored.event.draftID) else { break }
                segment.content = content
                segment.revision = revision
                segment.revisedAt = stored.event.moment
                receipt.segment = SegmentBody(segment, names: names)
            case .ringPassed(let pass):
                receipt.ringState = RingReceiptBody(pass, key: stored.event.key)
            case .draftCreated, .segmentStruck, .memberAdded, .memberRemoved, .draftUpdated:
                break
            }
        }
        return receipt
    }

    /// The draft as it is after a change, with its last segments; nil for one who sees it no more.
    func bodyAfter(_ result: ChangeResult, for visitor: Visitor) async throws -> DraftBody? {
        do {
            let page = SegmentPage.last(limits.segmentsAfterChange)
            return body(try await snapshot(of: result.receipt.draft.id, page: page, for: visitor))
        } catch Rejection.forbidden(.notMember) {
            return nil
        }
    }
}
