import DraftScreens

/// Looks words up, away from the screen and from the queue of what happens.
actor Speller {
    private var enchant: Enchant?

    /// What there is to say to a wish; nil where that is nothing.
    func answer(_ wish: SpellingWish, _ variables: [String: String]) -> SpellingNews? {
        switch wish {
        case .begin(let language):
            do throws(CommandFailure) {
                enchant = try Enchant(languages: SpellingLanguage.candidates(wanted: language, in: variables))
                return .ready
            } catch {
                return .failed(error.message)
            }
        case .check(let words):
            return .checked(
                Dictionary(words.map { ($0, enchant?.knows($0) ?? true) }, uniquingKeysWith: { first, _ in first }))
        case .suggest(let word):
            return .suggestions(word, enchant?.suggestions(for: word) ?? [])
        case .learn(let word):
            enchant?.add(word)
            return nil
        }
    }
}

extension Runtime {
    func spell(_ wish: SpellingWish, _ tasks: inout DiscardingTaskGroup) {
        tasks.addTask { [speller, continuation] in
            guard let news = await speller.answer(wish, Environment.variables) else { return }
            continuation.yield(.message(.spelling(news)))
        }
    }
}
