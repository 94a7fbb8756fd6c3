import ArgumentParser
import AsyncHTTPClient
import CollabAPI
import DraftCore
import FoundationEssentials
import NIOCore
import NIOHTTP1

/// `collab-server status`
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Ask a running server how it is.",
        discussion: """
            Exits with 1 where no server answers or it is not ready. From another machine the server tells its numbers only \
            to whoever shows the token that COLLAB_METRICS_TOKEN_FILE names.
            """)

    @Option(help: ArgumentHelp("The server.", valueName: "address"))
    var url = "http://127.0.0.1:8000"

    @Option(
        help: ArgumentHelp("The file of the token with which metrics may be read.", valueName: "path"))
    var metricsTokenFile: String?

    @Flag(help: "Print a JSON object.")
    var json = false

    func run() async throws {
        let texts = SettingTexts.told(database: nil, config: nil, [.metricsTokenFile: metricsTokenFile])
        guard texts.problems.isEmpty else { throw ConfigurationError(problems: texts.problems) }
        let token = try texts[.metricsTokenFile].map { setting in
            guard let token = MetricsReaders.token(inFile: setting.text) else {
                throw CommandFailure("\(setting.source): \"\(setting.text)\" is not \(MetricsReaders.expectation).")
            }
            return token
        }
        let status = try await ServerStatus(of: url, token: token)
        if json {
            print(String(decoding: try WireCoding.encode(status), as: UTF8.self))
        } else {
            for line in status.lines { print(line) }
        }
        if !status.isReady { throw ExitCode.failure }
    }
}

/// What a server says of itself.
struct ServerStatus: Encodable {
    let version: String
    let instanceID: String
    let isReady: Bool
    let store: String?
    let warnings: [String]
    /// The samples without labels, by their names; empty where they may not be read.
    let numbers: [String: Double]

    enum CodingKeys: String, CodingKey {
        case version
        case instanceID = "instance_id"
        case isReady = "ready"
        case store, warnings, numbers
    }

    init(of url: String, token: String?) async throws {
        guard ["http://", "https://"].contains(where: url.lowercased().hasPrefix) else {
            throw CommandFailure("\"\(url)\" is no address of a server, such as http://127.0.0.1:8000.")
        }
        let base = url.hasSuffix("/") ? String(url.dropLast()) : url
        let health = try await Self.ask(base + Endpoints.health.route.template)
        guard health.status == 200,
            let body = try? WireCoding.decode(HealthBody.self, from: health.body),
            body.program == ServerIdentity.program
        else { throw CommandFailure("What answers at \(url) is no \(ServerIdentity.program).") }
        version = body.version
        instanceID = body.instanceID
        let ready = try await Self.ask(base + Endpoints.ready.route.template)
        let readiness = try? WireCoding.decode(ReadyBody.self, from: ready.body)
        isReady = ready.status == 200
        store = readiness?.store
        warnings = readiness?.warnings ?? []
        let metrics = try await Self.ask(base + Endpoints.metrics.route.template, token: token)
        numbers = metrics.status == 200 ? Self.numbers(in: String(decoding: metrics.body, as: UTF8.self)) : [:]
    }

    private static func ask(_ url: String, token: String? = nil) async throws -> (status: Int, body: Data) {
        var request = HTTPClientRequest(url: url)
        if let token { request.headers.add(name: "authorization", value: "Bearer \(token)") }
        do {
            let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
            let body = try await answer.body.collect(upTo: 4 << 20)
            return (Int(answer.status.code), Data(body.readableBytesView))
        } catch {
            throw CommandFailure("No server answers at \(url): \(error)")
        }
    }

    // An Int holds it, a thousand times over too.
    private static let largest = 9e15

    /// The samples without labels. Numbers that no server would tell are left out: something else may have answered.
    static func numbers(in page: String) -> [String: Double] {
        let samples = page.split(separator: "\n").filter { !$0.hasPrefix("#") && !$0.contains("{") }.map {
            $0.split(separator: " ")
        }
        return Dictionary(
            samples.compactMap { parts in
                guard parts.count == 2, let value = Double(parts[1]), value.magnitude <= largest else { return nil }
                return (String(parts[0]), value)
            }, uniquingKeysWith: { first, _ in first })
    }

    /// For people: what is known, a line each.
    var lines: [String] {
        var lines = [
            "\(ServerIdentity.program) \(Administration.shown(version)), \(isReady ? "ready" : "not ready")"
        ]
        if let start = numbers["process_start_time_seconds"] {
            lines.append("up since \(Timestamp(milliseconds: Int64(start * 1000)))")
        }
        if let store { lines.append("store \(Administration.shown(store))\(size)") }
        for (name, noun, rest) in [
            ("collab_drafts", "draft", ""), ("collab_connections", "connection", ""),
            ("collab_sockets", "live connection", ""), ("collab_drafts_watched", "draft", " watched"),
            ("collab_segments_appended_total", "segment", " since the start"),
        ] {
            if let number = numbers[name] { lines.append(Int(number).counted(noun) + rest) }
        }
        return lines + warnings.map { "warning: " + Administration.shown($0) }
    }

    private var size: String {
        guard let bytes = numbers["collab_store_bytes"], let free = numbers["collab_store_free_bytes"] else {
            return ""
        }
        return ", \(Int(bytes) >> 20) MiB, \(Int(free) >> 20) MiB free"
    }
}
