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
        stage.effects.compactMap { if case .createDraft(let title, _) = $0 { title } else { nil } }
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
}
