import Glibc

/// The library enchant-2 with one dictionary of it. It is looked for when it is wanted: a machine without it has no spelling.
///
/// Belongs to one owner at a time, as the library demands.
final class Enchant {
    private typealias Make = @convention(c) () -> OpaquePointer?
    private typealias Request = @convention(c) (OpaquePointer, UnsafePointer<CChar>) -> OpaquePointer?
    private typealias Check = @convention(c) (OpaquePointer, UnsafePointer<CChar>, Int) -> Int32
    private typealias Suggest =
        @convention(c) (
            OpaquePointer, UnsafePointer<CChar>, Int, UnsafeMutablePointer<Int>
        ) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    private typealias Free =
        @convention(c) (
            OpaquePointer, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
        ) -> Void
    private typealias Add = @convention(c) (OpaquePointer, UnsafePointer<CChar>, Int) -> Void

    private let dictionary: OpaquePointer
    private let checkWord: Check
    private let suggestWords: Suggest
    private let freeWords: Free
    private let addWord: Add

    static let library = "libenchant-2.so.2"

    /// The first of `languages` that there is a dictionary for.
    init(languages: [String], library: String = Enchant.library) throws(CommandFailure) {
        // Never closed: what the library has begun, threads included, lives as long as the program.
        guard let handle = dlopen(library, RTLD_NOW | RTLD_LOCAL) else {
            throw .input("the library enchant-2 is not on this machine.")
        }
        func symbol<Function>(_ name: String, _ type: Function.Type) -> Function? {
            dlsym(handle, name).map { unsafeBitCast($0, to: type) }
        }
        guard let make = symbol("enchant_broker_init", Make.self),
            let request = symbol("enchant_broker_request_dict", Request.self),
            let check = symbol("enchant_dict_check", Check.self),
            let suggest = symbol("enchant_dict_suggest", Suggest.self),
            let free = symbol("enchant_dict_free_string_list", Free.self),
            let add = symbol("enchant_dict_add", Add.self), let broker = make()
        else { throw .input("the library enchant-2 is not as it was expected.") }
        guard let found = languages.lazy.compactMap({ request(broker, $0) }).first else {
            throw .input("there is no dictionary for \(languages.joined(separator: " or ")).")
        }
        dictionary = found
        (checkWord, suggestWords, freeWords, addWord) = (check, suggest, free, add)
    }

    /// Whether the dictionary has the word; what it cannot judge is let pass.
    func knows(_ word: String) -> Bool {
        checkWord(dictionary, word, word.utf8.count) <= 0
    }

    /// Words like this one, the likeliest first.
    func suggestions(for word: String) -> [String] {
        var count = 0
        guard let words = suggestWords(dictionary, word, word.utf8.count, &count) else { return [] }
        defer { freeWords(dictionary, words) }
        return (0..<count).compactMap { words[$0].map { String(cString: $0) } }
    }

    /// Holds the word in the user's own dictionary.
    func add(_ word: String) {
        addWord(dictionary, word, word.utf8.count)
    }
}

/// The languages to try, in this order.
enum SpellingLanguage {
    /// - Parameter wanted: what was set, if anything was.
    static func candidates(wanted: String?, in variables: [String: String]) -> [String] {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { variables[$0] }.first { !$0.isEmpty }
        let name = String((wanted ?? locale ?? "").prefix { $0 != "." && $0 != "@" })
        guard !name.isEmpty, name != "C", name != "POSIX" else { return ["en_US", "en_GB", "en"] }
        let language = String(name.prefix { $0 != "_" })
        return language == name ? [name] : [name, language]
    }
}
