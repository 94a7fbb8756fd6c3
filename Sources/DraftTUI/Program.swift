import CellGrid
import CollabClient
import DraftCore
import DraftScreens
import FoundationEssentials

/// The full-screen program, from taking the terminal to giving it back.
struct Program {
    let place: Place

    init(_ place: Place) {
        self.place = place
    }

    /// Runs until the reader leaves.
    /// - Parameters:
    ///   - draft: the draft to open; nil opens the library.
    ///   - inLines: whether the reader wants plain lines; a terminal that can do no more gets them in any case.
    func run(opening draft: DraftID?, inLines: Bool = false) async throws(CommandFailure) {
        try Folders.make(place.folders.state)
        // By a link one reads a draft of a server that is not one's own.
        if place.localServer == nil, !place.isGuest { RecentServers(place.folders).use(place.client.baseURL) }
        // The disk is read while the terminal is taken.
        let session = draft.map(place.session)
        if let session { await session.prepare() }
        let screen = inLines || Environment.hasDumbTerminal ? nil : try open()
        let terminal: any Terminal = screen ?? LinearTerminal()
        defer { terminal.close() }
        var (model, effects) = Model.started(
            me: place.user, serverName: place.serverName, size: .zero, now: .current, theme: place.settings.theme,
            seed: .random(in: 0...(.max)), draft: draft, privateDrafts: PrivateDrafts(place.folders).load(),
            isGuest: place.isGuest)
        model.adopt(place.settings)
        if screen == nil { model.readInLines() }
        model.serverAddress = RecentServers.bare(place.client.baseURL)
        model.recentServers = RecentServers(place.folders).load()
        let runtime = Runtime(place: place, terminal: terminal, model: model, prepared: session)
        runtime.tellOfLeftovers(in: place.folders)
        let remains = await runtime.run(effects)
        for sentence in remains.sentences { Output.complain(sentence) }
        // Lines are read by programs too, which look at the exit code.
        if screen == nil, let reason = await runtime.failureToOpen { throw .unopened(reason) }
    }

    /// nil where the terminal cannot place its cursor.
    private func open() throws(CommandFailure) -> CursesTerminal? {
        do throws(TerminalError) {
            return try CursesTerminal.open(
                colors: place.settings.colorDepth, ground: place.settings.theme.ground, mouse: place.settings.usesMouse,
                synchronizedUpdates: place.settings.synchronizesUpdates,
                errorLog: place.folders.state + "/draft.log")
        } catch {
            switch error {
            case .notATerminal:
                throw .terminal(
                    "The editor needs a terminal; `draft open --linear` and the commands of `draft help` work without one."
                )
            case .unknownTerminal(let name):
                throw .terminal("The terminal \"\(name)\" that TERM names is not known on this machine.")
            case .tooSimple:
                return nil
            case .alreadyOpen:
                throw .terminal("The screen is in use already.")
            case .system(let call, let code):
                throw .terminal("The terminal cannot be used: \(call): \(describe(code)).")
            }
        }
    }
}

extension Timestamp {
    /// The present, by this machine's clock.
    static var current: Timestamp {
        Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }
}
