import CellGrid
import DraftCore

extension Keymap {
    /// One line of the configuration that holds so far.
    private struct Binding {
        let action: Action
        var keys: [KeySequence]
        let line: Int
    }

    /// The keymap with other keys for some actions, and what could not be done.
    ///
    /// What is bound anew takes its keys from whatever has them by the map; of two lines that want the same key the earlier
    /// one gets it. A line without keys takes an action's keys away.
    public func rebinding(_ entries: [(action: String, keys: [String], line: Int)]) -> (Keymap, [KeymapProblem]) {
        var problems: [KeymapProblem] = []
        var bindings: [Binding] = []
        for entry in entries.sorted(by: { $0.line < $1.line }) {
            if let binding = binding(entry, after: bindings, &problems) { bindings.append(binding) }
        }
        // What takes the last key of an action that needs one is undone, and then the rest is tried again.
        while true {
            let keys = self.keys(with: bindings)
            guard let lacking = Action.allCases.first(where: { $0.needsKey && keys[$0]?.isEmpty != false }),
                let culprit = bindings.firstIndex(where: { takesKey(of: lacking, $0) })
            else { return (Keymap(name: name, keys: keys), problems.sorted { $0.line < $1.line }) }
            let line = bindings.remove(at: culprit).line
            problems.append(KeymapProblem(line: line, sentence: Phrases.wouldLackKey(lacking.rawValue)))
        }
    }

    private func binding(
        _ entry: (action: String, keys: [String], line: Int), after earlier: [Binding],
        _ problems: inout [KeymapProblem]
    ) -> Binding? {
        func report(_ sentence: String) { problems.append(KeymapProblem(line: entry.line, sentence: sentence)) }
        guard let action = Action(rawValue: entry.action.lowercased()) else {
            report(Phrases.unknownAction(entry.action, nearest: Action.nearest(to: entry.action)?.rawValue))
            return nil
        }
        if let before = earlier.first(where: { $0.action == action }) {
            report(Phrases.boundBefore(action.rawValue, line: before.line))
            return nil
        }
        var binding = Binding(action: action, keys: [], line: entry.line)
        for spelling in entry.keys {
            guard let sequence = KeySequence(spelling) else {
                report(Phrases.unknownKey(spelling))
                continue
            }
            if let sentence = sequence.reasonNotBound ?? conflict(of: sequence, in: binding, with: earlier) {
                report(sentence)
            } else if !binding.keys.contains(sequence) {
                binding.keys.append(sequence)
            }
        }
        return binding.keys.isEmpty && !entry.keys.isEmpty ? nil : binding
    }

    private func conflict(of sequence: KeySequence, in binding: Binding, with earlier: [Binding]) -> String? {
        for other in earlier + [binding] where other.action.isInForce(with: binding.action) {
            for taken in other.keys where other.action != binding.action || taken != sequence {
                if taken == sequence {
                    return Phrases.boundTwice(
                        sequence.spelling, binding.action.rawValue, line: binding.line, other.action.rawValue,
                        line: other.line)
                }
                if taken.collides(with: sequence) {
                    return Phrases.beginsAnother(
                        taken.spelling, line: other.line, sequence.spelling, line: binding.line)
                }
            }
        }
        return nil
    }

    /// The keys of all actions where some lines hold.
    private func keys(with bindings: [Binding]) -> [Action: [KeySequence]] {
        var result = keys
        for binding in bindings {
            for action in Action.allCases where action.isInForce(with: binding.action) {
                result[action]?.removeAll { kept in binding.keys.contains { $0.collides(with: kept) } }
            }
        }
        for binding in bindings { result[binding.action] = binding.keys }
        return result
    }

    /// Whether a line takes a key that an action has by the map.
    private func takesKey(of action: Action, _ binding: Binding) -> Bool {
        if binding.action == action { return true }
        guard action.isInForce(with: binding.action) else { return false }
        return (keys[action] ?? []).contains { kept in binding.keys.contains { $0.collides(with: kept) } }
    }
}

extension KeySequence {
    /// Whether one of the two is or begins the other.
    func collides(with other: KeySequence) -> Bool {
        self == other || begins(other) || other.begins(self)
    }

    /// Why it can be bound to nothing; nil where it can.
    fileprivate var reasonNotBound: String? {
        if let first = keys.first, first.text != nil { return Phrases.keyTypes(first.spelling) }
        for key in keys {
            if let reason = key.reasonNotSent { return Phrases.keyNotSent(key.spelling, reason: reason) }
        }
        return nil
    }
}

extension Action {
    /// Whether there are moments when both can be done, so that one key cannot mean both.
    func isInForce(with other: Action) -> Bool {
        self == other || Self.together[self]?.contains(other) == true
    }

    private static let together: [Action: Set<Action>] = {
        var together: [Action: Set<Action>] = [:]
        for stack in KeyContext.stacks {
            let actions = Set(stack.flatMap(\.actions))
            for action in actions { together[action, default: []].formUnion(actions) }
        }
        return together
    }()

    /// The action whose name differs least from a word; nil where none is like it.
    static func nearest(to word: String) -> Action? {
        let word = Array(word.lowercased().prefix(40))
        let distances = allCases.map { ($0, EditDistance.between(word, Array($0.rawValue))) }
        guard let best = distances.min(by: { $0.1 < $1.1 }), best.1 <= max(2, word.count / 2) else { return nil }
        return best.0
    }
}
