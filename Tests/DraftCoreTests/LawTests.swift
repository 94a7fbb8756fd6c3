import CollabTesting
import DraftCore
import Testing

/// What holds for every log that the rules can make. A failure names its seed, and the seed is the case.
@Suite struct LawTests {
    private static let seeds = UInt64(0)..<40
    private static let users = [ana, ben, caro, dan]

    /// One command that was obeyed, what it changed, and the states before and after.
    fileprivate struct Step {
        let command: Command
        let changes: [Change]
        let before: ModelServer.State
        let after: ModelServer.State
    }

    /// A random draft: its server at the end, and every command that was obeyed on the way.
    private func history(_ seed: UInt64, tries: Int = 150) -> (server: ModelServer, steps: [Step]) {
        var plan = RandomPlan(seed: seed)
        var server = ModelServer(users: Self.users, seed: seed)
        var steps: [Step] = []
        for number in 0..<tries {
            let before = server.state
            let holder = before.draft.ring.holder
            let command = Command(
                actor: plan.happens(percent: 70) ? holder : plan.one(of: Self.users), key: .named("k\(number)"),
                tenure: plan.happens(percent: 80) ? before.draft.ring.tenure : plan.one(of: [nil, 1]),
                action: plan.action(in: before.draft, segments: before.manuscript.segments, among: Self.users))
            server.advance(seconds: plan.number(0...2))
            guard let changes = try? before.judging(command, at: server.now) else { continue }
            _ = server.judge(command)
            steps.append(Step(command: command, changes: changes, before: before, after: server.state))
        }
        return (server, steps)
    }

    @Test(arguments: seeds)
    func `the same log gives the same draft and the same text`(seed: UInt64) throws {
        let server = history(seed).server
        var text = Manuscript()
        for event in server.events { text.apply(event) }
        #expect(Draft.folding(server.events) == server.state.draft)
        #expect(text == server.state.manuscript)
        #expect(server.events.map(\.seq.rawValue) == Array(1...server.events.count))
    }

    @Test(arguments: seeds)
    func `a snapshot and the events after it equal the whole log, wherever it is cut`(seed: UInt64) throws {
        var plan = RandomPlan(seed: seed)
        let server = history(seed, tries: 80).server
        let end = server.state
        for cut in server.events.map(\.seq) {
            let snapshot = server.state(at: cut).newest(plan.number(0...6))
            var state = snapshot
            state.draft = snapshot.draft.retold(members: plan.shuffled(Array(snapshot.draft.members.values)))
            for event in server.events(after: cut) { state.apply(event) }
            #expect(state.draft == end.draft, "cut after \(cut)")
            // The older page was read somewhere between the snapshot and now.
            let page = server.state(at: Seq(rawValue: plan.number(cut.rawValue...server.events.count)))
            state.manuscript.prepend(page.manuscript.segments)
            #expect(state.manuscript == end.manuscript, "cut after \(cut)")
        }
    }

    @Test(arguments: seeds)
    func `what is decided comes to pass`(seed: UInt64) throws {
        for step in history(seed).steps {
            #expect(step.after.draft.seq.rawValue == step.before.draft.seq.rawValue + step.changes.count)
            #expect(step.comesTrue, "\(step.command)")
            #expect(step.changes.isEmpty == (step.before.draft == step.after.draft), "\(step.command)")
        }
    }

    @Test(arguments: seeds)
    func `after every event exactly one member holds the ring, and may write`(seed: UInt64) throws {
        let server = history(seed).server
        var passes = 0
        for event in server.events {
            let draft = server.state(at: event.seq).draft
            if case .ringPassed = event.change { passes += 1 }
            #expect(draft.role(of: draft.ring.holder)?.mayWrite == true, "after \(event.seq)")
            #expect(draft.ring.tenure.rawValue == passes + 1)
            #expect(draft.ring.history.last == draft.ring.holder)
            #expect(draft.ring.history.count == min(passes + 1, Ring.historyLimit))
            #expect(draft.members.values.count { $0.role == .creator } == 1)
        }
    }

    @Test(arguments: seeds)
    func `deciding depends on the state alone`(seed: UInt64) throws {
        var plan = RandomPlan(seed: seed)
        for step in history(seed).steps {
            let state = step.before
            let retold = state.draft.retold(members: plan.shuffled(Array(state.draft.members.values)))
            let target = step.command.target.flatMap { state.manuscript[$0]?.header }
            let moment = step.after.draft.updatedAt
            #expect(try retold.decide(step.command, target: target, at: moment) == step.changes, "\(step.command)")
            for strategy in Strategy.allCases {
                let (here, there) = (state.draft.nextHolder(by: strategy), retold.nextHolder(by: strategy))
                #expect(here?.userID == there?.userID && here?.choice == there?.choice)
                #expect(here?.userID == state.draft.chosen(by: strategy), "\(strategy)")
            }
        }
    }
}

extension LawTests.Step {
    /// Whether the state after the command is as was asked.
    fileprivate var comesTrue: Bool {
        let (draft, text) = (after.draft, after.manuscript)
        switch command.action {
        case .append(let id, let content):
            return text.segments.last?.id == id && text.segments.last?.content == content
                && text.segments.last?.author == command.actor && draft.segmentCount == text.segments.count
                && draft.members[command.actor]?.lastActiveAt == draft.updatedAt
        case .revise(let id, let content, _):
            return text[id]?.content == content && text[id]?.revision == before.manuscript[id]!.revision + 1
        case .strike(let id):
            return text[id]?.isStruck == true && text.segments.count == before.manuscript.segments.count
        case .pass(let recipient): return draft.ring.holder == recipient && isOneTenureOn
        case .passSmart(let strategy): return draft.ring.holder == before.draft.chosen(by: strategy) && isOneTenureOn
        case .reclaim: return draft.ring.holder == draft.creatorID && isOneTenureOn
        case .addMember(let user, let role): return draft.role(of: user) == role
        case .removeMember(let user): return draft.role(of: user) == nil
        case .update(let update):
            let old = before.draft
            return draft.status == update.status ?? old.status && draft.revise == update.revise ?? old.revise
                && draft.title == update.title ?? old.title
                && draft.targetPublishAt == update.targetPublishAt.map(\.value) ?? old.targetPublishAt
        }
    }

    private var isOneTenureOn: Bool {
        after.draft.ring.tenure == before.draft.ring.tenure.next && after.draft.ring.passKey == command.key
    }
}

extension Draft {
    /// Whom `strategy` is to choose, said a second time to compare with: candidates in a line, the smallest id first.
    fileprivate func chosen(by strategy: Strategy) -> UserID? {
        let others = writers.filter { $0.userID != ring.holder }.sorted { $0.userID < $1.userID }
        switch strategy {
        case .mostInactive, .bestNext:
            let order = others.sorted {
                ($0.lastActiveAt?.milliseconds ?? .min, $0.userID) < ($1.lastActiveAt?.milliseconds ?? .min, $1.userID)
            }
            return order.first?.userID
        case .roundRobin:
            return (others.filter { $0.userID > ring.holder } + others).first?.userID
        case .backToCreator:
            return (others.filter { $0.userID == creatorID } + others).first?.userID
        }
    }
}
