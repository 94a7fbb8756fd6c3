import CellGrid
public import DraftCore

/// What a segment said once.
public struct Wording: Equatable, Sendable {
    let revision: Int
    let content: String
    let moment: Timestamp
    let actor: UserID

    /// A wording as the log tells of it; the first one is number 1.
    public init(revision: Int, content: String, moment: Timestamp, actor: UserID) {
        self.revision = revision
        self.content = content
        self.moment = moment
        self.actor = actor
    }
}

/// What is known of the wordings of a segment before the present one.
public enum Wordings: Equatable, Sendable {
    /// There are none, or they cannot be in the log yet.
    case none
    /// They are being fetched.
    case loading
    /// The oldest first.
    case loaded([Wording])
    /// They could not be had; the reason, in a sentence.
    case failed(String)
}

/// What is told of one segment, over the editor.
struct SegmentDetails: Equatable, Sendable {
    let segment: Segment
    /// Whether it is not in the log yet, so that the server may place it elsewhere.
    let isPending: Bool
    /// Whether another wording of it, or its strike, is on its way.
    let isAmended: Bool
    var wordings = Wordings.none
    var scrolled = 0
}

extension Model {
    /// Tells of a segment; its earlier wordings are fetched, where there are any.
    mutating func openDetails(of shown: Segment, at order: Int, _ editor: Editor) -> [Effect] {
        guard let replica = editor.replica else { return [] }
        let isPending = replica.isPending(at: order)
        // The log's own wording: one that is on its way has no number yet that anybody else knows.
        let segment = replica.manuscript[shown.id] ?? shown
        var details = SegmentDetails(
            segment: segment, isPending: isPending, isAmended: replica.visible.amended[shown.id] != nil)
        let count = segment.isStruck ? segment.revision : segment.revision - 1
        let mustLoad = !isPending && count > 0
        if mustLoad { details.wordings = .loading }
        overlay = .details(details)
        return mustLoad ? [.loadWordings(segment.id, of: editor.id, from: segment.seq, count: count)] : []
    }

    /// The earlier wordings have come, or the reason why not; whoever has closed the box asked for nothing more.
    mutating func show(_ wordings: Wordings, of segment: SegmentID) {
        guard case .details(var details)? = overlay, details.segment.id == segment else { return }
        details.wordings = wordings
        overlay = .details(details)
    }

    mutating func updateDetails(_ details: SegmentDetails, _ meaning: KeyMeaning) {
        var details = details
        let box = detailsBox(details)
        let last = max(0, box.lines.count - box.rows)
        switch meaning {
        case .action(.cancel), .action(.accept):
            overlay = nil
            return
        case .action(.chooseUp): details.scrolled -= 1
        case .action(.chooseDown): details.scrolled += 1
        case .action(.choosePageUp): details.scrolled -= box.rows
        case .action(.choosePageDown): details.scrolled += box.rows
        case .action(.chooseFirst): details.scrolled = 0
        case .action(.chooseLast): details.scrolled = last
        default: break
        }
        details.scrolled = min(max(0, details.scrolled), last)
        overlay = .details(details)
    }

    func drawDetails(_ details: SegmentDetails, on grid: inout Grid) {
        let box = detailsBox(details)
        let inner = drawBox(title: Phrases.detailsTitle, rows: box.rows + 1, columns: detailsColumns, on: &grid)
        let first = min(details.scrolled, max(0, box.lines.count - box.rows))
        for (offset, line) in box.lines.dropFirst(first).prefix(box.rows).enumerated() {
            let start = inner.origin.moved(rows: offset)
            let labelColumns = line.label == nil ? 0 : Self.labelColumns
            if let label = line.label { grid.write(label, at: start, style: theme.title, clip: inner) }
            let style = line.isHead ? theme.title : theme.body
            grid.write(line.text, at: start.moved(columns: labelColumns), style: style, clip: inner)
        }
        let keys = keymap.worded(Phrases.detailsKeys)
        grid.write(keys, at: inner.origin.moved(rows: box.rows), style: theme.faint, clip: inner)
    }

    private static let labelColumns = 9
    private var detailsColumns: Int { min(72, size.columns - 2) }

    private struct DetailsLine {
        var label: String?
        var isHead = false
        let text: String
    }

    /// All lines, and how many of them are shown at once.
    private func detailsBox(_ details: SegmentDetails) -> (lines: [DetailsLine], rows: Int) {
        guard case .editor(let editor) = screen else { return ([], 1) }
        let columns = detailsColumns - 4
        let lines = facts(of: details, editor, columns) + wordings(of: details, editor, columns)
        return (lines, max(1, min(lines.count, size.rows - 4)))
    }

    private func facts(of details: SegmentDetails, _ editor: Editor, _ columns: Int) -> [DetailsLine] {
        let segment = details.segment
        let author = Phrases.person(editor.name(of: segment.author), segment.author.description)
        let tenure = String(segment.tenure.rawValue)
        let holder = segment.holderAtWrite
        var rows = [
            (Phrases.rowAuthor, author),
            (Phrases.rowWritten, details.isPending ? Phrases.notSavedYet : Phrases.moment(segment.createdAt)),
        ]
        if !details.isPending {
            rows.append((Phrases.rowPlace, Phrases.logPlace(segment.order + 1, seq: segment.seq.description)))
        }
        rows.append(
            (
                Phrases.rowHolding,
                holder == segment.author
                    ? Phrases.holding(tenure) : Phrases.holding(tenure, of: editor.name(of: holder))
            ))
        rows.append((Phrases.rowWording, wordingText(segment)))
        if details.isAmended { rows.append(("", Phrases.wordingOnItsWay)) }
        if !details.isPending { rows.append((Phrases.rowID, segment.id.description)) }
        return rows.flatMap { label, text in
            let wrap = TextWrap(text, columns: max(1, columns - Self.labelColumns))
            return wrap.lines.enumerated().map { index, line in
                DetailsLine(label: index == 0 ? label : "", text: String(wrap.text(of: line)))
            }
        }
    }

    private func wordingText(_ segment: Segment) -> String {
        if segment.isStruck { return Phrases.struckWording(segment.revision) }
        guard let moment = segment.revisedAt else { return Phrases.firstWording }
        return Phrases.wording(segment.revision, since: Phrases.moment(moment))
    }

    private func wordings(of details: SegmentDetails, _ editor: Editor, _ columns: Int) -> [DetailsLine] {
        func paragraph(_ text: String) -> [DetailsLine] {
            let wrap = TextWrap(text, columns: max(1, columns))
            return wrap.lines.map { DetailsLine(text: String(wrap.text(of: $0))) }
        }
        let blank = DetailsLine(text: "")
        switch details.wordings {
        case .none: return []
        case .loading: return [blank] + paragraph(Phrases.wordingsLoading)
        case .failed(let reason): return [blank] + paragraph(Phrases.wordingsFailed(reason))
        case .loaded(let wordings):
            return wordings.reversed().flatMap { wording in
                let head = Phrases.wordingHead(
                    wording.revision, Phrases.moment(wording.moment), editor.name(of: wording.actor))
                return [blank, DetailsLine(isHead: true, text: CellWidth.truncated(head, columns: columns))]
                    + paragraph(SafeText.escaped(wording.content, for: .segment))
            }
        }
    }
}
