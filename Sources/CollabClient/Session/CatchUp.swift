import CollabAPI
import DraftCore

/// A session that has begun with a copy, and has not heard yet what has happened since.
///
/// What it hears is told in one piece, as a load would be, and only then that it is connected: nobody is called for a ring
/// that has gone on, or acts upon a state that is long over.
struct CatchUp {
    /// A gap that is longer is not worth its events: the draft is loaded.
    static let longest = 500

    /// Where the log was when the server said so last.
    var target: Seq?
    /// Whether something has happened that nobody was told.
    var hasNews = false
    /// A connection that is told of at the end.
    var status: LinkStatus?
}

extension DraftSession {
    /// The server says where its log is.
    /// - Returns: whether that is so far ahead that the draft is to be loaded.
    func isLeftBehind(by seq: Seq) -> Bool {
        catchUp?.target = seq
        guard let since = position.since else { return false }
        return seq.rawValue - since.rawValue > CatchUp.longest
    }

    /// Keeps the news of a connection back while there is something to hear first.
    /// - Returns: whether it is kept.
    func keepsBack(_ status: LinkStatus) -> Bool {
        guard catchUp != nil else { return false }
        switch status {
        case .live, .polling:
            catchUp?.status = status
            return true
        case .connecting, .offline, .readOnly:
            catchUp?.status = nil
            catchUp?.target = nil
            tellNews()
            return false
        }
    }

    /// Ends it if all has been heard that had happened before the welcome.
    func proceedCatchUp() {
        guard let target = catchUp?.target, let since = position.since, since >= target else { return }
        endCatchUp()
    }

    /// All has been heard, or the draft was loaded.
    func endCatchUp() {
        tellNews()
        let status = catchUp?.status
        catchUp = nil
        if let status { take(status) }
    }

    private func tellNews() {
        guard catchUp?.hasNews == true else { return }
        catchUp?.hasNews = false
        tellState()
    }
}
