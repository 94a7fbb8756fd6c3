import ArgumentParser
import CollabAPI
import CollabClient
import DraftCore

/// A segment of a draft, as the command line names it.
struct SegmentArgument: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Its id, as `draft show --json` shows it, or its place in the text: 1 is the first, `last` the newest.",
            valueName: "segment"))
    var segment: String

    /// Where a segment is to be found.
    enum Name: Equatable {
        case id(SegmentID)
        /// Counted from 0; nil is the end.
        case place(Int?)
    }

    func name() throws(CommandFailure) -> Name { try Self.name(of: segment) }

    static func name(of text: String) throws(CommandFailure) -> Name {
        if let id = SegmentID(text.lowercased()) { return .id(id) }
        if text == "last" { return .place(nil) }
        guard let number = Int(text), number > 0 else {
            throw .input("\"\(text)\" is no segment: its id, its place from 1 on, or `last`.")
        }
        return .place(number - 1)
    }
}

/// What a change of a segment is made upon, so that a late repeat changes nothing that has come since.
struct SeenSegment {
    let id: SegmentID
    /// Where the segment was named by its place, the wording that stood there.
    let revision: Int?
    let tenure: Tenure

    init(_ name: SegmentArgument.Name, of draft: DraftID, at place: Place) async throws(CommandFailure) {
        let query =
            switch name {
            case .id: DraftQuery(limit: 0)
            case .place(let order?): DraftQuery(from: order, limit: 1)
            case .place(nil): DraftQuery(from: -1, limit: 1)
            }
        let seen = try await asking { () throws(ClientError) in try await place.client.draft(draft, query) }
        tenure = seen.ringState.tenure
        switch name {
        case .id(let id):
            self.id = id
            revision = nil
        case .place:
            guard let segment = seen.segments.first?.segment else {
                throw .input("The draft has \(seen.segmentCount == 1 ? "1 segment" : "\(seen.segmentCount) segments").")
            }
            id = segment.id
            revision = segment.revision
        }
    }
}
