import CollabTesting
import DraftCore
import Testing

/// Who may do what, when: every role, with and without the ring, in every status, with every command.
@Suite struct DecideTests {
    enum Actor: CaseIterable {
        case holdingCreator, waitingCreator, holdingContributor, waitingContributor, viewer, former, stranger
    }

    enum Request: CaseIterable {
        case append, revise, strike, pass, passSmart, reclaim, addMember, removeMember, update
    }

    enum Verdict {
        case allowed, viewer, ringRequired, notHolder, notCreator, alreadyHolder
    }

    /// Columns as in `Actor`, for those who are members; nobody else may do anything.
    private static let whileActive: [Request: [Verdict]] = [
        .append: [.allowed, .ringRequired, .allowed, .ringRequired, .viewer],
        .revise: [.allowed, .ringRequired, .allowed, .ringRequired, .viewer],
        .strike: [.allowed, .ringRequired, .allowed, .ringRequired, .viewer],
        .pass: [.allowed, .notHolder, .allowed, .notHolder, .viewer],
        .passSmart: [.allowed, .notHolder, .allowed, .notHolder, .viewer],
        .reclaim: [.alreadyHolder, .allowed, .notCreator, .notCreator, .notCreator],
        .addMember: [.allowed, .allowed, .notCreator, .notCreator, .notCreator],
        .removeMember: [.allowed, .allowed, .notCreator, .notCreator, .notCreator],
        .update: [.allowed, .allowed, .notCreator, .notCreator, .notCreator],
    ]

    private static let restingWhileClosed: Set<Request> = [.append, .revise, .strike, .pass, .passSmart, .reclaim]

    @Test(arguments: Request.allCases, Actor.allCases)
    func `who may do what while the draft is active`(request: Request, actor: Actor) throws {
        try expect(request, by: actor, while: .active)
    }

    @Test(arguments: Request.allCases, Actor.allCases)
    func `what rests while the draft is locked`(request: Request, actor: Actor) throws {
        try expect(request, by: actor, while: .locked)
    }

    @Test(arguments: Request.allCases, Actor.allCases)
    func `what rests while the draft is completed`(request: Request, actor: Actor) throws {
        try expect(request, by: actor, while: .completed)
    }

    private func expect(_ request: Request, by actor: Actor, while status: Draft.Status) throws {
        let (story, user) = try Self.scene(actor, status)
        let outcome = Result { () throws(Rejection) in try story.judging(Self.command(request, by: user, in: story)) }
        guard let expected = Self.rejection(of: request, by: actor, while: status, in: story) else {
            let changes = try outcome.get()
            #expect(!changes.isEmpty)
            return
        }
        #expect(outcome == .failure(expected))
    }

    private static func rejection(
        of request: Request, by actor: Actor, while status: Draft.Status, in story: Story
    ) -> Rejection? {
        guard actor != .former, actor != .stranger, let column = Actor.allCases.firstIndex(of: actor) else {
            return .forbidden(.notMember)
        }
        if status != .active, restingWhileClosed.contains(request) { return .notActive(status) }
        switch whileActive[request]?[column] {
        case .allowed, nil: return nil
        case .viewer: return .forbidden(.viewer)
        case .ringRequired: return .ringRequired(holder: story.draft.ring.holder)
        case .notHolder: return .forbidden(.notHolder)
        case .notCreator: return .forbidden(.notCreator)
        case .alreadyHolder: return .conflict(.alreadyHolder)
        }
    }

    private static func scene(_ actor: Actor, _ status: Draft.Status) throws -> (Story, UserID) {
        var story = try Story.began(by: ana, writing: "From ana.").joined(ben).joined(caro, as: .viewer).joined(dan)
            .passed(ana, to: dan).wrote(dan, "From dan.").passed(dan, to: ben).wrote(ben, "From ben.").left(dan)
        if [.holdingCreator, .waitingContributor].contains(actor) { story = try story.reclaimed() }
        if status != .active { story = try story.became(status) }
        switch actor {
        case .holdingCreator, .waitingCreator: return (story, ana)
        case .holdingContributor, .waitingContributor: return (story, ben)
        case .viewer: return (story, caro)
        case .former: return (story, dan)
        case .stranger: return (story, .named("eve"))
        }
    }

    private static func command(_ request: Request, by user: UserID, in story: Story) -> Command {
        let own = story.segments.first { $0.author == user } ?? story.segments[0]
        let action: Command.Action =
            switch request {
            case .append: .append(.random(), content: "More.")
            case .revise: .revise(own.id, content: "Better.", revision: 1)
            case .strike: .strike(own.id)
            case .pass: .pass(to: user == ana ? ben : ana)
            case .passSmart: .passSmart(.mostInactive)
            case .reclaim: .reclaim
            case .addMember: .addMember(.named("fay"), .contributor)
            case .removeMember: .removeMember(user == ana ? ben : user == ben ? caro : ben)
            case .update: .update(DraftUpdate(title: "The Boathouse"))
            }
        return Command(actor: user, action: action)
    }
}
