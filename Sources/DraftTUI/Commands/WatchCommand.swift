import ArgumentParser
import CollabAPI
import CollabClient
import DraftCore

/// `draft watch`
struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Print what happens in a draft as it happens, until ^C.",
        discussion: "With --json each line is one event of the log, as the server sent it.")

    @OptionGroup var draft: DraftArgument
    @OptionGroup var share: ShareOption
    @OptionGroup var options: GlobalOptions
    @ParentCommand var parent: DraftCommand

    func run() async throws {
        let id = try draft.id()
        let place = try await Place.resolved(options.orElse(parent.options), reading: share.token())
        let session = place.client.session(for: id, as: place.user)
        let end = await withTaskGroup(of: CommandFailure?.self) { group in
            group.addTask {
                await session.run()
                return nil
            }
            group.addTask { await Self.follow(session, isJSON: place.isJSON) }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        if let end { throw end }
    }

    /// Prints until the output ends or the server says that there is nothing more to see.
    private static func follow(_ session: DraftSession, isJSON: Bool) async -> CommandFailure? {
        var names: [UserID: String] = [:]
        do throws(CommandFailure) {
            for await update in await session.updates() {
                switch update {
                case .names(let known): names = known
                case .event(let body): try print(body, names, isJSON: isJSON)
                case .link(.readOnly(let reason)): return .localServer(reason.sentence)
                case .link(.offline(let reason)): Output.complain("offline: \(reason.phrase); trying again")
                default: continue
                }
            }
            return nil
        } catch {
            return error
        }
    }

    private static func print(_ body: EventBody, _ names: [UserID: String], isJSON: Bool) throws(CommandFailure) {
        if isJSON { return try Output.json(body) }
        let event = body.event
        let time = event.moment.description.dropFirst(11).prefix(8)
        let sentence = SafeText.escaped(EventSentence(event, names).text.inOneLine, for: .line)
        try Output.line("\(time) \(sentence)")
    }
}

/// What happened, in a sentence.
struct EventSentence {
    let text: String

    init(_ event: Event, _ names: [UserID: String]) {
        func name(_ user: UserID) -> String { names[user] ?? user.description }
        let actor = name(event.actor)
        switch event.change {
        case .draftCreated(let creation): text = "\(actor) began \(creation.title)"
        case .segmentAdded(let segment): text = "\(name(segment.author)) wrote: \(segment.content ?? "")"
        case .segmentRevised(_, let content, _): text = "\(actor) changed a segment to: \(content)"
        case .segmentStruck: text = "\(actor) struck a segment"
        case .ringPassed(let pass): text = "the ring is with \(name(pass.to))"
        case .memberAdded(let user, let role): text = "\(name(user)) is a \(role.rawValue) now"
        case .memberRemoved(let user, _): text = "\(name(user)) is a member no more"
        case .draftUpdated: text = "\(actor) changed the draft's settings"
        }
    }
}

extension String {
    /// The same text in a line of its own; others' line breaks and tabs cannot begin a line in the frame around it.
    var inOneLine: String {
        var line = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar {
            case "\n", "\u{2028}", "\u{2029}": line.append("⏎")
            case "\t": line.append(" ")
            default: line.append(scalar)
            }
        }
        return String(line)
    }
}
