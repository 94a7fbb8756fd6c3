public import DraftCore

/// A draft that the server was asked for and has not answered, as it was typed.
struct NewDraft: Equatable, Sendable {
    let title: String
    let members: String
}

/// Somebody who was to write in a new draft and could not be made a member of it.
public struct MissingMember: Equatable, Sendable {
    let user: UserID
    let reason: String

    /// - Parameter reason: why, in a sentence.
    public init(user: UserID, reason: String) {
        self.user = user
        self.reason = reason
    }
}

extension Model {
    mutating func createDraft(_ title: String, with members: String) -> [Effect] {
        guard !title.allSatisfy(\.isWhitespace) else {
            tell(Phrases.emptyTitle)
            return []
        }
        let words = members.split(whereSeparator: \.isWhitespace).map(String.init)
        let wrong = words.filter { UserID($0) == nil }
        guard wrong.isEmpty else {
            warn(Phrases.badMembers(wrong))
            return []
        }
        // One at a time, so that a failure is known to be that title's.
        if let draftUnderway {
            tell(Phrases.stillCreating(draftUnderway.title))
            return []
        }
        overlay = nil
        draftUnderway = NewDraft(title: title, members: members)
        var seen: Set<UserID> = [me]
        let users = words.compactMap { UserID($0) }.filter { seen.insert($0).inserted }
        return [.createDraft(title: title, IdempotencyKey.random(using: &random), members: users)]
    }

    /// The draft is there. A reader who has gone on meanwhile is told of it and stays where they are.
    mutating func created(_ id: DraftID, without missing: [MissingMember]) -> [Effect] {
        defer { draftUnderway = nil }
        let title = draftUnderway?.title
        let isElsewhere = if case .library = screen { isPrompting } else { true }
        guard isElsewhere else {
            let effects = open(id)
            if case .editor(var editor) = screen {
                editor.missing = missing.map(\.user)
                screen = .editor(editor)
            }
            if !missing.isEmpty { warn(Phrases.missing(missing)) }
            return effects
        }
        if missing.isEmpty { tell(Phrases.created(title)) } else { warn(Phrases.missing(missing)) }
        if case .library = screen { return [.loadDrafts] }
        return []
    }

    /// There is no draft; where nothing else is being typed, it is asked for again as it was.
    mutating func creationFailed(_ reason: String) {
        defer { draftUnderway = nil }
        guard let draftUnderway else { return warn(reason) }
        guard case .library = screen, !isPrompting else {
            return warn(Phrases.notCreated(draftUnderway.title, reason))
        }
        var prompt = Prompt(purpose: .newDraft)
        prompt.first.insert(draftUnderway.title)
        prompt.second.insert(draftUnderway.members)
        overlay = .prompt(prompt)
        warn(reason)
    }

    private var isPrompting: Bool {
        if case .prompt? = overlay { true } else { false }
    }
}
