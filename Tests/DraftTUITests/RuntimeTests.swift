import CellGrid
import CollabAPI
import CollabClient
import DraftCore
import DraftScreens
import Foundation
import Testing

@testable import DraftTUI

/// The program without a server: what a reader who leaves is told, and what is there the next time.
@Suite(.timeLimit(.minutes(1))) struct RuntimeTests {
    private let folder: TemporaryFolder
    private let ada = UserID("ada")!
    private let draft = DraftID("5f0c3f0e-6f0b-4a58-9d35-3d2a4a6e9b01")!

    init() throws {
        folder = try TemporaryFolder()
    }

    private func place(state: String) -> Place {
        // Nobody listens at port 1.
        Place(
            client: CollabClient(baseURL: "http://127.0.0.1:1", credential: .user(ada)), user: ada,
            folders: Folders(environment: ["HOME": folder.path, "XDG_STATE_HOME": state]), serverName: "127.0.0.1:1",
            isJSON: false)
    }

    /// Runs the editor while `script` has its terminal.
    private func run(
        at place: Place, on terminal: ScriptedTerminal,
        _ script: @Sendable @escaping (ScriptedTerminal) async -> Void
    ) async -> Remains {
        let (model, effects) = Model.started(
            me: ada, serverName: place.serverName, size: .zero, now: .current, theme: .plain,
            seed: .random(in: 0...(.max)),
            draft: draft)
        async let played: Void = script(terminal)
        let remains = await Runtime(place: place, terminal: terminal, model: model).run(effects)
        await played
        return remains
    }

    /// What the program has left on disk of the draft: what was sent, and then what was being written.
    private func journal(at place: Place) async -> [String] {
        let (updates, news) = AsyncStream.makeStream(of: SessionUpdate.self)
        let next = OpenSession(place.session(for: draft), number: 1, after: nil) { news.yield($0) }
        let texts = await Self.recovered(updates)
        _ = await next.leave()
        return texts
    }

    private static func recovered(_ updates: AsyncStream<SessionUpdate>) async -> [String] {
        for await update in updates {
            guard case .recovered(let work) = update else { continue }
            let sent = work.resumed.map { command in
                if case .append(_, let content) = command.action { content } else { "\(command.action)" }
            }
            return sent + work.texts
        }
        return []
    }

    /// A draft of Ada's as it was when it was last open on this machine.
    private func leaveCopy(in state: String) throws {
        let creation = DraftCreation(creatorID: ada, title: "The Lighthouse", platform: nil)
        let event = Event(
            draftID: draft, seq: 1, moment: .current, actor: ada, key: nil, change: .draftCreated(creation))
        let body = DraftBody(
            Draft(founding: event)!, segments: [], segmentsFrom: 0,
            metrics: Metrics(of: Draft(founding: event)!, ringPassesLast24h: 0), logID: .random(), hash: .zero,
            names: PlainNames())
        let copies = URL(filePath: state + "/draft/copies/ada")
        try FileManager.default.createDirectory(at: copies, withIntermediateDirectories: true)
        try WireCoding.encode(body).write(to: copies.appending(path: "\(draft).json"))
    }

    @Test(arguments: ScriptedTerminal.Kind.allCases)
    func `words that no disk takes are told of at the end`(kind: ScriptedTerminal.Kind) async throws {
        try folder.write("in the way", to: "state")
        let remains = await run(at: place(state: folder.file("state")), on: ScriptedTerminal(kind)) { terminal in
            terminal.type("precious")
            await terminal.shows("not safe on disk")
            terminal.press(.control("q"))
            await terminal.shows("again leaves")
            terminal.press(.control("q"))
        }
        let reason = try #require(remains.journalFailure)
        #expect(remains.unsent == 0)
        #expect(remains.sentences == ["Unsent words may not be on disk: \(reason)"])
    }

    @Test(arguments: ScriptedTerminal.Kind.allCases)
    func `without words a disk that takes none is no matter`(kind: ScriptedTerminal.Kind) async throws {
        try folder.write("in the way", to: "state")
        let remains = await run(at: place(state: folder.file("state")), on: ScriptedTerminal(kind)) { terminal in
            await terminal.shows("Write on")
            // A key takes away what is told of the link, and what stays said is there again.
            terminal.press(.left)
            await terminal.shows("not safe on disk")
            terminal.press(.control("q"))
        }
        #expect(remains.sentences == [])
    }

    @Test(arguments: ScriptedTerminal.Kind.allCases)
    func `what is sent without a server is kept for the next time, and the reader is told`(kind: ScriptedTerminal.Kind)
        async throws
    {
        let state = folder.file("state")
        try leaveCopy(in: state)
        let first = await run(at: place(state: state), on: ScriptedTerminal(kind)) { terminal in
            await terminal.shows("The Lighthouse")
            terminal.type("The lamp")
            terminal.press(.control("s"), .control("q"))
        }
        #expect(first == Remains(unsent: 1))
        #expect(first.sentences == ["1 unsent, kept here for the next time."])
        let second = await run(at: place(state: state), on: ScriptedTerminal(kind)) { terminal in
            await terminal.shows("The lamp")
            terminal.press(.control("q"))
        }
        #expect(second == Remains(unsent: 1))
    }

    @Test(arguments: ScriptedTerminal.Kind.allCases)
    func `a draft that is opened again at once has its words back`(kind: ScriptedTerminal.Kind) async throws {
        let state = folder.file("state")
        try leaveCopy(in: state)
        let remains = await run(at: place(state: state), on: ScriptedTerminal(kind)) { terminal in
            await terminal.shows("you hold the ring")
            terminal.type("sent")
            terminal.press(.control("s"))
            terminal.type("half a sent")
            terminal.press(.escape)
            await terminal.shows("your turn")
            terminal.press(.enter)
            await terminal.shows("Words that were never sent are back")
            terminal.press(.control("q"))
        }
        #expect(remains == Remains(unsent: 1), "counted once, though two sessions had it")
    }

    @Test(arguments: ScriptedTerminal.Kind.allCases)
    func `what follows from keys is carried out in their order`(kind: ScriptedTerminal.Kind)
        async throws
    {
        let state = folder.file("state")
        try leaveCopy(in: state)
        let count = 40
        let remains = await run(at: place(state: state), on: ScriptedTerminal(kind)) { terminal in
            await terminal.shows("you hold the ring")
            for number in 0..<count {
                terminal.type("<\(number)>")
                terminal.press(.control("s"))
            }
            terminal.type("half a sent")
            terminal.press(.control("q"))
        }
        #expect(remains == Remains(unsent: count))
        #expect(await journal(at: place(state: state)) == (0..<count).map { "<\($0)>" } + ["half a sent"])
    }

    @Test(arguments: ScriptedTerminal.Kind.allCases)
    func `keys behind the wish to leave are for the shell`(kind: ScriptedTerminal.Kind) async throws {
        let state = folder.file("state")
        try leaveCopy(in: state)
        let terminal = ScriptedTerminal(kind)
        _ = await run(at: place(state: state), on: terminal) { terminal in
            await terminal.shows("you hold the ring")
            terminal.type("for the draft")
            terminal.press(.control("q"))
            terminal.type("for the shell")
        }
        #expect(await terminal.rest().allSatisfy { !$0.contains("for the shell") })
        #expect(await journal(at: place(state: state)) == ["for the draft"])
    }

    @Test func `a session begins when the last one of its draft has ended, and has its words`() async throws {
        let place = place(state: folder.file("state"))
        let (updates, news) = AsyncStream.makeStream(of: SessionUpdate.self)
        func session() -> DraftSession { place.client.session(for: draft, as: ada, journal: place.journal) }
        let first = OpenSession(session(), number: 1, after: nil) { _ in }
        let second = OpenSession(session(), number: 2, after: first) { news.yield($0) }
        await first.session.take([], composition: Composition(text: "half a sent", caret: 0), returnsSeen: 0)
        #expect(await first.leave() == Remains())
        #expect(await Self.recovered(updates) == ["half a sent"])
        _ = await second.leave()
    }

    @Test(
        arguments: [
            (Remains(), []), (Remains(unsent: 2), ["2 unsent, kept here for the next time."]),
            (Remains(unsent: 2, journalFailure: "No."), ["2 unsent.", "Unsent words may not be on disk: No."]),
            (Remains(refusal: "No."), ["What was sent last was not taken: No."]),
        ]) func `what is left is told in sentences`(remains: Remains, sentences: [String])
    {
        #expect(remains.sentences == sentences)
    }
}

private struct PlainNames: Names {
    func name(of user: UserID) -> String { user.description }
    func display(of user: UserID) -> String { user.description }
}
