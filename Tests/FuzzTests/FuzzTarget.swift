/// What reads bytes from outside, and what has to be true of whatever it makes of them. A claim that does not hold ends the
/// process, which libFuzzer reports with the input that did it.
protocol FuzzTarget: Sendable {
    init() throws

    /// Reads one input.
    func run(_ input: FuzzInput)
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

    /// What stands before the next line feed, which is taken too; all that is left where there is none.
    mutating func line() -> ArraySlice<UInt8> {
        let line = rest.prefix { $0 != 0x0A }
        rest = rest.dropFirst(line.count + 1)
        return line
    }

    /// All that is left, as text; nil where it is none.
    var text: String? { String(validating: rest, as: UTF8.self) }
}

/// Ends the process where a claim does not hold.
func claim(_ isTrue: Bool, _ sentence: @autoclosure () -> String) {
    if !isTrue { fatalError("FINDING: \(sentence())") }
}
