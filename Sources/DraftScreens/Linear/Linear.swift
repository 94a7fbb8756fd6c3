import CellGrid
import DraftCore

/// What a reader of plain lines has been told of a draft, so that each thing is told once and in order.
struct Linear: Sendable {
    /// The draft that this is about; nil in the list of drafts.
    var draft: DraftID?
    /// The order of the first segment that was not told of; nil while the draft has not come.
    var next: Int?
    /// Who held the ring when it was last told.
    var holder: UserID?
    /// What the reader sent: their own words need not be read to them again. The server names segments by itself.
    var own: Set<IdempotencyKey> = []
    /// Whose live words were announced.
    var writing: UserID?
    /// Who was said to be around; nil before the first list.
    var around: Set<UserID>?
    /// Why the server takes nothing in, as it was last told.
    var delay: String?
    /// What is struck if the same line comes once more.
    var striking: Wording?
    /// Lines that wait until the draft is there to take them.
    var waiting: [String] = []
    /// Whether nothing comes after the lines that wait.
    var isEnding = false
    /// What is to be said.
    var lines: [String] = []

    /// A segment as it was read out.
    struct Wording: Equatable, Sendable {
        let id: SegmentID
        let revision: Int

        init(_ segment: Segment) {
            id = segment.id
            revision = segment.revision
        }
    }

    /// Only a draft that was just opened is told from the beginning.
    init(draft: DraftID? = nil) {
        self.draft = draft
    }
}

extension Model {
    /// Whether the reader is told in plain lines, one after the other, instead of being shown a screen.
    public var isLinear: Bool { linear != nil }

    /// Tells the reader in plain lines from now on.
    public mutating func readInLines() {
        linear = Linear()
        size = Size(columns: 80, rows: 24)
    }

    mutating func say(_ lines: String...) {
        linear?.lines += lines
    }
}

/// The same as `update` for a reader of plain lines: what they are to be told comes as an effect.
public func updateInLines(_ model: inout Model, _ message: Message) -> [Effect] {
    var effects: [Effect] = []
    switch message {
    case .input(.line(let line)):
        effects = model.take(line: line)
    case .input(.ended(.hangup)):
        model.linear?.isEnding = true
    case .input(.ended):
        effects = model.keepWaitingLines() + update(&model, message)
    case .input:
        break
    default:
        effects = update(&model, message)
        model.narrate(message)
    }
    model.narrateChanges(effects)
    while let line = model.nextWaitingLine() {
        let more = model.obey(line: line)
        effects += more
        model.narrateChanges(more)
    }
    if model.hasHeardAll, !effects.contains(.quit) { effects += model.leaving }
    if effects.contains(.quit), case .editor(let editor) = model.screen, !editor.composer.isBlank {
        if let reason = editor.journalFailure {
            // Nothing but the reader's own screen has them.
            model.say(Phrases.journalFailed(reason))
            model.readUnsent(editor)
        } else {
            model.say(Phrases.keptForNextTime(Phrases.words(editor.composer.wordCount)))
        }
    }
    let lines = model.linear?.lines ?? []
    model.linear?.lines = []
    return (lines.isEmpty ? [] : [.say(lines)]) + effects
}

// Lines that come before the draft does, as they do through a pipe.
extension Model {
    fileprivate mutating func take(line: String) -> [Effect] {
        notice = nil
        let wasWarned = hasWarnedOfLoss
        defer { if wasWarned { hasWarnedOfLoss = false } }
        let effects = linkEffects
        // Words need no draft to be kept, so they are safe at once where nothing waits before them.
        guard linear?.waiting.isEmpty == false || isOutside || !isReadyForLines && LinearCommand(line)?.waits != false
        else {
            return effects + obey(line: line)
        }
        linear?.waiting.append(line)
        return effects
    }

    fileprivate mutating func nextWaitingLine() -> String? {
        guard isReadyForLines, linear?.waiting.isEmpty == false else { return nil }
        return linear?.waiting.removeFirst()
    }

    /// The program is told to end: of what waits, the words are kept with those that are unsent.
    fileprivate mutating func keepWaitingLines() -> [Effect] {
        let waiting = linear?.waiting ?? []
        linear?.waiting = []
        return waiting.compactMap { LinearCommand($0)?.text }.flatMap { write($0) }
    }

    /// Whether the input has ended, and all of it was obeyed; who says nothing at all reads the draft all the same.
    fileprivate var hasHeardAll: Bool {
        linear?.isEnding == true && linear?.waiting.isEmpty == true && isReadyForLines
    }

    /// Why the draft that was asked for could not be read at all; nil where it could, or none was asked for.
    public var failureToOpen: String? {
        guard case .editor(let editor) = screen, editor.replica == nil else { return nil }
        return editor.closedBecause
    }

    /// Whether the words are in the writer's own editor.
    private var isOutside: Bool {
        if case .editor(let editor) = screen { editor.outside != nil } else { false }
    }

    private var isReadyForLines: Bool {
        guard !isOutside else { return false }
        switch screen {
        case .library(let library):
            return draftUnderway == nil && (library.drafts != nil || library.failure != nil)
        case .editor(let editor):
            if editor.closedBecause != nil { return true }
            switch editor.link {
            // Why the session is over is told in the next moment.
            case .connecting, .readOnly: return false
            case .live, .polling: return editor.replica != nil
            case .offline, .signInNeeded: return true
            }
        }
    }

    private var linkEffects: [Effect] {
        if case .editor(let editor) = screen { editor.link.effectsOfAnyKey } else { [] }
    }
}
