import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

/// What a reader has set changes what the screens do.
@Suite struct PreferenceTests {
    private func stage(me: UserID = ada, _ change: (inout Preferences) -> Void) -> Stage {
        var stage = Stage(me: me)
        var preferences = Preferences(theme: .plain)
        change(&preferences)
        stage.model.adopt(preferences)
        stage.opens()
        return stage
    }

    @Test func `what nobody sets is what it was`() {
        let stage = stage { _ in }
        #expect(stage.model.measure == 66)
        #expect(stage.model.goal == nil)
        #expect(stage.model.theme == .plain)
    }

    @Test func `theme, measure and goal are taken over, and a goal of nothing is none`() {
        let set = stage {
            $0.theme = .dark
            $0.measure = 40
            $0.goal = 500
        }
        #expect(set.model.theme == .dark)
        #expect(set.model.measure == 40)
        #expect(set.model.goal == 500)
        #expect(stage { $0.goal = 0 }.model.goal == nil)
    }

    @Test(arguments: [true, false]) func `the bell rings for the ring unless it is silenced`(_ rings: Bool) {
        var stage = stage(me: ben) { $0.notifications.ringsBell = rings }
        stage.happens(.pass(to: ben), by: ada)
        #expect(view(stage.model).bells == (rings ? 1 : 0))
    }

    @Test func `where words are private, a draft's are shared only after they were let be seen`() {
        var stage = stage { $0.sharesWords = false }
        stage.type("a")
        #expect(!stage.effects.contains(.shareWords("a")))
        stage.press(.control("o"))
        #expect(stage.effects.contains(.shareWords("a")))
        stage.type("b")
        #expect(stage.effects.contains(.shareWords("ab")))
        stage.press(.control("o"))
        stage.type("c")
        #expect(!stage.effects.contains(.shareWords("abc")))
    }

    @Test(
        arguments: [
            ("\"So,\" he said", "“So,” he said"), ("don't", "don’t"), ("'tis 'no'", "‘tis ‘no’"),
            ("the '90s", "the ’90s"),
            ("a -- b", "a – b"), ("a---b", "a—b"), ("a - b", "a – b"), ("well-known", "well-known"), ("-x", "-x"),
            ("(\"in\")", "(“in”)"),
        ]) func `marks are set as they are typed where that is asked for`(typed: String, shown: String)
    {
        var set = stage { $0.setsTypography = true }
        set.type(typed)
        #expect(set.composer == shown)
        var plain = stage { _ in }
        plain.type(typed)
        #expect(plain.composer == typed)
    }

    @Test func `a mark that was set and is taken back leaves what was typed`() {
        var stage = stage { $0.setsTypography = true }
        stage.type("say \"")
        #expect(stage.composer == "say “")
        stage.press(.alt("u"))
        #expect(stage.composer == "say \"")
    }

    @Test func `settings that are not understood are told once, whatever is in them`() {
        var stage = stage { _ in }
        stage.model.tellOfSettings("config.toml:3: \u{1B}[31mno")
        #expect(stage.screen.contains("config.toml:3: "))
        #expect(!stage.screen.contains("\u{1B}"))
        stage.type("a")
        #expect(!stage.screen.contains("config.toml:3: "))
    }
}
