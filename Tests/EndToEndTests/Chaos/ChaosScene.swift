import CollabAPI
import CollabClient
import CollabTesting
import DraftCore
import Foundation
import Glibc

@testable import chaos_writer

/// One round of the campaign: a server, five clients, and a network of its own before each of them.
final class ChaosScene {
    let draft: DraftID
    private let directory: TemporaryDirectory
    private var direct: CollabClient
    private let port: Int
    private var server: ServerProcess?
    private var proxies: [String: FaultyProxy] = [:]
    private var clients: [String: WriterProcess] = [:]
    private(set) var ledger = ChaosLedger()

    static func open() async throws -> ChaosScene {
        let directory = try TemporaryDirectory()
        let server = try Self.serve(port: 0, in: directory)
        let port = try await server.port()
        let direct = CollabClient(baseURL: "http://127.0.0.1:\(port)", credential: .user(ana))
        let draft = try await direct.createDraft(title: "The Lighthouse").draftID
        for writer in ChaosPlan.writers.dropFirst() { try await direct.add(.named(writer), to: draft) }
        for reader in ChaosPlan.readers { try await direct.add(.named(reader), to: draft, as: .viewer) }
        let scene = ChaosScene(directory, server, port, direct, draft)
        for client in ChaosPlan.everybody {
            scene.proxies[client] = try await FaultyProxy.open(to: port)
            try scene.start(client)
        }
        return scene
    }

    private init(
        _ directory: TemporaryDirectory, _ server: ServerProcess, _ port: Int, _ direct: CollabClient, _ draft: DraftID
    ) {
        self.directory = directory
        self.server = server
        self.port = port
        self.direct = direct
        self.draft = draft
    }

    private static func serve(port: Int, in directory: TemporaryDirectory) throws -> ServerProcess {
        try ServerProcess(["serve", "--port", "\(port)", "--database", database(in: directory)], in: directory)
    }

    private static func database(in directory: TemporaryDirectory) -> String {
        "sqlite:" + directory.file("drafts.db")
    }

    // What a plan has done.

    func perform(_ step: ChaosPlan.Step) async throws {
        switch step {
        case .type(let client): try await type(client)
        case .tell(let client, let line): try await tell(client, line)
        case .send: for writer in ChaosPlan.writers { try await tell(writer, "send") }
        case .weather(let client, let weather):
            proxies[client]?.set(weather)
            ledger.counts.weathers += 1
        case .cut(let client, let resets):
            proxies[client]?.cut(resets: resets)
            ledger.counts.cuts += 1
        case .halfClose(let client, let toServer):
            proxies[client]?.halfClose(toServer: toServer)
            ledger.counts.cuts += 1
        case .pause(let milliseconds): try await Task.sleep(for: .milliseconds(milliseconds))
        case .killServer: try await killServer()
        case .startServer: try await startServer()
        case .killClient(let client): try await kill(client)
        case .startClient(let client): try start(client)
        case .leave(let client): try await leave(client)
        }
    }

    private func type(_ client: String) async throws {
        guard let process = clients[client] else { return }
        let word = ledger.newWord()
        _ = try await ask(process, of: client, "type " + word)
        ledger.typed(word, by: client)
    }

    private func tell(_ client: String, _ line: String) async throws {
        guard let process = clients[client] else { return }
        let answer = try await ask(process, of: client, line)
        if line == "erase" { ledger.erased(answer.words) }
    }

    private func ask(_ process: WriterProcess, of client: String, _ line: String) async throws -> String {
        guard let answer = try await process.ask(line) else { throw InVain(what: "\(client) lives: \(line)") }
        return answer
    }

    private func killServer() async throws {
        server?.signal(SIGKILL)
        _ = try await server?.exitCode()
        server = nil
        ledger.counts.serverKills += 1
    }

    private func startServer() async throws {
        guard server == nil else { return }
        server = try Self.serve(port: port, in: directory)
        _ = try await server?.port()
        // The connections that the last one kept open belong to the server that was killed.
        direct = CollabClient(baseURL: direct.baseURL, credential: .user(ana))
    }

    private func kill(_ client: String) async throws {
        guard let process = clients.removeValue(forKey: client) else { return }
        try await process.kill()
        ledger.counts.clientKills += 1
        hear(process, of: client)
        ledger.killed(client, kept: journals(of: client))
    }

    private func leave(_ client: String) async throws {
        guard let process = clients.removeValue(forKey: client) else { return }
        try await process.leave()
        ledger.counts.departures += 1
        hear(process, of: client)
    }

    private func hear(_ process: WriterProcess, of client: String) {
        ledger.heard(process.acknowledged, by: client)
        ledger.counts.refused += process.refusals
        ledger.counts.recovered += process.recoveries
    }

    private func start(_ client: String) throws {
        guard clients[client] == nil, let proxy = proxies[client] else { return }
        clients[client] = try WriterProcess(
            url: proxy.url, draft: draft.description, user: client, journal: directory.file("journal"))
    }

    /// All that the journals of `client` hold, as it stands on disk.
    private func journals(of client: String) -> String {
        let folder = directory.file("journal/\(draft)/\(client)")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".json") }
            .compactMap { try? String(contentsOfFile: folder + "/" + $0, encoding: .utf8) }.joined(separator: " ")
            .replacing("\\n", with: " ")
    }

    // Afterwards.

    /// Ends all faults and waits until everybody has heard of everything.
    /// - Returns: what the clients show.
    func quiet() async throws -> [String: WriterReport] {
        for proxy in proxies.values {
            proxy.set(.clear)
            proxy.cut()
        }
        try await startServer()
        for client in ChaosPlan.everybody { try start(client) }
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            let head = try await direct.draft(draft, DraftQuery(from: -1)).seq.rawValue
            let reports = try await reports()
            if reports.count == clients.count, reports.values.allSatisfy({ $0.isQuiet(at: head) }) { return reports }
            guard ContinuousClock.now < deadline else {
                throw InVain(what: "all is quiet at \(head)\n\(summary(reports))")
            }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    private func reports() async throws -> [String: WriterReport] {
        var reports: [String: WriterReport] = [:]
        for (client, process) in clients {
            _ = try await ask(process, of: client, "wake")
            let text = try await ask(process, of: client, "report")
            reports[client] = try JSONDecoder().decode(WriterReport.self, from: Data(text.utf8))
        }
        return reports
    }

    private func summary(_ reports: [String: WriterReport]) -> String {
        reports.sorted { $0.key < $1.key }.map { client, report in
            "\(client): \(report.link), seq \(report.seq), pending \(report.pending), unsent \(report.unsent), "
                + "complete \(report.isComplete)"
        }.joined(separator: "\n")
    }

    /// What is not as it must be, now that all is quiet.
    func problems(_ reports: [String: WriterReport]) async throws -> [String] {
        for (client, process) in clients { hear(process, of: client) }
        let (events, hash) = try await events()
        let log = ChaosLog(events)
        ledger.counts.events = log.seq
        var found = log.problems
        for (client, report) in reports.sorted(by: { $0.key < $1.key }) {
            if report.segments != log.lines {
                found.append("\(client) shows\n  \(report.segments)\nnot\n  \(log.lines)")
            }
            if report.hash != hash { found.append("\(client) is at \(report.hash), not \(hash)") }
            if report.holder != log.holder {
                found.append("\(client) shows \(report.holder) with the ring, not \(log.holder)")
            }
            let failures = clients[client]?.failures ?? []
            if !failures.isEmpty { found.append("\(client) says \(failures)") }
        }
        found += ledger.problems(log: log, composers: reports.mapValues(\.composer))
        let stored = try await storedLines()
        if stored != log.lines { found.append("the server shows\n  \(stored)\nnot\n  \(log.lines)") }
        found += try await journalProblems(reports)
        let check = try ServerProcess(["check", "--database", Self.database(in: directory)], in: directory)
        if try await check.exitCode() != 0 { found.append("the store: \(check.printed)") }
        return found
    }

    private func events() async throws -> ([Event], hash: String) {
        var all: [EventBody] = []
        while true {
            let answer = try await direct.events(
                draft, EventsQuery(position: LogPosition(since: all.last?.event.seq ?? 0)))
            guard case .events(let page) = answer else { throw InVain(what: "the log can be read from its beginning") }
            all += page.data
            if page.data.isEmpty { return (all.map(\.event), all.last?.hash.description ?? "") }
        }
    }

    private func storedLines() async throws -> [String] {
        var segments: [Segment] = []
        while true {
            let page = try await direct.draft(draft, DraftQuery(from: segments.count)).segments
            segments += page.map(\.segment)
            if page.isEmpty { return segments.map(WriterReport.line) }
        }
    }

    /// What is left on disk is what stands in composers, no more and no less.
    private func journalProblems(_ reports: [String: WriterReport]) async throws -> [String] {
        var found: [String] = []
        for (client, report) in reports.sorted(by: { $0.key < $1.key }) {
            do {
                try await eventually(within: .seconds(10), "the journal of \(client) holds its composer") {
                    journals(of: client).words.sorted() == report.composer.sorted()
                }
            } catch {
                found.append("\(error): \(journals(of: client).words) not \(report.composer)")
            }
        }
        return found
    }

    /// Ends everything.
    func close() async {
        for process in clients.values {
            // One that does not even die of a kill is the system's.
            try? await process.kill()
        }
        for proxy in proxies.values { proxy.close() }
        server = nil
    }
}

extension WriterReport {
    func isQuiet(at head: Int) -> Bool {
        (link.hasPrefix("live") || link == "polling") && seq == head && pending == 0 && unsent == 0 && isComplete
    }
}
