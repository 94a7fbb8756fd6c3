import CollabTesting
import Foundation
import Glibc
import Synchronization

/// The program `chaos-writer` as a process of its own, with one socket for all that it is told and says.
final class WriterProcess: @unchecked Sendable {
    // Foundation's Process is no Sendable; this one is started in `init` and afterwards only asked and signalled.
    private struct Said {
        var answers: [String] = []
        var acknowledged: [(seq: Int, key: String)] = []
        var refusals = 0
        var recoveries = 0
        var failures: [String] = []
        var hasEnded = false
    }

    private let process = Process()
    private let socket: Int32
    private let said = Mutex(Said())

    init(url: String, draft: String, user: String, journal: String) throws {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw ProcessDidNotStart(code: errno)
        }
        socket = ends[0]
        process.executableURL = Programs.folder.appendingPathComponent("chaos-writer")
        process.arguments = [url, draft, user, journal]
        process.standardInput = FileHandle(fileDescriptor: ends[1])
        process.standardOutput = FileHandle(fileDescriptor: ends[1])
        let started = Result { try process.run() }
        close(ends[1])
        do {
            try started.get()
        } catch {
            close(socket)
            throw error
        }
        Thread.detachNewThread { [self] in listen() }
    }

    /// Says a line and waits for its answer.
    /// - Returns: nil where the program has ended.
    func ask(_ line: String, within limit: Duration = .seconds(30)) async throws -> String? {
        let bytes = Array((line + "\n").utf8)
        guard send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { return nil }
        let deadline = ContinuousClock.now + limit
        let verb = line.prefix { $0 != " " }
        while true {
            let (answer, hasEnded) = said.withLock { said in
                (said.answers.isEmpty ? nil : said.answers.removeFirst(), said.hasEnded)
            }
            if let answer {
                guard answer.hasPrefix(verb) else { throw InVain(what: "\(line) is answered, not \(answer)") }
                return String(answer.dropFirst(verb.count + 1))
            }
            if hasEnded { return nil }
            guard ContinuousClock.now < deadline else { throw InVain(what: "\(line) is answered") }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    // The listening thread keeps this alive until the program has ended: whoever starts one has to end it.

    /// Kills it, and returns when it is dead and all that it said has been heard.
    func kill() async throws {
        if process.isRunning { _ = Glibc.kill(process.processIdentifier, SIGKILL) }
        try await ended()
    }

    /// Has it leave, as its user would.
    func leave() async throws {
        let bytes = Array("quit\n".utf8)
        _ = send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        try await ended()
    }

    private func ended() async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while !said.withLock(\.hasEnded) {
            guard ContinuousClock.now < deadline else { throw InVain(what: "the writer ends") }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    /// What the server has acknowledged.
    var acknowledged: [(seq: Int, key: String)] { said.withLock(\.acknowledged) }
    /// How many commands were refused.
    var refusals: Int { said.withLock(\.refusals) }
    /// How many times words of an earlier run were found.
    var recoveries: Int { said.withLock(\.recoveries) }
    /// Why words could not be kept.
    var failures: [String] { said.withLock(\.failures) }

    private func listen() {
        var rest: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(socket, &chunk, chunk.count)
            guard count > 0 else { break }
            rest += chunk[..<count]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                hear(String(decoding: rest[..<end], as: UTF8.self))
                rest.removeSubrange(...end)
            }
        }
        close(socket)
        // Its locks are free only when all of it is gone.
        process.waitUntilExit()
        said.withLock { $0.hasEnded = true }
    }

    private func hear(_ line: String) {
        let words = line.split(separator: " ", maxSplits: 2).map(String.init)
        said.withLock { said in
            switch words[0] {
            case "took": said.answers.append(String(line.dropFirst(5)))
            case "acknowledged": said.acknowledged.append((Int(words[1]) ?? 0, words[2]))
            case "refused": said.refusals += 1
            case "recovered": said.recoveries += 1
            default: said.failures.append(line)
            }
        }
    }
}

struct ProcessDidNotStart: Error {
    let code: Int32
}
