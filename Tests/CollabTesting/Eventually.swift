/// Waits until something is so; a test that waits in vain fails with what it waited for, or where.
public func eventually(
    within limit: Duration = .seconds(20), _ what: @autoclosure () -> String? = nil, file: String = #fileID,
    line: Int = #line, _ holds: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while try await !holds() {
        guard ContinuousClock.now < deadline else {
            throw InVain(what: what() ?? "what is asked for at \(file):\(line)")
        }
        try await Task.sleep(for: .milliseconds(15))
    }
}

/// What did not come to be in time.
public struct InVain: Error, CustomStringConvertible {
    private let what: String
    public var description: String { "waited in vain until: \(what)" }

    public init(what: String) {
        self.what = what
    }
}
