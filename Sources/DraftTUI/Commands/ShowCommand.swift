import ArgumentParser
import CollabAPI
import CollabClient
import DraftCore

/// `draft show`
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print a draft: who is in it, and its text.")

    @OptionGroup var draft: DraftArgument
    @OptionGroup var share: ShareOption
    @OptionGroup var options: GlobalOptions
    @ParentCommand var parent: DraftCommand

    func run() async throws {
        let id = try draft.id()
        let place = try await Place.resolved(options.orElse(parent.options), reading: share.token())
        var body = try await asking { () throws(ClientError) in try await place.client.draft(id) }
        while body.segments.count < body.segmentCount {
            let from = body.segments.count
            let page = try await asking { () throws(ClientError) in
                try await place.client.draft(id, DraftQuery(from: from))
            }
            guard !page.segments.isEmpty else { break }
            let segments = body.segments + page.segments
            body = page
            body.segments = segments
            body.segmentsFrom = 0
        }
        if place.isJSON { return try Output.json(DataBody(body)) }
        try Output.line(SafeText.escaped(body.title, for: .line))
        try Output.line(Self.facts(of: body, for: place.user))
        for segment in body.segments {
            let text = segment.content ?? "[struck]"
            try Output.line("\n" + SafeText.escaped(segment.authorName, for: .line) + ":")
            try Output.line(Self.lines(of: text))
        }
    }

    /// A text as it is printed: only its first line begins where the names do, so that no text can pass for another's.
    static func lines(of text: String) -> String {
        SafeText.escaped(text, for: .segment).split(omittingEmptySubsequences: false) { $0.isNewline }
            .joined(separator: "\n  ")
    }

    private static func facts(of body: DraftBody, for user: UserID) -> String {
        let holder = body.ringState.currentHolderID
        let members = body.members.filter { $0.role.isMember }.map { member in
            member.role == .contributor ? member.name : "\(member.name) (\(member.role.rawValue))"
        }
        let turn = holder == user ? "you hold the ring" : "\(body.names[holder] ?? holder.description) holds the ring"
        return SafeText.escaped("\(members.joined(separator: ", ")); \(turn); \(body.status.rawValue)", for: .line)
    }
}
