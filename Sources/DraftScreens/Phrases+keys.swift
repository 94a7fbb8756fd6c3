// The sentences tell the keys of the plain keymap; in another one they are told with its keys.
extension Phrases {
    /// The ends of sentences that tell keys, and which action is meant by which of them.
    static let endsWithKeys: [(end: String, keys: [(name: String, action: Action)])] = [
        (nothingSelected, [("^Space", .mark)]), (copied, [("^Y", .yank)]),
        (nothingYanked, [("Alt Y", .yankPop), ("^Y", .yank)]), (pasteLeftOut, [("^Y", .yank)]),
        (guestReads, [("^F", .search), ("^X", .export), ("^Q", .quit)]), (guestHasNoList, [("^Q", .quit)]),
        (" ^X exports what is here.", [("^X", .export)]), (" ^X exports them.", [("^X", .export)]),
        (notOnDisk, [("^X", .export)]), (composerHint, [("^S", .send)]), (viComposerHint, [("^S", .send)]),
        (armedNotice, [("^S", .send)]),
        (disarmedByEdit, [("^S", .send)]), (wordsPrivateNow, [("^O", .shareWords)]),
        (wordsSharedNow, [("^O", .shareWords)]), (nobodyToPassTo, [("^N", .addWriter)]),
        (libraryEmpty, [("^N", .newDraft)]), (noDraftFound, [("Esc", .cancel)]), (lookAgain, [("^L", .redraw)]),
        (triesAgain, [("^N", .addWriter)]), (otherServer, [("^Q", .quit)]), (commandCopied, [("^Q", .quit)]),
        (newDraftKeys, [("Enter", .accept), ("Tab", .chooseNext), ("Esc", .cancel)]),
        (serversKeys, [("Enter", .accept), ("Esc", .cancel)]), (noGoal, [("Enter", .accept)]),
        (moreHelp, [("F1", .help)]),
        (promptKeys, [("Enter", .accept), ("Esc", .cancel)]), (pasteKeys, [("Enter", .accept), ("Esc", .cancel)]),
        (pickerKeys, choosing), (paletteKeys, choosing),
        (strikeQuestion, [("^D", .strike)]), (struckNow, [("^Y", .yank)]), (revisingNow, [("^S", .send)]),
        (revisionComesFirst, [("^S", .send), ("Esc", .cancel)]), (revisionLeft, [("^Y", .yank)]),
        (nothingToCopy, [("Enter", .accept)]), (" ^S again puts yours in its place.", [("^S", .send)]),
        (" ^D strikes one that is chosen.", [("^D", .strike)]),
        (detailsKeys, [("↑", .chooseUp), ("↓", .chooseDown), ("Esc", .cancel)]),
        (statisticsKeys, [("Enter", .accept), ("↑", .chooseUp), ("↓", .chooseDown), ("Esc", .cancel)]),
        (statisticsKeysOfGuest, [("↑", .chooseUp), ("↓", .chooseDown), ("Esc", .cancel)]),
    ]

    private static let choosing: [(name: String, action: Action)] = [
        ("↑", .chooseUp), ("↓", .chooseDown), ("Enter", .accept), ("Esc", .cancel),
    ]
}

extension Keymap {
    /// A sentence of the screen with the keys that are in force.
    func worded(_ sentence: String) -> String {
        guard let known = Phrases.endsWithKeys.first(where: { sentence.hasSuffix($0.end) }) else { return sentence }
        var head = sentence.dropLast(known.end.count)
        var rest = Substring(known.end)
        for (name, action) in known.keys {
            guard let place = rest.firstRange(of: name) else { continue }
            head += rest[..<place.lowerBound] + (self.name(of: action) ?? "“\(action.rawValue)”")
            rest = rest[place.upperBound...]
        }
        return String(head + rest)
    }
}
