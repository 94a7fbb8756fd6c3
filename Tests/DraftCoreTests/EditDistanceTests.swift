import DraftCore
import Testing

@Suite struct EditDistanceTests {
    @Test(arguments: [
        ("", "", 0), ("", "ring", 4), ("ring", "", 4), ("ring", "ring", 0), ("ring", "rang", 1), ("ring", "ringer", 2),
        ("kitten", "sitting", 3), ("pass", "psas", 2), ("é", "e", 1),
    ])
    func `it counts the letters to put in, leave out or change`(_ first: String, _ second: String, _ count: Int) {
        #expect(EditDistance.between(Array(first), Array(second)) == count)
        #expect(EditDistance.between(Array(second), Array(first)) == count)
    }
}
