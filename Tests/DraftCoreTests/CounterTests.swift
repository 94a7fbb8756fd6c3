import DraftCore
import Testing

@Suite struct CounterTests {
    private static let digits = String(repeating: "0123456789abcdef", count: 4)

    @Test func `counters count and compare`() {
        #expect(Seq(rawValue: 41).next == 42)
        #expect(Seq(rawValue: 41) < 42)
        #expect(Tenure(rawValue: 1).next == 2)
        #expect(Tenure(rawValue: 2) > 1)
        #expect("\(Seq(rawValue: 7)) \(Tenure(rawValue: 3))" == "7 3")
    }

    @Test func `the last counter is its own successor`() {
        #expect(Seq(rawValue: .max).next.rawValue == .max)
        #expect(Tenure(rawValue: .max).next.rawValue == .max)
    }

    @Test(arguments: [String(repeating: "0", count: 64), digits, String(repeating: "f", count: 64)])
    func `a hash is written as it was read`(text: String) throws {
        let hash = try #require(EventHash(text))
        #expect(hash.description == text)
        #expect(EventHash(bytes: hash.bytes) == hash)
    }

    @Test(arguments: [
        "", "0", digits.dropLast().description, digits + "0", digits + "00", digits.uppercased(),
        String(repeating: "g", count: 64), String(repeating: "0", count: 10_000), String(repeating: "٠", count: 64),
    ])
    func `anything but 64 lowercase digits is no hash`(text: String) {
        #expect(EventHash(text) == nil)
    }

    @Test(arguments: [0, 31, 33])
    func `a hash has 32 bytes`(count: Int) {
        #expect(EventHash(bytes: [UInt8](repeating: 1, count: count)) == nil)
    }

    @Test func `before the first event stand 32 zero bytes`() {
        #expect(EventHash.zero.description == String(repeating: "0", count: 64))
    }
}
