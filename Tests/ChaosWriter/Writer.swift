import CollabAPI
import DraftCore
import Foundation

@testable import CollabClient

/// A program with a composer and a screen, reduced to what words can get lost in. It keeps to the session's contract as the
/// editor does: it folds the updates, and hands over commands and composer in one piece.
struct Writer {
    enum Input: Sendable {
        case line(String)
        case update(SessionUpdate)
    }

    let user: UserID
    let session: DraftSession
    let clock: Skew
    private var replica: Replica?
    private var composer = ""
    private var returnsSeen = 0
    private var link = LinkStatus.connecting

    init(user: UserID, session: DraftSession, clock: Skew) {
        self.user = user
        self.session = session
        self.clock = clock
    }

    mutating func take(_ input: Input) async {
        switch input {
        case .line(let line):
            // Whoever presses keys wants to be connected.
            session.retryNow()
            let words = line.split(separator: " ").map(String.init)
            say("took", words[0], await obey(words[0], words.dropFirst().first ?? ""))
        case .update(let update):
            await take(update)
        }
    }

    // What the standard input says.

    private mutating func obey(_ verb: String, _ argument: String) async -> String {
        switch verb {
        case "type":
            composer += (composer.isEmpty ? "" : " ") + argument
            await keep()
        case "erase":
            let erased = composer
            composer = ""
            await keep()
            return erased.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        case "send":
            if holdsRing { return await send() }
        case "force":
            return await send()
        case "pass":
            if holdsRing, let recipient = UserID(argument) { return await submit(.pass(to: recipient)) }
        case "smart":
            return await submit(.passSmart(.roundRobin))
        case "reclaim":
            return await submit(.reclaim)
        case "clock":
            clock.jump(Int64(argument) ?? 0)
        case "wake":
            session.retryNow()
        case "report":
            return await report()
        default:
            return "unknown"
        }
        return ""
    }

    private var holdsRing: Bool { replica?.visible.draft.ring.holder == user }

    private mutating func send() async -> String {
        guard replica != nil, !composer.isEmpty else { return "" }
        let content = composer
        composer = ""
        return await submit(.append(.random(), content: content))
    }

    private mutating func submit(_ action: Command.Action) async -> String {
        guard let tenure = replica?.visible.draft.ring.tenure else { return "" }
        let command = Command(actor: user, key: .random(), tenure: tenure, action: action)
        replica?.submit(command, at: Timestamp(milliseconds: clock.milliseconds))
        if let key = command.key { untaken.insert(key) }
        await session.take([command], composition: composition, returnsSeen: returnsSeen)
        return command.key?.description ?? ""
    }

    /// Commands that the session has not said to have taken on.
    private var untaken: Set<IdempotencyKey> = []

    private var composition: Composition { Composition(text: composer, caret: 0) }

    private func keep() async {
        await session.take([], composition: composition, returnsSeen: returnsSeen)
    }

    // What the session says.

    private mutating func take(_ update: SessionUpdate) async {
        switch update {
        case .opened(let draft, let manuscript):
            if replica == nil {
                replica = Replica(draft: draft, manuscript: manuscript)
            } else {
                _ = replica?.reset(draft: draft, manuscript: manuscript)
            }
        case .olderPage(let segments): replica?.prepend(segments)
        case .event(let body): _ = replica?.receive(body.event)
        case .submitted(let command, let moment):
            if let key = command.key { untaken.remove(key) }
            let isShown = replica?.pending.contains { $0.command == command } ?? true
            if !isShown { replica?.submit(command, at: moment) }
        case .acknowledged(let command, let seq):
            guard let key = command.key else { return }
            replica?.acknowledge(key, at: seq)
            say("acknowledged", "\(seq)", key.description)
        case .refused(let refusal):
            // What was handed over in ignorance of the refusal is cancelled with it.
            let forgotten = replica?.forget(refusal.keys.union(untaken)) ?? []
            untaken = []
            say("refused", "\(refusal.reason.code)")
            await putBack(forgotten.isEmpty ? refusal.texts : forgotten.compactMap(\.text))
        case .recovered(let work):
            say("recovered", "\(work.texts.count)", "\(work.resumed.count)")
            await putBack(work.texts)
        case .setBack(let missing, let texts):
            say("set back", "\(missing)", "\(texts.count)")
            await putBack(texts)
        case .leftBehind(let reason), .journalFailed(let reason): say("failed", reason)
        case .link(let status): link = status
        case .names, .presence, .typing, .delayed, .journalMended: break
        }
    }

    private mutating func putBack(_ texts: [String]) async {
        returnsSeen += 1
        composer = (texts + [composer]).filter { !$0.isEmpty }.joined(separator: "\n\n")
        await keep()
    }

    private func report() async -> String {
        let report = WriterReport(
            link: "\(link)", seq: replica?.confirmed.seq.rawValue ?? 0,
            hash: await session.position.hash?.description ?? "",
            holder: replica?.visible.draft.ring.holder.description ?? "",
            pending: replica?.pending.count ?? 0, unsent: await session.unsent.count,
            isComplete: replica?.manuscript.isComplete ?? false,
            segments: replica?.manuscript.segments.map(WriterReport.line) ?? [],
            composer: composer.split(whereSeparator: \.isWhitespace).map(String.init))
        // A report holds nothing that JSON cannot carry.
        return (try? JSONEncoder().encode(report)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// One write for one line, so that a kill can only cut the last.
    private func say(_ words: String...) {
        let line = Array((words.joined(separator: " ") + "\n").utf8)
        var rest = line[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

/// What a writer's screen and composer show.
struct WriterReport: Codable, Equatable {
    var link: String
    var seq: Int
    var hash: String
    var holder: String
    var pending: Int
    var unsent: Int
    var isComplete: Bool
    var segments: [String]
    /// The words of the composer.
    var composer: [String]

    /// A segment as reports spell it.
    static func line(of segment: Segment) -> String {
        "\(segment.seq) \(segment.author) \(segment.key?.description ?? "-") \(segment.content ?? "struck")"
    }
}
