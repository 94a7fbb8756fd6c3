import DraftCore

@testable import chaos_writer

/// What was typed in a round and what must have become of it.
struct ChaosLedger {
    /// Words are on disk so long after they were typed; a program that was killed before may have lost them. The product
    /// promises one second: the rest is for a disk and processors that a campaign keeps busy.
    static let grace = Duration.seconds(2)

    private struct Word {
        let client: String
        let typed: ContinuousClock.Instant
        var isErased = false
        var mayBeLost = false
    }

    private var words: [String: Word] = [:]
    private var keys: [(client: String, seq: Int, key: String)] = []
    var counts = ChaosCounts()

    /// A word that nobody has typed before.
    mutating func newWord() -> String {
        counts.typed += 1
        return "w\(counts.typed)."
    }

    mutating func typed(_ word: String, by client: String) {
        words[word] = Word(client: client, typed: .now)
    }

    mutating func erased(_ texts: [String]) {
        for word in texts { words[word]?.isErased = true }
    }

    /// `client` was killed; `kept` is what its journals hold.
    mutating func killed(_ client: String, kept: String) {
        let onDisk = Set(kept.words)
        let now = ContinuousClock.now
        for (text, word) in words where word.client == client && now - word.typed < Self.grace {
            if !onDisk.contains(text) { words[text]?.mayBeLost = true }
        }
    }

    /// A program has ended; what it said was acknowledged counts for ever.
    mutating func heard(_ acknowledged: [(seq: Int, key: String)], by client: String) {
        keys += acknowledged.map { (client, $0.seq, $0.key) }
        counts.acknowledged += acknowledged.count
    }

    /// What is wrong with the words, now that everything is quiet.
    mutating func problems(log: ChaosLog, composers: [String: [String]]) -> [String] {
        var found: [String] = []
        var written: [String: Int] = [:]
        for word in log.texts.flatMap(\.words) { written[word, default: 0] += 1 }
        for word in composers.values.flatMap(\.self) { written[word, default: 0] += 1 }
        let typed = words.sorted { $0.value.typed < $1.value.typed }
        for (text, word) in typed {
            let count = written.removeValue(forKey: text) ?? 0
            if count > 1 { found.append("\(text) of \(word.client) is there \(count) times") }
            if count == 0 && !word.isErased {
                if word.mayBeLost { counts.young += 1 } else { found.append("\(text) of \(word.client) is lost") }
            }
        }
        found += written.keys.sorted().map { "nobody typed \($0)" }
        for (client, seq, key) in keys {
            let places = log.places[client + " " + key] ?? []
            if places.count != 1 { found.append("\(key) of \(client), acknowledged at \(seq), is at \(places)") }
            if let place = places.first, place > seq {
                found.append("\(key) of \(client) came after its acknowledgement")
            }
        }
        return found
    }
}

/// The log of a draft, and whether it keeps its own rules.
struct ChaosLog {
    private(set) var lines: [String] = []
    private(set) var texts: [String] = []
    private(set) var problems: [String] = []
    /// By actor and key, the events that carry it.
    private(set) var places: [String: [Int]] = [:]
    private(set) var holder = ""
    private(set) var seq = 0
    private var tenure = 1

    init(_ events: [Event]) {
        for event in events { take(event) }
        for (key, seqs) in places where seqs.count > 1 { problems.append("the key of \(key) is at \(seqs)") }
    }

    private mutating func take(_ event: Event) {
        if event.seq.rawValue != seq + 1 { problems.append("after \(seq) comes \(event.seq)") }
        seq = event.seq.rawValue
        if let key = event.key { places["\(event.actor) \(key)", default: []].append(seq) }
        switch event.change {
        case .draftCreated(let creation):
            holder = creation.creatorID.description
        case .segmentAdded(let segment):
            lines.append(WriterReport.line(of: segment))
            texts.append(segment.content ?? "")
            if segment.author.description != holder {
                problems.append("\(seq): \(segment.author) writes, \(holder) holds")
            }
            if segment.tenure.rawValue != tenure { problems.append("\(seq): tenure \(segment.tenure), not \(tenure)") }
        case .ringPassed(let pass):
            if pass.from.description != holder { problems.append("\(seq): \(pass.from) passes, \(holder) holds") }
            holder = pass.to.description
            tenure += 1
            if pass.tenure.rawValue != tenure { problems.append("\(seq): tenure \(pass.tenure), not \(tenure)") }
        default:
            break
        }
    }
}

/// How much happened.
struct ChaosCounts: CustomStringConvertible {
    var rounds = 0
    var serverKills = 0
    var clientKills = 0
    var departures = 0
    var cuts = 0
    var weathers = 0
    var typed = 0
    var acknowledged = 0
    var refused = 0
    var recovered = 0
    /// Words that a program took along that was killed before it had to have kept them.
    var young = 0
    var events = 0

    static func += (total: inout ChaosCounts, round: ChaosCounts) {
        for count in [
            \.rounds, \.serverKills, \.clientKills, \.departures, \.cuts, \.weathers, \.typed, \.acknowledged,
            \.refused,
            \.recovered, \.young, \.events,
        ] as [WritableKeyPath<ChaosCounts, Int>] {
            total[keyPath: count] += round[keyPath: count]
        }
    }

    var description: String {
        "\(rounds) rounds, \(serverKills) kills of the server, \(clientKills) kills of clients, \(departures) departures, "
            + "\(cuts) cuts, \(weathers) changes of weather; \(typed) words typed, \(events) events, "
            + "\(acknowledged) commands acknowledged, \(refused) refused, \(recovered) recoveries, "
            + "\(young) words younger than \(ChaosLedger.grace) went with their program"
    }
}

extension String {
    var words: [String] {
        split { !($0.isLetter || $0.isNumber || $0 == ".") }.map(String.init).filter { $0.hasPrefix("w") }
    }
}
