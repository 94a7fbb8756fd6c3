import CellGrid
import DraftCore
import Testing

@testable import DraftScreens

/// The editor of whoever may not write, and how it comes back.
@Suite struct ReadingTests {
    static let advice = "Sign-in expired: run `draft login --server http://127.0.0.1:8000` in another terminal."
    static let changing: [Key] = ["s", "r", "t", "g", "n", "o"].map { .control($0) }

    private func viewer(columns: Int = 80, rows: Int = 24) -> Stage {
        var stage = Stage(me: ben, columns: columns, rows: rows)
        stage.happens(.append(SegmentID.random(), content: "The lamp had been dark."), by: ada)
        stage.happens(.addMember(ben, .viewer), by: ada)
        stage.opens()
        return stage
    }

    private func guest(columns: Int = 80, rows: Int = 24) -> Stage {
        var stage = Stage(me: UserID("guest-1")!, columns: columns, rows: rows, isGuest: true)
        stage.happens(.append(SegmentID.random(), content: "The lamp had been dark."), by: ada)
        stage.opens()
        return stage
    }

    private func signedOut(columns: Int = 80, rows: Int = 24) -> Stage {
        var stage = Stage(columns: columns, rows: rows)
        stage.happens(.append(SegmentID.random(), content: "The lamp had been dark."), by: ada)
        stage.opens()
        stage.tell(.link(.signInNeeded(Self.advice)))
        return stage
    }

    @Test func `each says in the status, and where the hint stands, why it is so`() throws {
        for (stage, reason, name) in [
            (viewer(), ReadingOnly.viewer, "viewer"), (guest(), .guest, "guest"),
            (signedOut(), .unknown(Self.advice), "signed-out"),
        ] {
            #expect(stage.screen.contains("⊘ read-only · saved"))
            #expect(stage.screen.contains("(\(reason.reason))"))
            #expect(stage.screen.contains("The lamp had been dark."))
            #expect(stage.screen.contains(String(reason.sentence.prefix(60))))
            #expect(!stage.screen.contains(Phrases.composerHint))
            try expectGolden(view(stage.model), "reading-\(name)-80x24")
        }
    }

    @Test(arguments: changing) func `a key that would change something says why it does not`(_ key: Key) {
        for (var stage, reason) in [
            (viewer(), ReadingOnly.viewer), (guest(), .guest), (signedOut(), .unknown(Self.advice)),
        ] {
            stage.type("mine")
            stage.press(key)
            #expect(stage.notice == reason.refusal)
            #expect(stage.submitted == [])
            #expect(stage.model.overlay == nil)
            #expect(stage.model.privateDrafts == [])
            #expect(!stage.editor.isArmed)
        }
    }

    @Test func `a viewer writes for later: the words are kept, and said to be waiting for leave`() {
        var stage = viewer()
        stage.type("May I?")
        #expect(stage.effects == [.keepWords("May I?", caret: 6)])
        #expect(stage.screen.contains(Phrases.viewerReads), "the words take the hint's place, not the reason's")
        stage.tell(.liveWords(ada, "And so we climbed"))
        #expect(stage.screen.contains("ada is writing: And so we climbed"))
        #expect(stage.screen.contains(Phrases.viewerReads))
    }

    @Test func `a viewer becomes a contributor and back at once`() {
        var stage = viewer()
        stage.type("May I?")
        stage.happens(.addMember(ben, .contributor), by: ada)
        #expect(stage.notice == Phrases.mayWriteNow)
        #expect(!stage.screen.contains("⊘"))
        stage.press(.control("s"))
        #expect(stage.editor.isArmed)
        stage.happens(.addMember(ben, .viewer), by: ada)
        #expect(stage.notice == Phrases.mayOnlyReadNow)
        #expect(stage.screen.contains("⊘ read-only"))
        #expect(!stage.editor.isArmed, "nothing goes out by itself that nobody may send")
        #expect(stage.composer == "May I?")
        stage.happens(.addMember(ben, .contributor), by: ada)
        stage.happens(.pass(to: ben), by: ada)
        #expect(stage.submitted == [])
        stage.press(.control("s"))
        #expect(stage.submitted.count == 1)
    }

    @Test func `a holder who is made a viewer loses the ring and keeps the words`() {
        var stage = Stage(me: ben)
        stage.happens(.pass(to: ben), by: ada)
        stage.opens()
        stage.type("half a sent")
        stage.happens(.addMember(ben, .viewer), by: ada)
        #expect(stage.notice == Phrases.mayOnlyReadNow)
        #expect(stage.composer == "half a sent")
        #expect(stage.screen.contains("half a sent"))
    }

    @Test func `by a link there is no composer and no list, and everything can be read`() {
        var stage = guest()
        let before = stage.screen
        stage.type("mine")
        stage.send(.input(.paste("and mine")))
        #expect(stage.composer.isEmpty && stage.effects.isEmpty)
        #expect(stage.screen == before)
        #expect(view(stage.model).cursor == nil)
        stage.press(.escape)
        #expect(stage.notice == Phrases.guestHasNoList)
        stage.happens(.append(SegmentID.random(), content: "And then it was lit."), by: ada)
        #expect(stage.screen.contains("And then it was lit."))
        stage.press(.control("f"))
        stage.type("lit")
        #expect(stage.screen.contains(Phrases.found(1, of: 1)))
    }

    @Test func `a link that ends says so, and what was read stays`() {
        var stage = guest()
        stage.tell(.link(.readOnly("the link has ended")))
        stage.tell(.closed("This link does not open the draft, or no longer."))
        stage.press(.pageUp)
        #expect(stage.screen.contains("⊘ read-only"))
        #expect(stage.screen.contains("This link does not open the draft, or no longer. ^X exports"))
        #expect(stage.screen.contains("The lamp had been dark."))
        stage.press(.control("x"))
        stage.press(.enter)
        #expect(stage.effects.contains { if case .export = $0 { true } else { false } })
    }

    @Test func `an expired sign-in keeps the words in sight, is looked for with every key, and ends by itself`() {
        var stage = signedOut(columns: 100)
        stage.type("x")
        #expect(stage.effects == [.lookForSignIn, .keepWords("x", caret: 1), .shareWords("x")])
        #expect(stage.screen.contains(Self.advice), "with words it stands on the line above them")
        stage.press(.control("s"))
        #expect(stage.effects == [.lookForSignIn])
        stage.tell(.link(.connecting))
        stage.tell(.link(.live(milliseconds: 2)))
        #expect(!stage.screen.contains(Self.advice))
        stage.press(.control("s"))
        #expect(stage.submitted.count == 1)
    }

    @Test(arguments: [80, 100]) func `the command that signs in stays in sight after a key was refused`(columns: Int) {
        var stage = signedOut(columns: columns)
        stage.type("x")
        stage.press(.control("s"))
        #expect(stage.screen.contains("run `draft login --server http://127.0.0.1:8000`"))
        stage.press(.backspace)
        #expect(stage.screen.contains("run `draft login --server http://127.0.0.1:8000`"))
    }

    @Test func `whoever is removed and let in again writes with the same words`() {
        var stage = Stage(me: ben)
        stage.opens()
        stage.type("For later")
        stage.tell(.link(.readOnly("not a member")))
        stage.tell(.closed("You are not a member of this draft."))
        stage.press(.left)
        #expect(stage.effects.contains(.retryLink), "any key asks again")
        #expect(stage.screen.contains("You are not a member of this draft."))
        stage.opens()
        stage.tell(.link(.connecting))
        stage.tell(.link(.live(milliseconds: 2)))
        #expect(stage.notice == Phrases.mayWriteNow)
        #expect(!stage.screen.contains("not a member"))
        #expect(stage.composer == "For later")
        stage.press(.control("s"))
        #expect(stage.editor.isArmed)
    }

    @Test func `who was let in again as a viewer is told that`() {
        var stage = viewer()
        stage.tell(.link(.readOnly("not a member")))
        stage.tell(.closed("You are not a member of this draft."))
        stage.opens()
        stage.tell(.link(.connecting))
        #expect(stage.notice == Phrases.mayOnlyReadNow)
    }

    @Test(arguments: [(Presence.State.here, "reads · here"), (.away, "reads · away")])
    func `the list of members says of a viewer that they read, whether they are here or not`(
        state: Presence.State, shown: String
    ) {
        var stage = Stage(columns: 100)
        stage.happens(.addMember(ben, .viewer), by: ada)
        stage.opens()
        stage.tell(.presence([Presence(userID: ben, name: "ben", state: state, since: noon)]))
        #expect(stage.screen.split(separator: "\n").contains { $0.contains("ben") && $0.contains(shown) })
    }

    @Test func `a draft that was never opened is not said to be opening`() {
        var stage = Stage()
        stage.tell(.link(.signInNeeded(Self.advice)))
        #expect(!stage.screen.contains(Phrases.opening))
        #expect(stage.screen.contains(String(Self.advice.prefix(60))))
    }

    @Test func `whoever turns out to be another goes on with the same words`() {
        var stage = signedOut()
        stage.type("half a sent")
        stage.send(.signedIn(caro))
        #expect(stage.model.me == caro)
        #expect(stage.effects == [.reopenDraft(stage.log.id, words: "half a sent", caret: 11)])
        #expect(stage.composer == "half a sent")
        stage.opens()
        #expect(stage.screen.contains(Phrases.holdsTheRing("ada")))
    }

    @Test func `whoever comes after another is told what the other leaves`() {
        var stage = signedOut(columns: 100)
        stage.send(.signedIn(ben, Leftover(user: ada, unsent: 2)))
        #expect(stage.notice == Phrases.signedIn("ben", leaving: 2, of: "ada"))
        #expect(stage.screen.contains("Kept here for ada alone: 2 unsent."))
    }

    @Test func `a title that is being typed outlasts a sign-in`() {
        var stage = Stage()
        stage.press(.escape, .control("n"))
        stage.type("The Lam")
        stage.send(.signedIn(caro))
        stage.type("p")
        #expect(stage.screen.contains("The Lamp"))
        stage.press(.enter)
        #expect(stage.effects.contains { if case .createDraft("The Lamp", _, []) = $0 { true } else { false } })
    }

    @Test func `a list that is withheld says what to do, beside the copies too, until it comes`() {
        var stage = Stage()
        stage.press(.escape)
        stage.send(.draftsWithheld(Self.advice, copies: []))
        #expect(stage.screen.contains(Self.advice))
        let copy = DraftSummary(
            id: stage.log.id, title: "The Lighthouse", holderName: "ada", isMine: true, segmentCount: 0, updatedAt: noon
        )
        stage.send(.draftsWithheld(Self.advice, copies: [copy]))
        #expect(stage.screen.contains(Self.advice) && stage.screen.contains("The Lighthouse"))
        stage.send(.draftsFailed("No answer.", copies: [copy]))
        #expect(stage.screen.contains(Phrases.libraryOfCopies))
        stage.send(.signedIn(ada))
        #expect(stage.effects == [.loadDrafts])
        stage.send(.draftsLoaded([copy]))
        stage.press(.down)
        #expect(!stage.screen.contains(Self.advice) && !stage.screen.contains(Phrases.libraryOfCopies))
    }

    @Test func `a sign-in that ends moves nothing that is being read or written`() {
        for words in ["", "mine"] {
            var stage = Stage(columns: 80, rows: 24)
            stage.opens()
            stage.type(words)
            let layout = EditorLayout(stage.model.size, stage.editor, me: ada)
            let cursor = view(stage.model).cursor
            stage.tell(.link(.signInNeeded(Self.advice)))
            #expect(view(stage.model).cursor == cursor)
            #expect(EditorLayout(stage.model.size, stage.editor, me: ada).composerText == layout.composerText)
        }
    }

    @Test func `why the server takes nothing in stands until it does`() {
        var stage = Stage()
        stage.opens()
        stage.type("Words.")
        stage.press(.control("s"))
        let key = stage.submitted[0].key!
        stage.tell(.delayed("The disk is full."))
        stage.press(.left)
        #expect(stage.screen.contains(Phrases.delayed("The disk is full.")))
        stage.tell(.link(.offline("no answer")))
        #expect(!stage.screen.contains("The disk is full."))
        stage.tell(.delayed("The disk is full."))
        stage.tell(.acknowledged(key, 5))
        stage.press(.left)
        #expect(!stage.screen.contains("The disk is full."))
        stage.tell(.delayed("The disk is full."))
        stage.tell(.refused([key], texts: [], reason: "No."))
        stage.press(.left)
        #expect(!stage.screen.contains("The disk is full."))
    }

    @Test func `two who are named alike are told apart by a key`() {
        var stage = Stage(columns: 100)
        stage.tell(.names([ada: "Ada", ben: "Аda"]))
        stage.happens(.append(SegmentID.random(), content: "Mine."), by: ada)
        stage.opens()
        #expect(stage.screen.contains("◉ Ada") && !stage.screen.contains("ben"))
        stage.press(.function(2))
        #expect(stage.screen.contains("◉ ada") && stage.screen.contains("○ ben"))
        stage.press(.function(2))
        #expect(!stage.screen.contains("ben"))
    }
}
