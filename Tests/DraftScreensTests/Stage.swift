import CellGrid
import DraftCore

@testable import DraftScreens

let ada = UserID("ada")!
let ben = UserID("ben")!
let caro = UserID("caro")!
let noon = Timestamp("2026-11-24T12:00:00.000Z")!

/// The program without a terminal or a server: a log that events are decided on, and the model that hears of them.
struct Stage {
    var model: Model
    private(set) var effects: [Effect]
    private(set) var log: Draft
    fileprivate var segments: [Segment] = []
    private var headers: [SegmentID: SegmentHeader] = [:]

    /// `me` at an open draft that Ada began, with Ben and Caro in it.
    init(me: UserID = ada, columns: Int = 100, rows: Int = 30, theme: Theme = .plain, isGuest: Bool = false) {
        let id = DraftID("5f0c3f0e-6f0b-4a58-9d35-3d2a4a6e9b01")!
        let creation = DraftCreation(creatorID: ada, title: "The Lighthouse", platform: nil)
        let event = Event(draftID: id, seq: 1, moment: noon, actor: ada, key: nil, change: .draftCreated(creation))
        log = Draft(founding: event)!
        (model, effects) = Model.started(
            me: me, serverName: "127.0.0.1:8000", size: Size(columns: columns, rows: rows), now: noon, theme: theme,
            seed: 1, draft: id, isGuest: isGuest)
        happens(.addMember(ben, .contributor), by: ada)
        happens(.addMember(caro, .contributor), by: ada)
    }

    /// Makes the log go on; the model hears of it if the draft is open.
    @discardableResult
    mutating func happens(_ action: Command.Action, by actor: UserID, key: IdempotencyKey? = nil) -> [Event] {
        let command = Command(actor: actor, key: key, action: action)
        let target = command.target.flatMap { headers[$0] }
        let changes = try! log.decide(command, target: target, at: noon)
        return changes.map { change in
            let event = Event(
                draftID: log.id, seq: log.seq.next, moment: noon, actor: actor, key: key, change: change)
            log.apply(event)
            if case .segmentAdded(let segment) = change {
                segments.append(segment)
                headers[segment.id] = segment.header
            }
            tell(.event(event))
            return event
        }
    }

    /// The log obeys what the model asked for last, and the model hears of it.
    mutating func serverObeys() {
        guard case .submit(let command)? = effects.last(where: { if case .submit = $0 { true } else { false } }) else {
            return
        }
        happens(command.action, by: command.actor, key: command.key)
    }

    mutating func opens() {
        tell(.opened(log, Manuscript(segments: segments, firstOrder: 0)))
        tell(.link(.live(milliseconds: 3)))
    }

    mutating func tell(_ fact: SessionFact) {
        send(.session(fact))
    }

    mutating func send(_ message: Message) {
        effects = model.isLinear ? updateInLines(&model, message) : update(&model, message)
    }

    mutating func press(_ keys: Key...) {
        for key in keys { send(.input(.key(key))) }
    }

    /// The reader is told in plain lines.
    mutating func readsInLines() {
        model.readInLines()
    }

    mutating func calls(by notifications: Notifications) {
        model.notifications = notifications
    }

    /// Time goes by without a key.
    mutating func waits(milliseconds: Int64) {
        model.now = Timestamp(milliseconds: model.now.milliseconds + milliseconds)
    }

    mutating func type(_ text: String) {
        for character in text { press(character == "\n" ? .enter : .character(character)) }
        let effects = effects
        send(.rested)
        self.effects = effects
    }

    var editor: Editor {
        guard case .editor(let editor) = model.screen else { return Editor(id: log.id) }
        return editor
    }

    var composer: String { editor.composer.text }

    var notice: String? { model.notice?.text }

    var submitted: [Command] {
        effects.compactMap { if case .submit(let command) = $0 { command } else { nil } }
    }

    var screen: String {
        let grid = view(model).grid
        return (0..<grid.size.rows).map { row in
            String(grid.row(row).filter { !$0.isContinuation }.map(\.glyph))
        }.joined(separator: "\n")
    }
}

extension Stage {
    var segmentsOfLog: [Segment] { segments }
}

extension Stage {
    /// Where the manuscript's segments stand in memory.
    var addressOfText: UnsafeRawPointer? {
        editor.replica?.manuscript.segments.withUnsafeBytes { $0.baseAddress }
    }
}
