/// What a key can do to the segment that is chosen.
enum SegmentCommand: Hashable, Sendable {
    case move(SegmentMove)
    case details, copy, revise, strike, leave
}

extension Action {
    /// What it does to the segment that is chosen; nil where it does nothing to one.
    var segmentCommand: SegmentCommand? {
        switch self {
        case .chooseUp: .move(.before)
        case .chooseDown: .move(.after)
        case .chooseFirst: .move(.first)
        case .chooseLast: .move(.last)
        case .choosePageUp: .move(.pageBefore)
        case .choosePageDown: .move(.pageAfter)
        case .sameAuthorPrevious: .move(.sameAuthorBefore)
        case .sameAuthorNext: .move(.sameAuthorAfter)
        case .otherAuthorPrevious: .move(.otherAuthorBefore)
        case .otherAuthorNext: .move(.otherAuthorAfter)
        case .turnStart: .move(.turnBefore)
        case .turnNext: .move(.turnAfter)
        case .accept: .details
        case .copy: .copy
        case .revise: .revise
        case .strike: .strike
        case .cancel: .leave
        default: nil
        }
    }
}
