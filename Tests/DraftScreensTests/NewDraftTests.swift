import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

@Suite struct NewDraftTests {
    private let other = DraftID("5f0c3f0e-6f0b-4a58-9d35-3d2a4a6e9b02")!

    /// The library, after a title was given for a new draft.
    private func asked(_ title: String) -> Stage {
        var stage = Stage()
        stage.opens()
        stage.press(.escape)
        ask(title, &stage)
        return stage
    }

    private func ask(_ title: String, _ stage: inout Stage) {
        stage.press(.control("n"))
        stage.type(title)
        stage.press(.enter)
    }

    private func titles(_ stage: Stage) -> [String] {
        stage.effects.compactMap { if case .createDraft(let title, _, _) = $0 { title } else { nil } }
    }

    private func isAtLibrary(_ stage: Stage) -> Bool {
        if case .library = stage.model.screen { true } else { false }
    }

    @Test func `a new draft opens by itself`() {
        var stage = asked("The Storm")
        #expect(titles(stage) == ["The Storm"])
        stage.send(.draftCreated(other))
        #expect(stage.effects == [.openDraft(other)])
        #expect(stage.editor.id == other)
    }

    @Test func `a new draft that comes late takes no editor away`() {
        var stage = asked("The Storm")
        stage.send(
            .draftsLoaded([
                DraftSummary(
                    id: stage.log.id, title: "The Lighthouse", holderName: "ada", isMine: true, segmentCount: 0,
                    updatedAt: noon)
            ]))
        stage.press(.enter)
        stage.opens()
        stage.type("half a sent")
        stage.send(.draftCreated(other))
        #expect(stage.effects.isEmpty)
        #expect(stage.editor.id == stage.log.id)
        #expect(stage.composer == "half a sent")
        #expect(stage.notice == Phrases.created("The Storm"))
    }

    @Test func `a new draft that comes late takes no title away that is being typed`() {
        var stage = asked("The Storm")
        stage.press(.control("n"))
        stage.type("The Cal")
        stage.send(.draftCreated(other))
        #expect(isAtLibrary(stage))
        #expect(stage.effects == [.loadDrafts])
        #expect(stage.screen.contains("The Cal"))
        #expect(stage.screen.contains(Phrases.created("The Storm")))
        stage.type("m")
        stage.press(.enter)
        #expect(titles(stage) == ["The Calm"])
    }

    @Test func `a draft that could not be begun keeps its title`() {
        var stage = asked("The Storm")
        stage.send(.requestFailed("The server cannot be used."))
        #expect(stage.screen.contains(Phrases.newDraftPrompt))
        #expect(stage.screen.contains("The server cannot be used."))
        stage.type("!")
        stage.press(.enter)
        #expect(titles(stage) == ["The Storm!"])
    }

    @Test func `a failure that comes late names the title and disturbs nothing`() {
        var stage = asked("The Storm")
        stage.press(.control("n"))
        stage.type("The Cal")
        stage.send(.requestFailed("No."))
        #expect(stage.notice == Phrases.notCreated("The Storm", "No."))
        stage.type("m")
        stage.press(.enter)
        #expect(titles(stage) == ["The Calm"])
    }

    @Test func `one draft is begun at a time`() {
        var stage = asked("The Storm")
        ask("The Calm", &stage)
        #expect(stage.effects.isEmpty)
        #expect(stage.notice == Phrases.stillCreating("The Storm"))
        #expect(stage.screen.contains("The Calm"))
    }

    // MARK: Members

    private func members(_ stage: Stage) -> [UserID]? {
        stage.effects.lazy.compactMap { if case .createDraft(_, _, let members) = $0 { members } else { nil } }.first
    }

    private func asking(_ title: String, members: String) -> Stage {
        var stage = Stage()
        stage.opens()
        stage.press(.escape, .control("n"))
        stage.type(title)
        stage.press(.tab)
        stage.type(members)
        return stage
    }

    @Test(arguments: [
        ("", []), ("ben", ["ben"]), ("  ben   caro ", ["ben", "caro"]), ("ben ben ada", ["ben"]),
        ("user_1|x", ["user_1|x"]),
    ])
    func `a new draft may have members from the beginning`(text: String, users: [String]) {
        var stage = asking("The Storm", members: text)
        stage.press(.enter)
        #expect(titles(stage) == ["The Storm"])
        #expect(members(stage)?.map(\.description) == users)
    }

    @Test func `one goes back and forth between title and members`() {
        var stage = asking("The Stor", members: "ben")
        stage.press(.up)
        stage.type("m")
        stage.press(.down)
        stage.type("jamin")
        stage.press(.tab, .enter)
        #expect(titles(stage) == ["The Storm"])
        #expect(members(stage) == [UserID("benjamin")!])
    }

    @Test func `ids that are none are told, and nothing is lost`() {
        let long = String(repeating: "x", count: 129)
        var stage = asking("The Storm", members: "ben \(long)")
        stage.press(.enter)
        #expect(stage.effects.isEmpty)
        #expect(stage.notice == "\(long) is no user id.")
        #expect(stage.screen.contains("The Storm"))
        for _ in 0..<130 { stage.press(.backspace) }
        stage.press(.enter)
        #expect(members(stage) == [ben])
    }

    @Test func `a draft that could not be begun keeps its members`() {
        var stage = asking("The Storm", members: "ben caro")
        stage.press(.enter)
        stage.send(.requestFailed("The server cannot be used."))
        #expect(stage.screen.contains("ben caro"))
        stage.press(.enter)
        #expect(members(stage) == [ben, caro])
    }

    @Test func `whoever could not be added is told of, and is in the line where a writer is added`() {
        var stage = asking("The Storm", members: "ben nobody")
        stage.press(.enter)
        stage.send(
            .draftCreated(stage.log.id, without: [MissingMember(user: UserID("nobody")!, reason: "No such user.")]))
        #expect(stage.effects == [.openDraft(stage.log.id)])
        #expect(stage.notice == "Not added: nobody. No such user. ^N tries again.")
        stage.opens()
        stage.press(.control("n"))
        stage.type("2")
        stage.press(.enter)
        #expect(stage.submitted.map(\.action) == [.addMember(UserID("nobody2")!, .contributor)])
        stage.press(.control("n"))
        #expect(!stage.screen.contains("nobody "))
    }

    @Test func `whoever could not be added is told of to a reader who is elsewhere`() {
        var stage = asking("The Storm", members: "nobody")
        stage.press(.enter, .control("n"))
        stage.send(.draftCreated(other, without: [MissingMember(user: UserID("nobody")!, reason: "No such user.")]))
        #expect(stage.effects == [.loadDrafts])
        #expect(stage.notice?.hasPrefix("Not added: nobody.") == true)
    }
}
