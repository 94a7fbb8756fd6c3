import DraftCore

/// How long a token is good: `45m`, `12h` or `30d`.
struct Lifetime: Hashable, Sendable {
    static let expectation = "a time such as 45m, 12h or 30d, from 1m to 365d"
    private static let longest: Int64 = 365 * 86_400

    let seconds: Int64

    init?(_ text: String) {
        let units: [Character: Int64] = ["m": 60, "h": 3600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }) else { return nil }
        let digits = text.dropLast().utf8
        guard (1...6).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int64(text.dropLast()), (1...Self.longest).contains(number * unit)
        else { return nil }
        seconds = number * unit
    }
}
