/// Why a command may not happen. Refused commands change nothing and may be asked again.
public enum Rejection: Error, Hashable, Sendable {
    /// A field is missing, empty, too long or holds what it may not.
    case invalid(field: String, Flaw)
    /// Only the holder of the ring may do this.
    case ringRequired(holder: UserID)
    /// The command was made under a tenure that is over.
    case ringStale(current: Tenure)
    /// This person may not do this.
    case forbidden(Prohibition)
    /// What the command names is not there.
    case missing(Missing)
    /// The draft takes no text at the moment.
    case notActive(Draft.Status)
    /// There is nobody else to pass the ring to.
    case noCandidates
    /// The state of the draft forbids it.
    case conflict(Conflict)
    /// The key was used for something else.
    case keyReused
    /// The draft has as many members as it may have.
    case tooManyMembers(limit: Int)

    /// What is wrong with a field.
    public enum Flaw: Hashable, Sendable {
        /// There is nothing in it.
        case empty
        /// It has more characters than `limit`.
        case tooLong(limit: Int)
        /// It holds a character that may not stand there.
        case forbiddenCharacter(SafeText.Violation)
        /// Not one of the values that it may have; they are named.
        case unknownValue(allowed: [String])
    }

    /// What somebody may not do.
    public enum Prohibition: Hashable, Sendable {
        /// Strangers may do nothing.
        case notMember
        /// Viewers only read.
        case viewer
        /// Only the creator manages the draft.
        case notCreator
        /// Only the holder passes the ring.
        case notHolder
        /// The ring goes only to those who may write.
        case recipientMayNotWrite(UserID)
        /// The segment is somebody else's.
        case othersSegment(author: UserID)
    }

    /// What is not there.
    public enum Missing: Hashable, Sendable {
        /// The draft.
        case draft
        /// The segment.
        case segment
        /// The member.
        case member
        /// An invite that can be used.
        case invite
        /// A share that can be used.
        case share
        /// The user.
        case user
    }

    /// What stands against it.
    public enum Conflict: Hashable, Sendable {
        /// The creator is a member already and stays one.
        case creatorStays
        /// The creator holds the ring already.
        case alreadyHolder
        /// The segment has another wording by now.
        case staleRevision(current: Int)
        /// The segment is out of the manuscript.
        case struckSegment
    }
}
