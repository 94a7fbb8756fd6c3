import DraftCore
import DraftStorage
import NIOConcurrencyHelpers

/// At which drafts somebody came, went or wrote here since the other servers on the store were told last.
final class PresenceNews: Sendable {
    private let drafts = NIOLockedValueBox<Set<DraftID>>([])
    private let bell: AsyncStream<Void>.Continuation
    /// Yields when there are drafts to take; for one consumer.
    let rings: AsyncStream<Void>

    init() {
        // However often it is rung, one ring is enough to come and take all that there is.
        (rings, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func note(_ draft: DraftID) {
        drafts.withLockedValue { _ = $0.insert(draft) }
        bell.yield()
    }

    func take() -> Set<DraftID> {
        drafts.withLockedValue { drafts in
            defer { drafts = [] }
            return drafts
        }
    }
}

/// What a server has to do with others on the same store.
struct StoreSharing: Sendable {
    let store: any SharedStore
    let presenceNews: PresenceNews
}
