import CollabAPI
public import DraftCore

// What is kept on this machine until the server has it.
extension DraftSession {
    /// Words are on disk at most this long after they were typed, besides what the disk takes.
    static let journalSpacing = Duration.milliseconds(250)

    /// Takes in one step of the user's: commands that their program shows already, and what is in the composer now.
    /// Commands and composer are kept together, so that no crash can lose a text or send it twice.
    /// - Parameters:
    ///   - composition: nil leaves the last one as it is.
    ///   - returnsSeen: how many `refused`, `recovered` and `setBack` updates the program had taken in when the step was made.
    ///     Commands made in ignorance of a refusal are cancelled like all that was queued behind the refused one; the
    ///     program takes their texts back when it hears of it: they are those that no `submitted` update has named.
    public func take(_ commands: [Command], composition: Composition?, returnsSeen: Int) {
        if let composition {
            self.composition = composition
            returned.removeAll { $0.number <= returnsSeen }
        }
        if returnsSeen < returns {
            returned += commands.compactMap(\.text).map { (returns, $0) }
        } else {
            for command in commands { enqueue(command) }
        }
        journalSignal.ring()
        outboxSignal.ring()
    }

    /// Puts on disk at once what was taken in; before ``run()`` too.
    /// - Returns: whether it is there now.
    public func keep() async -> Bool {
        guard journal != nil else { return false }
        await saveJournal()
        return !isJournalFailing
    }

    /// Takes over what earlier sessions were found to have left.
    /// - Returns: whether there was something, which is to be kept on disk as this session's own.
    func takeOver(_ opening: JournalKeeper.Opening) -> Bool {
        // What failed before anybody listened is told again.
        isJournalFailing = false
        // Told once and not mended by any save: what was left behind stays there.
        for error in opening.leftBehind { publish(.leftBehind(error.reason)) }
        if let failure = opening.failure { report(failure) }
        guard !opening.records.isEmpty else { return false }
        var dropped: [Command] = []
        var texts: [String] = []
        for record in opening.records {
            for entry in record.outbox {
                let command = entry.command.command
                if entry.hasLeft || !command.isRingPass {
                    outbox.add(command, hasLeft: entry.hasLeft)
                } else {
                    dropped.append(command)
                }
            }
            texts += record.returned + [record.text].filter { !$0.allSatisfy(\.isWhitespace) }
        }
        hand(back: texts)
        let work = RecoveredWork(texts: texts, resumed: unsent, dropped: dropped)
        publish(.recovered(work))
        outboxSignal.ring()
        return true
    }

    func keepJournal() async {
        guard journal != nil else { return }
        for await _ in journalSignal.rings {
            await sources.clock.wait(until: sources.clock.now + Self.journalSpacing)
            await saveJournal()
        }
    }

    func closeJournal() async {
        await saveJournal()
        await journal?.close()
    }

    /// Puts the present state on disk. A failure is told, and mended by the first save that succeeds.
    func saveJournal() async {
        guard let journal else { return }
        journalGeneration += 1
        var record = journal.emptyRecord()
        record.logID = position.logID
        record.text = composition.text
        record.caret = composition.caret
        record.returned = returned.map(\.text)
        record.outbox = outbox.items.map {
            JournalRecord.Entry(command: JournalCommand($0.command), hasLeft: $0.hasLeft)
        }
        do throws(JournalError) {
            try await journal.save(record, generation: journalGeneration)
            if isJournalFailing { publish(.journalMended) }
            isJournalFailing = false
        } catch {
            report(error)
        }
    }

    /// Notes texts that an update is about to hand back, until the user's program has taken them in.
    func hand(back texts: [String]) {
        returns += 1
        returned += texts.map { (returns, $0) }
    }

    private func report(_ error: JournalError) {
        if !isJournalFailing { publish(.journalFailed(error.reason)) }
        isJournalFailing = true
    }
}

extension Command {
    /// Whether it moves the ring: a matter of the moment, which nobody wants to happen by itself on another day.
    fileprivate var isRingPass: Bool {
        switch action {
        case .pass, .passSmart, .reclaim: true
        case .append, .revise, .strike, .addMember, .removeMember, .update: false
        }
    }
}
