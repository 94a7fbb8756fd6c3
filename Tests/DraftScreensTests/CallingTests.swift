import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

/// How a reader who looks elsewhere is called when the ring comes.
@Suite struct CallingTests {
    struct Case: Sendable {
        let notifications: Notifications
        let focus: Bool?
        let bells: Int
        let calls: Int
    }

    @Test(arguments: [
        Case(notifications: Notifications(), focus: nil, bells: 1, calls: 0),
        Case(notifications: Notifications(), focus: true, bells: 0, calls: 0),
        Case(notifications: Notifications(), focus: false, bells: 1, calls: 1),
        Case(notifications: Notifications(passesMultiplexer: true), focus: false, bells: 1, calls: 1),
        Case(notifications: Notifications(tellsDesktop: false), focus: false, bells: 1, calls: 0),
        Case(notifications: Notifications(ringsBell: false, tellsDesktop: false), focus: false, bells: 0, calls: 0),
    ])
    func `the reader is called as they want and only where they do not look`(_ wanted: Case) {
        var stage = Stage(me: ben)
        stage.opens()
        stage.calls(by: wanted.notifications)
        if let focus = wanted.focus { stage.send(.input(.focus(focus))) }
        stage.happens(.pass(to: ben), by: ada)
        #expect(view(stage.model).bells == wanted.bells)
        let call = Effect.notify(
            "The ring is yours: The Lighthouse", throughMultiplexer: wanted.notifications.passesMultiplexer)
        #expect(stage.effects == (wanted.calls == 1 ? [call] : []))
        #expect(stage.notice == "The ring is yours.")
    }

    @Test func `a ring that was here when the draft opened calls nobody`() {
        var stage = Stage()
        stage.send(.input(.focus(false)))
        stage.opens()
        #expect(view(stage.model).bells == 0)
        #expect(stage.effects == [])
    }
}
