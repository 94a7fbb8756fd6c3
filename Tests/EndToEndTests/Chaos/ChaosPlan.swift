import CollabTesting

/// What happens in one round, all of it drawn from one seed: the same seed gives the same plan.
struct ChaosPlan {
    static let writers = ["ana", "ben", "caro"]
    static let readers = ["dan", "eve"]
    static let everybody = writers + readers

    enum Step: Hashable {
        /// A line for a client.
        case tell(String, String)
        /// `type` with a word that nobody else types.
        case type(String)
        /// `send` for every writer: the one who holds the ring obeys.
        case send
        case weather(String, Weather)
        case cut(String, resets: Bool)
        case halfClose(String, toServer: Bool)
        case pause(milliseconds: Int)
        case killServer, startServer
        case killClient(String), startClient(String)
        /// A client leaves as a reader of the screen would; it comes back by `startClient`.
        case leave(String)
    }

    let seed: UInt64
    private(set) var steps: [Step] = []
    private var generator: SeededGenerator
    /// What is down, and how many steps later it comes back.
    private var returns: [(step: Step, after: Int)] = []

    /// - Parameter cycles: how many times something is killed.
    init(seed: UInt64, cycles: Int) {
        self.seed = seed
        generator = SeededGenerator(seed: seed)
        for _ in 0..<cycles {
            for _ in 0..<Int.random(in: 8...24, using: &generator) { add(ordinaryStep()) }
            if chance(15) { leaveSomebody() }
            killSomething()
        }
        while !returns.isEmpty { bringBack() }
    }

    private mutating func add(_ step: Step) {
        steps.append(step)
        bringBack()
    }

    private mutating func bringBack() {
        for index in returns.indices { returns[index].after -= 1 }
        steps += returns.filter { $0.after <= 0 }.map(\.step)
        returns.removeAll { $0.after <= 0 }
    }

    private mutating func killSomething() {
        let isServerUp = !returns.contains { $0.step == .startServer }
        if isServerUp && chance(40) {
            steps.append(.killServer)
            returns.append((.startServer, Int.random(in: 1...6, using: &generator)))
        } else {
            let client = standing()
            steps.append(.killClient(client))
            returns.append((.startClient(client), Int.random(in: 1...5, using: &generator)))
        }
    }

    private mutating func leaveSomebody() {
        let client = standing()
        steps.append(.leave(client))
        returns.append((.startClient(client), Int.random(in: 1...5, using: &generator)))
    }

    /// A client that is up; whoever is missed longest comes back at once where nobody is.
    private mutating func standing() -> String {
        while true {
            let up = Self.everybody.filter { client in !returns.contains { $0.step == .startClient(client) } }
            // Writers have more to lose.
            let candidates = chance(80) ? up.filter(Self.writers.contains) : up
            if let client = candidates.randomElement(using: &generator) { return client }
            bringBack()
        }
    }

    private mutating func ordinaryStep() -> Step {
        let writer = Self.writers.randomElement(using: &generator) ?? ""
        let client = Self.everybody.randomElement(using: &generator) ?? ""
        switch Int.random(in: 0..<100, using: &generator) {
        case ..<28: return .type(writer)
        case ..<48: return .send
        case ..<52: return .tell(writer, "force")
        case ..<62: return .tell(writer, "pass " + (Self.writers.randomElement(using: &generator) ?? ""))
        case ..<65: return .tell(writer, "smart")
        case ..<69: return .tell("ana", "reclaim")
        case ..<71: return .tell(writer, "erase")
        case ..<73: return .tell(client, "clock \(Int.random(in: -86_400_000...86_400_000, using: &generator))")
        case ..<76: return .tell(client, "wake")
        case ..<81: return .weather(client, weather())
        case ..<84: return .cut(client, resets: chance(50))
        case ..<86: return .halfClose(client, toServer: chance(50))
        default: return .pause(milliseconds: Int.random(in: 5...300, using: &generator))
        }
    }

    private mutating func weather() -> Weather {
        let size = Int.random(in: 1...2000, using: &generator)
        let delay = Duration.milliseconds(Int.random(in: 1...80, using: &generator))
        switch Int.random(in: 0..<22, using: &generator) {
        case 0: return Weather { $0.door = .refusing }
        case 1: return Weather { $0.door = .blackhole }
        case 2: return Weather { $0.upgrades = .stripped }
        case 3: return Weather { $0.upgrades = .unanswered }
        case 4: return Weather { $0.upgrades = .captive }
        case 5: return Weather { $0.isCaptive = true }
        case 6, 7: return Weather { $0.doubles = true }
        case 8: return Weather { $0.toServer.isSwallowed = true }
        case 9: return Weather { $0.toClient.isSwallowed = true }
        case 10: return Weather { $0.toServer.cutAfter = size }
        case 11: return Weather { $0.toClient.cutAfter = size }
        case 12: return Weather { $0.toServer.delay = delay }
        case 13: return Weather { $0.toClient.delay = delay }
        case 14:
            return Weather {
                $0.toServer.delay = delay
                $0.doubles = true
            }
        default: return .clear
        }
    }

    private mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &generator) < percent
    }
}

extension ChaosPlan.Step: CustomStringConvertible {
    var description: String {
        switch self {
        case .tell(let client, let line): "\(client): \(line)"
        case .type(let client): "\(client): type"
        case .send: "whoever holds the ring: send"
        case .weather(let client, let weather): "network of \(client): \(weather)"
        case .cut(let client, let resets): "network of \(client): \(resets ? "reset" : "end")"
        case .halfClose(let client, let toServer):
            "network of \(client): half close to \(toServer ? "server" : "client")"
        case .pause(let milliseconds): "pause \(milliseconds) ms"
        case .killServer: "kill the server"
        case .startServer: "start the server"
        case .killClient(let client): "kill \(client)"
        case .startClient(let client): "start \(client)"
        case .leave(let client): "\(client) leaves"
        }
    }
}
