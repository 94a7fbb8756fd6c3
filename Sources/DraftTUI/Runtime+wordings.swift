import CollabAPI
import CollabClient
import DraftCore
import DraftScreens

// What a segment said before: only the log has it.
extension Runtime {
    func loadWordings(
        of segment: SegmentID, in draft: DraftID, from first: Seq, count: Int, _ tasks: inout DiscardingTaskGroup
    ) {
        tasks.addTask { [place, continuation] in
            do throws(CommandFailure) {
                let wordings = try await place.wordings(of: segment, in: draft, from: first, count: count)
                continuation.yield(.message(.wordings(segment, .loaded(wordings))))
            } catch {
                continuation.yield(.message(.wordings(segment, .failed(place.sentence(for: error)))))
            }
        }
    }
}

extension Place {
    /// The first `count` wordings of a segment that the event with the seq `first` added, the oldest first; fewer where
    /// the log ends before.
    fileprivate func wordings(
        of segment: SegmentID, in draft: DraftID, from first: Seq, count: Int
    ) async throws(CommandFailure) -> [Wording] {
        var wordings: [Wording] = []
        var last = Seq(rawValue: max(1, first.rawValue) - 1)
        while wordings.count < count {
            let query = EventsQuery(position: LogPosition(since: last), limit: count == 1 ? 1 : nil)
            let answer = try await asking { () throws(ClientError) in try await client.events(draft, query) }
            guard case .events(let page) = answer, let end = page.data.last?.event.seq, end > last else { break }
            wordings += page.data.compactMap { Wording($0.event, of: segment) }
            last = end
            // It is the event that was named, or there is none.
            if count == 1 { break }
        }
        return Array(wordings.prefix(count))
    }
}

extension Wording {
    /// What the event says that the segment says from then on; nil where it is about something else.
    fileprivate init?(_ event: Event, of id: SegmentID) {
        switch event.change {
        case .segmentAdded(let segment) where segment.id == id:
            // A text that was erased is gone for good.
            guard let content = segment.content else { return nil }
            self.init(revision: 1, content: content, moment: event.moment, actor: event.actor)
        case .segmentRevised(id, let content, let revision):
            self.init(revision: revision, content: content, moment: event.moment, actor: event.actor)
        default:
            return nil
        }
    }
}
