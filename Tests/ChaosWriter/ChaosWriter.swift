import DraftCore
import Foundation
import Synchronization

@testable import CollabClient

/// A writer without a screen, to be killed: it does what the lines of its standard input say, and prints what comes of it.
///
/// `chaos-writer URL DRAFT USER JOURNAL`
@main enum ChaosWriter {
    static func main() async {
        let arguments = CommandLine.arguments
        guard arguments.count == 5, let draft = DraftID(arguments[2]), let user = UserID(arguments[3]) else {
            print("usage: chaos-writer URL DRAFT USER JOURNAL")
            exit(64)
        }
        let clock = Skew()
        var sources = SessionSources()
        let trueTime = sources.now
        sources.now = { Timestamp(milliseconds: trueTime().milliseconds + clock.milliseconds) }
        let network = NetworkThread()
        let http = CurlHTTPTransport(network: network)
        let session = DraftSession(
            draftID: draft, user: user,
            caller: APICaller(baseURL: arguments[1], credential: .user(user), http: http),
            sockets: CurlSocketTransport(network: network), sources: sources,
            journal: JournalKeeper(
                folder: JournalFolder(path: arguments[4]), server: arguments[1], draft: draft, user: user))
        await follow(session, Writer(user: user, session: session, clock: clock))
    }

    private static func follow(_ session: DraftSession, _ writer: Writer) async {
        let (inputs, source) = AsyncStream.makeStream(of: Writer.Input.self)
        let updates = await session.updates()
        // Reading blocks a thread, which is none of those that tasks run on.
        Thread.detachNewThread {
            while let line = readLine() { source.yield(.line(line)) }
            source.finish()
        }
        await withTaskGroup { tasks in
            tasks.addTask { await session.run() }
            tasks.addTask { for await update in updates { source.yield(.update(update)) } }
            var writer = writer
            for await input in inputs {
                if case .line("quit") = input { break }
                await writer.take(input)
            }
            tasks.cancelAll()
        }
    }
}

/// How far the wall clock of this machine is wrong.
final class Skew: Sendable {
    private let state = Mutex<Int64>(0)

    var milliseconds: Int64 { state.withLock(\.self) }

    func jump(_ distance: Int64) {
        state.withLock { $0 += distance }
    }
}
