import Testing

@testable import DraftTUI

@Suite struct EnchantTests {
    @Test(
        arguments: [
            (nil, ["LANG": "de_DE.UTF-8"], ["de_DE", "de"]),
            (nil, ["LC_ALL": "en_GB@euro", "LANG": "de_DE"], ["en_GB", "en"]),
            ("fr", ["LANG": "de_DE"], ["fr"]), (nil, ["LANG": "C.UTF-8"], ["en_US", "en_GB", "en"]),
            (nil, [:], ["en_US", "en_GB", "en"]),
        ] as [(String?, [String: String], [String])])
    func `the language is that of the setting, else of the locale`(
        wanted: String?, variables: [String: String], languages: [String]
    ) {
        #expect(SpellingLanguage.candidates(wanted: wanted, in: variables) == languages)
    }

    @Test func `without the library there is a sentence`() {
        #expect(throws: CommandFailure.self) { try Enchant(languages: ["en_US"], library: "libno-such.so.9") }
    }

    @Test func `words are known, wrong ones are not and have suggestions`() throws {
        let enchant = try Enchant(languages: ["en_US"])
        #expect(enchant.knows("lighthouse"))
        #expect(!enchant.knows("lighthuose"))
        #expect(enchant.suggestions(for: "lighthuose").contains("lighthouse"))
    }

    @Test func `a language without a dictionary is named`() {
        #expect(throws: CommandFailure.self) { try Enchant(languages: ["xx_XX", "xx"]) }
    }
}
