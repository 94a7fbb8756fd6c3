import ArgumentParser
import AsyncHTTPClient
import CollabAPI
import DraftCore
import FoundationEssentials

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

    @Option(help: ArgumentHelp("An authority that may vouch for the server's certificate, in PEM.", valueName: "file"))
    var cacert: String?

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
        let status = try await ServerQuestion.asking(url, trusting: cacert) { question in
            try await ServerStatus(question, token: token)
        }
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
    /// The samples without labels, by their names; empty where they are not told.
    let numbers: [String: Double]
    /// Why the numbers are not told; nil where they are.
    let withheld: String?

    enum CodingKeys: String, CodingKey {
        case version
        case instanceID = "instance_id"
        case isReady = "ready"
        case store, warnings, numbers, withheld
    }

    init(_ question: ServerQuestion, token: String?) async throws {
        let health = try await question.ask(Endpoints.health.route.template)
        guard health.status == 200,
            let body = try? WireCoding.decode(HealthBody.self, from: health.body),
            body.program == ServerIdentity.program
        else { throw CommandFailure("What answers at \(question.url) is no \(ServerIdentity.program).") }
        version = body.version
        instanceID = body.instanceID
        let ready = try await question.ask(Endpoints.ready.route.template)
        let readiness = try? WireCoding.decode(ReadyBody.self, from: ready.body)
        isReady = ready.status == 200
        store = readiness?.store
        warnings = readiness?.warnings ?? []
        let metrics = try await question.ask(Endpoints.metrics.route.template, token: token)
        numbers = metrics.status == 200 ? Self.numbers(in: String(decoding: metrics.body, as: UTF8.self)) : [:]
        withheld =
            switch metrics.status {
            case 200: nil
            case 401: "the token is not the server's"
            case 403: "only to programs on its machine, or to whoever shows its token"
            default: "the answer was \(metrics.status)"
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
        if let withheld { lines.append("numbers are not told: \(withheld)") }
        return lines + warnings.map { "warning: " + Administration.shown($0) }
    }

    private var size: String {
        guard let bytes = numbers["collab_store_bytes"], let free = numbers["collab_store_free_bytes"] else {
            return ""
        }
        return ", \(Int(bytes) >> 20) MiB, \(Int(free) >> 20) MiB free"
    }
}
