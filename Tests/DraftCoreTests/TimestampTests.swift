import CollabTesting
import DraftCore
import Testing

@Suite struct TimestampTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0),
            ("2026-11-24T09:30:00.120Z", 1_795_512_600_120),
            ("2026-11-24t09:30:00.120z", 1_795_512_600_120),
            ("2026-11-24 09:30:00.120Z", 1_795_512_600_120),
            ("2026-11-24T10:30:00.120+01:00", 1_795_512_600_120),
            ("2026-11-23T23:30:00.12-10:00", 1_795_512_600_120),
            ("2026-11-25T09:29:00.12+23:59", 1_795_512_600_120),
            ("2026-11-24T09:30:00.12-00:00", 1_795_512_600_120),
            ("1970-01-01T00:00:00.1Z", 100),
            ("1970-01-01T00:00:00.01Z", 10),
            ("1970-01-01T00:00:00.0019999999999999999999999999Z", 1),
            ("1969-12-31T23:59:59.999Z", -1),
            ("1969-12-31T23:59:59.9999Z", -1),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000),
            ("2000-02-29T00:00:00Z", 951_782_400_000),
            ("2024-02-29T00:00:00Z", 1_709_164_800_000),
            ("1900-03-01T00:00:00Z", -2_203_891_200_000),
            ("0000-01-01T00:00:00Z", -62_167_219_200_000),
            ("0000-02-29T00:00:00Z", -62_162_121_600_000),
            ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
            ("9999-12-31T22:59:59.999-01:00", 253_402_300_799_999),
        ] as [(String, Int64)])
    func `every form of RFC 3339 is read`(text: String, milliseconds: Int64) throws {
        #expect(try #require(Timestamp(text)).milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "now", "2026-11-24", "09:30:00Z", "2026-11-24T09:30:00", "2026-11-24T09:30Z", "2026-11-24T09:30:00.Z",
        "2026-11-24T09:30:00,5Z", "2026-11-24T09:30:00+0100", "2026-11-24T09:30:00+01", "2026-11-24T09:30:00+24:00",
        "2026-11-24T09:30:00+01:60", "2026-11-24T09:30:00ZZ", " 2026-11-24T09:30:00Z", "2026-11-24T09:30:00Z ",
        "2026-11-24_09:30:00Z", "2026-1-24T09:30:00Z", "26-11-24T09:30:00Z", "12026-11-24T09:30:00Z",
        "-2026-11-24T09:30:00Z", "+2026-11-24T09:30:00Z", "２０２６-11-24T09:30:00Z", "2026/11/24T09:30:00Z",
        "2026-00-24T09:30:00Z", "2026-13-24T09:30:00Z", "2026-11-00T09:30:00Z", "2026-11-31T09:30:00Z",
        "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2024-02-30T00:00:00Z", "2026-11-24T24:00:00Z",
        "2026-11-24T09:60:00Z", "2026-11-24T09:30:61Z", "9999-12-31T23:59:60Z", "0000-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01", "2026-11-24T09:30:00.1.2Z", "2026-11-24T09:30:00\u{0}Z",
    ])
    func `what is no moment is refused`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"), (7, "1970-01-01T00:00:00.007Z"),
            (951_782_399_999, "2000-02-28T23:59:59.999Z"), (951_868_800_000, "2000-03-01T00:00:00.000Z"),
            (Int64.min, "0000-01-01T00:00:00.000Z"), (Int64.max, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func `a moment is written in UTC with milliseconds, within years of four digits`(milliseconds: Int64, text: String)
    {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
    }

    @Test(arguments: UInt64(0)..<500)
    func `a moment survives being written`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let moment = Timestamp(
            milliseconds: .random(in: -62_167_219_200_000...253_402_300_799_999, using: &generator))
        #expect(try #require(Timestamp(moment.description)) == moment)
    }

    @Test(arguments: UInt64(0)..<200)
    func `moments are ordered as they are written`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let earlier = Timestamp(milliseconds: .random(in: 0...4_000_000_000_000, using: &generator))
        let later = Timestamp(milliseconds: earlier.milliseconds + .random(in: 1...100_000_000, using: &generator))
        #expect(earlier < later)
        #expect(earlier.description < later.description)
    }

    @Test func `a day has 24 hours`() throws {
        #expect(Timestamp.storyBegin.description == "2026-11-24T09:30:00.000Z")
        #expect(Timestamp.storyBegin.before(hours: 24).description == "2026-11-23T09:30:00.000Z")
    }
}
