/// What reads bytes from outside, and what has to be true of whatever it makes of them. A claim that does not hold ends the
/// process, which libFuzzer reports with the input that did it.
protocol FuzzTarget: Sendable {
    init() throws

    /// Reads one input.
    /// - Returns: whether it was taken for what it is meant to be, rather than refused.
    func run(_ input: FuzzInput) -> Bool
}

/// An input, taken from its beginning: bytes that choose, then bytes that are read.
struct FuzzInput {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    /// One of `count` ways; the first where nothing is left.
    mutating func choice(of count: Int) -> Int {
        Int(rest.popFirst() ?? 0) % count
    }

    /// One of `values`.
    mutating func choice<Value>(of values: [Value]) -> Value {
        values[choice(of: values.count)]
    }

    /// What stands before the next `end`, which is taken too; all that is left where there is none.
    mutating func part(before end: UInt8) -> ArraySlice<UInt8> {
        let part = rest.prefix { $0 != end }
        rest = rest.dropFirst(part.count + 1)
        return part
    }

    /// What stands before the next line feed.
    mutating func line() -> ArraySlice<UInt8> { part(before: 0x0A) }
}

/// Ends the process where a claim does not hold.
func claim(_ isTrue: Bool, _ sentence: @autoclosure () -> String) {
    if !isTrue { fatalError("FINDING: \(sentence())") }
}

extension StringProtocol {
    /// Whether both are the same bytes; `==` takes letters for the same that only look so.
    func isSame(_ other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }
}
