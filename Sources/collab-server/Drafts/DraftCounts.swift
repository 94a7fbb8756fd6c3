import DraftCore
import DraftStorage
import NIOConcurrencyHelpers

/// How many drafts each creator has: read from the store once, and kept up from there. A draft that begins while its
/// creator's are being read may be missed, so the limit is one on abuse, not an exact one.
final class DraftCounts: Sendable {
    private static let rowsAPage = 1000

    private let counts = NIOLockedValueBox<[UserID: Int]>([:])

    func count(of creator: UserID, in log: any DraftLog, now: Timestamp) async throws(StorageError) -> Int {
        if let count = counts.withLockedValue({ $0[creator] }) { return count }
        var count = 0
        var cursor: DraftListQuery.Cursor?
        repeat {
            let page = try await log.drafts(
                of: creator, DraftListQuery(after: cursor, limit: Self.rowsAPage, now: now))
            count += page.drafts.count { $0.draft.creatorID == creator }
            cursor = page.next
        } while cursor != nil
        return counts.withLockedValue { counts in
            let known = counts[creator] ?? count
            counts[creator] = known
            return known
        }
    }

    /// Takes in that a draft of `creator` began or was deleted.
    func change(_ creator: UserID, by difference: Int) {
        counts.withLockedValue { $0[creator]? += difference }
    }
}
