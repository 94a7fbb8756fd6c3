import CollabAPI
import DraftCore
import FoundationEssentials

/// What a journal holds: everything that the writer would miss if this process ended now.
struct JournalRecord: Codable, Equatable, Sendable {
    static let currentVersion = 1

    var version = currentVersion
    /// Where the draft was found, for people who look into the file.
    var server: String
    var draftID: DraftID
    var userID: UserID
    var logID: LogID?
    /// The text of the composer, and how many characters stand before its caret.
    var text = ""
    var caret = 0
    /// Texts on their way back to the composer, in order; they stand above its text.
    var returned: [String] = []
    var outbox: [Entry] = []
    /// Earlier journals that this record holds all of and that are about to be removed. A crash may come before that: what
    /// they hold is then no second copy of the words.
    var covers: [String]?

    /// A command and whether it may have reached the server.
    struct Entry: Codable, Equatable, Sendable {
        var command: JournalCommand
        var hasLeft: Bool

        enum CodingKeys: String, CodingKey {
            case command
            case hasLeft = "has_left"
        }
    }

    enum CodingKeys: String, CodingKey {
        case version, server
        case draftID = "draft_id"
        case userID = "user_id"
        case logID = "log_id"
        case text, caret, returned, outbox, covers
    }

    /// Whether nobody would miss it. White space alone is an accident of typing.
    var isEmpty: Bool {
        outbox.isEmpty && returned.isEmpty && text.allSatisfy(\.isWhitespace)
    }

    /// Reads a record; nil where it is none, or one of a newer version.
    init?(_ bytes: Data) {
        guard let record = try? WireCoding.decode(JournalRecord.self, from: bytes),
            record.version == Self.currentVersion
        else { return nil }
        self = record
    }

    /// Whether `bytes` are a record that only a newer version of this program understands.
    static func isOfNewerVersion(_ bytes: Data) -> Bool {
        struct Header: Decodable { var version: Int }
        let version = try? WireCoding.decode(Header.self, from: bytes).version
        return version.map { $0 > currentVersion } ?? false
    }

    init(server: String, draftID: DraftID, userID: UserID) {
        self.server = server
        self.draftID = draftID
        self.userID = userID
    }
}

/// A command as a journal spells it.
struct JournalCommand: Codable, Equatable, Sendable {
    let command: Command

    init(_ command: Command) {
        self.command = command
    }

    private enum Kind: String, Codable {
        case append, revise, strike, pass
        case passSmart = "pass_smart"
        case reclaim
        case addMember = "add_member"
        case removeMember = "remove_member"
        case update
    }

    enum CodingKeys: String, CodingKey {
        case kind, key, tenure, content, revision, strategy, role, update
        case actorID = "actor_id"
        case segmentID = "segment_id"
        case userID = "user_id"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let action: Command.Action
        switch try container.decode(Kind.self, forKey: .kind) {
        case .append:
            action = .append(
                try container.decode(SegmentID.self, forKey: .segmentID),
                content: try container.decode(String.self, forKey: .content))
        case .revise:
            action = .revise(
                try container.decode(SegmentID.self, forKey: .segmentID),
                content: try container.decode(String.self, forKey: .content),
                revision: try container.decodeIfPresent(Int.self, forKey: .revision))
        case .strike: action = .strike(try container.decode(SegmentID.self, forKey: .segmentID))
        case .pass: action = .pass(to: try container.decode(UserID.self, forKey: .userID))
        case .passSmart: action = .passSmart(try container.decode(Strategy.self, forKey: .strategy))
        case .reclaim: action = .reclaim
        case .addMember:
            action = .addMember(
                try container.decode(UserID.self, forKey: .userID), try container.decode(Role.self, forKey: .role))
        case .removeMember: action = .removeMember(try container.decode(UserID.self, forKey: .userID))
        case .update: action = .update(try container.decode(UpdateBody.self, forKey: .update).update)
        }
        command = Command(
            actor: try container.decode(UserID.self, forKey: .actorID),
            key: try container.decode(IdempotencyKey.self, forKey: .key),
            tenure: try container.decodeIfPresent(Tenure.self, forKey: .tenure), action: action)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(command.actor, forKey: .actorID)
        try container.encodeIfPresent(command.key, forKey: .key)
        try container.encodeIfPresent(command.tenure, forKey: .tenure)
        switch command.action {
        case .append(let id, let content):
            try container.encode(Kind.append, forKey: .kind)
            try container.encode(id, forKey: .segmentID)
            try container.encode(content, forKey: .content)
        case .revise(let id, let content, let revision):
            try container.encode(Kind.revise, forKey: .kind)
            try container.encode(id, forKey: .segmentID)
            try container.encode(content, forKey: .content)
            try container.encodeIfPresent(revision, forKey: .revision)
        case .strike(let id):
            try container.encode(Kind.strike, forKey: .kind)
            try container.encode(id, forKey: .segmentID)
        case .pass(let recipient):
            try container.encode(Kind.pass, forKey: .kind)
            try container.encode(recipient, forKey: .userID)
        case .passSmart(let strategy):
            try container.encode(Kind.passSmart, forKey: .kind)
            try container.encode(strategy, forKey: .strategy)
        case .reclaim:
            try container.encode(Kind.reclaim, forKey: .kind)
        case .addMember(let user, let role):
            try container.encode(Kind.addMember, forKey: .kind)
            try container.encode(user, forKey: .userID)
            try container.encode(role, forKey: .role)
        case .removeMember(let user):
            try container.encode(Kind.removeMember, forKey: .kind)
            try container.encode(user, forKey: .userID)
        case .update(let update):
            try container.encode(Kind.update, forKey: .kind)
            try container.encode(UpdateBody(update), forKey: .update)
        }
    }
}
