import Crypto
public import DraftCore

/// What an idempotency key stands for: the SHA-256 of a command without what may differ when it is sent again (key,
/// tenure, revision, and the ids that are made for it).
public struct Fingerprint: Hashable, Sendable {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// The fingerprint of a command to `draft`.
    public init(of command: Command, in draft: DraftID) {
        self.init(["draft": .string(draft.description), "command": Self.value(of: command.action)])
    }

    /// The fingerprint of a beginning; the draft's id is no part of it, for every attempt names a new one.
    public init(of founding: Founding) {
        self.init([
            "command": .object([
                "kind": "create", "title": .string(founding.title),
                "platform": .string(founding.platform?.description),
                "initial_segment": .string(founding.initialSegment?.content),
            ])
        ])
    }

    /// The fingerprint of coming in by an invite.
    init(ofJoining draft: DraftID, as role: Role) {
        self.init([
            "draft": .string(draft.description),
            "command": .object(["kind": "join", "role": .string(role.rawValue)]),
        ])
    }

    private init(_ fields: [String: CanonicalValue]) {
        bytes = Array(SHA256.hash(data: CanonicalValue.object(fields).encoded()))
    }

    init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    private static func value(of action: Command.Action) -> CanonicalValue {
        var fields: [String: CanonicalValue] = ["kind": .string(action.name)]
        switch action {
        case .append(_, let content):
            fields["content"] = .string(content)
        case .revise(let id, let content, _):
            fields["segment_id"] = .string(id.description)
            fields["content"] = .string(content)
        case .strike(let id):
            fields["segment_id"] = .string(id.description)
        case .pass(let recipient):
            fields["to_user_id"] = .string(recipient.description)
        case .passSmart(let strategy):
            fields["strategy"] = .string(strategy.rawValue)
        case .reclaim:
            break
        case .addMember(let user, let role):
            fields["user_id"] = .string(user.description)
            fields["role"] = .string(role.rawValue)
        case .removeMember(let user):
            fields["user_id"] = .string(user.description)
        case .update(let update):
            fields.merge(StoredForm.fields(of: update)) { _, new in new }
        }
        return .object(fields)
    }
}

extension Command.Action {
    /// What the audit and the fingerprint call it.
    public var name: String {
        switch self {
        case .append: "append"
        case .revise: "revise"
        case .strike: "strike"
        case .pass: "pass"
        case .passSmart: "pass_smart"
        case .reclaim: "reclaim"
        case .addMember: "add_member"
        case .removeMember: "remove_member"
        case .update: "update"
        }
    }
}

extension Command.Action {
    /// Whom it is done to, for the audit.
    var subject: String? {
        switch self {
        case .pass(let user), .addMember(let user, _), .removeMember(let user): user.description
        case .append, .revise, .strike, .passSmart, .reclaim, .update: nil
        }
    }
}
