import CellGrid
import Testing

@Suite struct KeyTests {
    private static let keys: [(Key, Character?)] = [
        (.character("a"), "a"), (.character("漢"), "漢"), (Key(.character("A"), .shift), "A"),
        (.control("s"), nil), (.alt("x"), nil), (.enter, nil), (.function(1), nil), (.tab, nil),
    ]

    @Test(arguments: keys)
    func `only characters without control or alt type text`(key: Key, text: Character?) {
        #expect(key.text == text)
    }

    @Test func `a shorthand is its code and modifiers`() {
        #expect(Key.control("s") == Key(.character("s"), .control))
        #expect(Key.backtab == Key(.tab, .shift))
        #expect(Key.up != Key(.up, .control))
    }
}
