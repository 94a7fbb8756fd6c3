import DraftCore
import Testing

@testable import DraftScreens

/// What is counted with every event is what counting all of it gives.
@Suite struct StatisticsPropertyTests {
    /// A server's log, a replica that follows it, and the editor that counts.
    private struct Scene {
        var random: RandomSource
        var log: Draft
        var text = Manuscript()
        var editor: Editor
        var now = noon
        var events: [Event] = []
        /// How many of them the editor has heard of.
        var heard = 0

        static let people = [ada, ben, caro]
        static let texts = ["one", "two words", "漢字", "", "a b c d e f", "…", "cafe\u{301} noir", " \n "]

        init(seed: UInt64) {
            random = RandomSource(seed: seed)
            let id = DraftID.random(using: &random)
            let creation = DraftCreation(creatorID: ada, title: "T", platform: nil)
            let event = Event(draftID: id, seq: 1, moment: noon, actor: ada, key: nil, change: .draftCreated(creation))
            log = Draft(founding: event)!
            editor = Editor(id: id)
            for person in [ben, caro] { obey(Command(actor: ada, action: .addMember(person, .contributor))) }
            for _ in 0..<Int.random(in: 0...12, using: &random) { act() }
            reopen()
        }

        mutating func pick<T>(_ items: [T]) -> T { items.randomElement(using: &random)! }

        /// - Returns: whether the log took the command.
        @discardableResult
        mutating func obey(_ command: Command) -> Bool {
            let target = command.target.flatMap { text[$0]?.header }
            guard let changes = try? log.decide(command, target: target, at: now) else { return false }
            for change in changes {
                let event = Event(
                    draftID: log.id, seq: log.seq.next, moment: now, actor: command.actor, key: command.key,
                    change: change)
                log.apply(event)
                text.apply(event)
                events.append(event)
            }
            return true
        }

        mutating func someAction() -> Command.Action {
            let segment = text.segments.randomElement(using: &random)?.id ?? SegmentID.random(using: &random)
            switch Int.random(in: 0..<10, using: &random) {
            case 0...4: return .append(SegmentID.random(using: &random), content: pick(Self.texts) + ".")
            case 5...6: return .revise(segment, content: pick(Self.texts) + "!", revision: nil)
            case 7: return .strike(segment)
            default: return .pass(to: pick(Self.people))
            }
        }

        mutating func command(by actor: UserID) -> Command {
            Command(
                actor: actor, key: IdempotencyKey.random(using: &random),
                tenure: Bool.random(using: &random) ? editor.replica?.visible.draft.ring.tenure : nil,
                action: someAction())
        }

        mutating func act() {
            now = Timestamp(milliseconds: now.milliseconds + Int64.random(in: 0...40_000_000, using: &random))
            let actor = Int.random(in: 0..<4, using: &random) > 0 ? log.ring.holder : pick(Self.people)
            obey(command(by: actor))
        }

        /// The newest part of the text comes, as after a start or a gap.
        mutating func reopen() {
            let count = Int.random(in: 0...text.segments.count, using: &random)
            let part = Array(text.segments.suffix(count))
            let manuscript = Manuscript(segments: part, firstOrder: text.segments.count)
            if editor.replica == nil {
                editor.replica = Replica(draft: log, manuscript: manuscript)
            } else {
                _ = editor.replica?.reset(draft: log, manuscript: manuscript)
            }
            editor.countAnew()
            heard = events.count
        }

        mutating func step() {
            switch Int.random(in: 0..<12, using: &random) {
            case 0...3: act()
            case 4...6:
                // The log is heard of, some events twice.
                if heard > 0, Int.random(in: 0..<4, using: &random) == 0 { _ = editor.receive(events[heard - 1]) }
                guard heard < events.count else { return }
                _ = editor.receive(events[heard])
                heard += 1
            case 7...8:
                let command = command(by: pick(Self.people))
                editor.replica?.submit(command, at: now)
            case 9: settle()
            case 10:
                let first = editor.replica!.manuscript.firstOrder
                let start = max(0, first - Int.random(in: 0...5, using: &random))
                editor.prepend(Array(text.segments[start..<first]))
            default: if Int.random(in: 0..<8, using: &random) == 0 { reopen() }
            }
        }

        /// The server takes a pending command or refuses it.
        mutating func settle() {
            guard let item = editor.replica?.pending.randomElement(using: &random), let key = item.command.key else {
                return
            }
            if obey(item.command), Bool.random(using: &random) {
                editor.acknowledge(key, at: log.seq)
            } else if !events.contains(where: { $0.key == key }) {
                _ = editor.replica?.forget([key])
            }
        }

        /// What is shown, segment by segment.
        var shown: [Segment] {
            let replica = editor.replica!
            return replica.manuscript.segments.map { replica.visible.amended[$0.id] ?? $0 }
                + replica.visible.tail.map(\.segment)
        }
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `after anything that may happen, the counts are those of what is shown`(seed: UInt64) {
        var scene = Scene(seed: seed)
        var compared = 0
        for step in 0..<120 {
            scene.step()
            // A text whose answer got lost is shown twice until the server says again that it has it.
            guard Set(scene.shown.map(\.id)).count == scene.shown.count else { continue }
            compared += 1
            expectCountsOfShown(scene.editor, scene.shown, "seed \(seed), step \(step)")
        }
        #expect(compared > 5)
    }

    private func expectCountsOfShown(_ editor: Editor, _ shown: [Segment], _ place: Comment) {
        let statistics = editor.statistics
        let standing = shown.filter { !$0.isStruck }
        let words = { (segments: [Segment]) in segments.reduce(0) { $0 + WordRule.count($1.content ?? "") } }
        #expect(statistics.words == words(standing), place)
        for day in Set(shown.map { Day($0.createdAt) }) {
            let those = standing.filter { Day($0.createdAt) == day }
            #expect(statistics.words(on: day) == words(those), place)
            #expect(statistics.words(on: day, by: ada) == words(those.filter { $0.author == ada }), place)
            #expect(statistics.turnCount(on: day) == Set(those.map(\.tenure)).count, place)
        }
        for tenure in Set(shown.map(\.tenure)) {
            #expect(statistics.words(in: tenure) == words(standing.filter { $0.tenure == tenure }), place)
        }
        let authors = Dictionary(grouping: standing, by: \.author).mapValues(words).filter { $0.value > 0 }
        #expect(Dictionary(uniqueKeysWithValues: statistics.authors.map { ($0.author, $0.words) }) == authors, place)
        #expect(statistics.authors.map(\.words) == authors.values.sorted(by: >), place)
    }

    @Test func `an event costs nothing of the text that is there`() {
        var scene = Scene(seed: 1)
        for number in 0..<20_000 {
            scene.obey(
                Command(
                    actor: scene.log.ring.holder, action: .append(.random(), content: "Line \(number) of the text.")))
        }
        scene.editor.replica = Replica(draft: scene.log, manuscript: scene.text)
        let clock = ContinuousClock()
        let all = clock.measure { scene.editor.countAnew() }
        scene.editor.replica?.submit(
            Command(
                actor: ada, key: .random(), action: .revise(scene.text.segments[7].id, content: "x", revision: nil)),
            at: noon)
        scene.heard = scene.events.count
        for _ in 0..<200 {
            scene.obey(Command(actor: scene.log.ring.holder, action: .append(.random(), content: "And one more.")))
        }
        let events = clock.measure {
            for event in scene.events[scene.heard...] { _ = scene.editor.receive(event) }
        }
        #expect(scene.editor.statistics.turnCount(on: Day(noon)) > 0)
        // Two hundred times as much, if each looked at the whole text.
        #expect(events < all * 40, "200 events took \(events), counting everything \(all)")
    }
}
