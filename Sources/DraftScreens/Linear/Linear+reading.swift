import DraftCore

// What is read out when it is asked for.
extension Model {
    private static let readAtOnce = 10
    private static let mostMatches = 50

    func line(of segment: Segment, _ editor: Editor) -> String {
        let text = segment.content.map { SafeText.escaped($0, for: .segment) } ?? Phrases.struck
        return shown(editor.name(of: segment.author)) + ": " + text.indented
    }

    /// The same with the number by which commands know it.
    func numbered(_ segment: Segment, at order: Int, _ editor: Editor) -> String {
        "\(order + 1). " + line(of: segment, editor)
    }

    func shown(_ name: String) -> String { SafeText.escaped(name, for: .line) }

    mutating func read(_ argument: String, _ editor: Editor) {
        guard let replica = editor.replica else { return tell(Phrases.notOpenYet) }
        guard let count = argument.isEmpty ? Self.readAtOnce : Int(argument), count > 0 else {
            return say(Phrases.badCount)
        }
        let orders = replica.shownOrders.suffix(count)
        guard !orders.isEmpty else { return say(Phrases.nothingWritten) }
        for order in orders {
            guard let segment = replica.shownSegment(at: order) else { continue }
            let isPending = order >= replica.confirmed.segmentCount
            say(numbered(segment, at: order, editor) + (isPending ? Phrases.beingSent : ""))
        }
    }

    mutating func search(_ text: String, _ editor: Editor) {
        guard let replica = editor.replica else { return tell(Phrases.notOpenYet) }
        guard var pattern = TextPattern(text) else { return say(Phrases.searchForWhat) }
        var (count, found) = (0, [(order: Int, segment: Segment)]())
        for order in replica.shownOrders {
            guard let segment = replica.shownSegment(at: order), let content = segment.content else { continue }
            let matches = pattern.count(in: content)
            count += matches
            if matches > 0 { found.append((order, segment)) }
        }
        for (order, segment) in found.suffix(Self.mostMatches) { say(numbered(segment, at: order, editor)) }
        let isPart = !replica.manuscript.isComplete
        say(count == 0 ? isPart ? Phrases.notFoundYet : Phrases.notFound : Phrases.matches(count))
        if found.count > Self.mostMatches { say(Phrases.onlyNewest(Self.mostMatches, of: found.count)) }
    }

    mutating func readUnsent(_ editor: Editor) {
        if editor.unsentCount > 0 { say(Phrases.unsent(editor.unsentCount)) }
        guard !editor.composer.isEmpty else { return say(Phrases.nothingUnsent) }
        let words = Phrases.words(editor.composer.wordCount)
        say(Phrases.unsentText(words + (editor.isArmed ? ", " + Phrases.armed : "")))
        say("  " + editor.composer.text.indented)
    }

    mutating func readMembers(_ editor: Editor) {
        guard let draft = editor.draft else { return tell(Phrases.notOpenYet) }
        for member in draft.membersInOrder {
            var parts = [stateText(member, editor)]
            if member.userID == draft.ring.holder { parts.insert(Phrases.holder, at: 0) }
            if member.userID == me { parts.append(Phrases.thatIsYou) }
            say(shown(editor.name(of: member.userID)) + ": " + parts.joined(separator: ", "))
        }
    }

    mutating func readLive(_ editor: Editor) {
        guard let live = editor.liveWords else { return say(Phrases.nobodyWrites) }
        let head = Phrases.isWriting(shown(editor.name(of: live.user)))
        say(head + " " + SafeText.escaped(live.text, for: .segment).indented)
    }

    mutating func readStatistics(_ editor: Editor) {
        guard let draft = editor.draft else { return tell(Phrases.notOpenYet) }
        let (statistics, day) = (editor.statistics, Day(now))
        let segments = editor.replica.map(\.shownOrders.count) ?? 0
        say(
            Phrases.rowToday + ": " + Phrases.today(statistics.words(on: day), turns: statistics.turnCount(on: day)),
            Phrases.rowTurn + ": " + Phrases.words(statistics.words(in: draft.ring.tenure)),
            Phrases.rowAll + ": " + Phrases.allWords(statistics.words, segments: segments, of: draft.segmentCount))
        if let goal {
            let words = statistics.words(on: day, by: me)
            let percent = Bars.percent(words, of: goal)
            say(Phrases.rowGoal + ": " + Phrases.goal(words, of: goal, percent: percent))
        }
        for entry in statistics.authors {
            let percent = Phrases.percent(Bars.percent(entry.words, of: statistics.words))
            say(shown(editor.name(of: entry.author)) + ": " + Phrases.words(entry.words) + ", " + percent)
        }
    }
}

extension String {
    /// The lines after the first begin with blanks, so that none of them passes for another writer's.
    var indented: String {
        split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\u{2028}" || $0 == "\u{2029}" }
            .joined(separator: "\n  ")
    }
}
