/// The texts that were cut out or copied, the newest at the end. Kills that follow upon each other make one text.
struct KillRing: Equatable, Sendable {
    /// What the command before was, as far as it matters to the next.
    enum Last: Equatable, Sendable {
        case other
        /// A kill that left the composer at this revision.
        case kill(revision: Int)
        /// The text of the ring at `depth`, the newest being 0, was put in there.
        case yank(Range<Int>, depth: Int, revision: Int)
    }

    enum Direction: Equatable, Sendable {
        case forward, backward
    }

    /// So many texts are kept, and so many bytes of them.
    static let limit = 30
    static let budget = 1 << 20

    private(set) var texts: [String] = []
    private(set) var last = Last.other

    /// The newest text.
    var newest: String? { texts.last }

    /// Keeps a text that is taken out before the caret or behind it.
    /// - Parameter revision: that of the composer before.
    mutating func kill(_ text: String, _ direction: Direction, at revision: Int) {
        guard !text.isEmpty else { return }
        if last == .kill(revision: revision), let before = texts.popLast() {
            texts.append(direction == .forward ? before + text : text + before)
        } else {
            texts.append(text)
        }
        last = .kill(revision: revision + 1)
        forgetOldest()
    }

    /// Keeps a text by itself.
    mutating func keep(_ text: String) {
        guard !text.isEmpty else { return }
        texts.append(text)
        last = .other
        forgetOldest()
    }

    /// The text at a depth, around at the end; nil where the ring is empty.
    func text(at depth: Int) -> String? {
        texts.isEmpty ? nil : texts[texts.count - 1 - depth % texts.count]
    }

    mutating func noteYank(_ range: Range<Int>, depth: Int, revision: Int) {
        last = .yank(range, depth: depth, revision: revision)
    }

    /// Another command has come in between.
    mutating func interrupt() {
        last = .other
    }

    private mutating func forgetOldest() {
        var bytes = texts.reduce(0) { $0 + $1.utf8.count }
        while texts.count > 1, texts.count > Self.limit || bytes > Self.budget {
            bytes -= texts.removeFirst().utf8.count
        }
    }
}
