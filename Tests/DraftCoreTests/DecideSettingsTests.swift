import CollabTesting
import DraftCore
import Testing

/// Beginning a draft and changing what it says of itself.
@Suite struct DecideSettingsTests {
    private func update(_ story: Story, _ update: DraftUpdate) throws -> [Change] {
        try story.judging(Command(actor: ana, action: .update(update)))
    }

    @Test func `what is so already changes nothing`() throws {
        let story = try Story.began(by: ana, title: "The Lighthouse")
        #expect(try update(story, DraftUpdate()) == [])
        #expect(
            try update(
                story,
                DraftUpdate(title: " The Lighthouse ", status: .active, revise: .own, targetPublishAt: .clear)) == [])
    }

    @Test func `only what differs is told`() throws {
        let story = try Story.began(by: ana, title: "The Lighthouse")
        let asked = DraftUpdate(
            title: "The Lighthouse", status: .locked, revise: .own, targetPublishAt: .set(.storyBegin))
        let told = DraftUpdate(status: .locked, targetPublishAt: .set(.storyBegin))
        #expect(try update(story, asked) == [.draftUpdated(told)])
    }

    @Test func `a title spelled with other code points is another title`() throws {
        let story = try Story.began(by: ana, title: "Caf\u{E9}")
        #expect(
            try update(story, DraftUpdate(title: "Cafe\u{301}")) == [.draftUpdated(DraftUpdate(title: "Cafe\u{301}"))])
    }

    @Test(arguments: Draft.Status.allCases, Draft.Status.allCases)
    func `any status may follow any`(before: Draft.Status, after: Draft.Status) throws {
        let story = try Story.began(by: ana).became(before).became(after)
        #expect(story.draft.status == after)
    }

    @Test func `a target can be set, moved and taken away`() throws {
        let story = try Story.began(by: ana)
        let later = Timestamp.storyBegin.after(seconds: 3600)
        let set = try story.then(Command(actor: ana, action: .update(DraftUpdate(targetPublishAt: .set(later)))))
        #expect(set.draft.targetPublishAt == later)
        #expect(try update(set, DraftUpdate(targetPublishAt: .set(later))) == [])
        let cleared = try set.then(Command(actor: ana, action: .update(DraftUpdate(targetPublishAt: .clear))))
        #expect(cleared.draft.targetPublishAt == nil)
    }

    @Test(arguments: [
        ("  The Lighthouse\t", "The Lighthouse"), ("\u{3000}題\u{A0}", "題"), (String(repeating: "é", count: 200), nil),
        ("a\u{301}", nil),
    ])
    func `a title is trimmed`(title: String, trimmed: String?) throws {
        #expect(try Story.began(by: ana, title: title).draft.title == trimmed ?? title)
    }

    @Test(arguments: ["", " ", "\t\n", "\u{3000}\u{2028}"])
    func `a title of white space is empty`(title: String) {
        #expect(throws: Rejection.invalid(field: "title", .empty)) { try Story.began(by: ana, title: title) }
    }

    @Test(arguments: ["two\nlines", "a\u{2028}b", "a\u{2029}b", "a\tb", "a\u{1B}[2Jb", "a\u{202E}b"])
    func `a title is one clean line`(title: String) throws {
        let story = try Story.began(by: ana)
        for refusal in [
            story.refusal(of: .update(DraftUpdate(title: title)), by: ana), founding(Founding(of: title)),
        ] {
            guard case .invalid("title", .forbiddenCharacter) = refusal else {
                Issue.record("not refused for its character: \(String(describing: refusal))")
                return
            }
        }
    }

    @Test func `a title has 200 characters after trimming`() throws {
        let longest = String(repeating: "x", count: DraftLimits.titleLength)
        #expect(founding(Founding(of: " " + longest + " ")) == nil)
        #expect(founding(Founding(of: longest + "y")) == .invalid(field: "title", .tooLong(limit: 200)))
    }

    @Test func `a draft begins with its creator, and perhaps with a segment`() throws {
        let empty = try Story.began(by: ana)
        #expect(empty.events.count == 1 && empty.draft.segmentCount == 0)
        let story = try Story.began(by: ana, platform: .named("x"), key: .named("c1"), writing: "Once.")
        #expect(story.events.map(\.seq) == [1, 2])
        #expect(story.events.map(\.key) == [.named("c1"), nil])
        #expect(story.draft.ring.holder == ana && story.draft.ring.tenure == 1 && story.draft.ring.history == [ana])
        #expect(story.draft.ring.passedAt == story.draft.createdAt)
        #expect(story.segments.map(\.seq) == [2])
        #expect(story.segments.map(\.order) == [0])
    }

    @Test func `the first segment is judged like any other`() {
        func refusal(_ text: String) -> Rejection? {
            founding(Founding(of: "Title", platform: .named("x"), writing: text))
        }
        #expect(refusal("") == .invalid(field: "initial_segment", .empty))
        #expect(refusal(String(repeating: "x", count: 501)) == .invalid(field: "initial_segment", .tooLong(limit: 500)))
        #expect(refusal("Once.") == nil)
    }

    private func founding(_ founding: Founding) -> Rejection? {
        do throws(Rejection) {
            _ = try Draft.decide(founding, at: .storyBegin)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: ["x", "substack", "日本", String(repeating: "p", count: 32)])
    func `a platform is any short name`(name: String) throws {
        #expect(try #require(Platform(name)).description == name)
    }

    @Test(arguments: ["", "a\nb", "\u{1B}", String(repeating: "p", count: 33)])
    func `a platform is one clean line`(name: String) {
        #expect(Platform(name) == nil)
    }
}

extension Founding {
    fileprivate init(of title: String, platform: Platform? = nil, writing text: String? = nil) {
        self.init(
            id: .random(), creator: ana, title: title, platform: platform,
            initialSegment: text.map { InitialSegment(id: .random(), content: $0) })
    }
}
