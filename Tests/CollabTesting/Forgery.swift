/// Bytes that a server says, and those that arrive in their place.
public struct Forgery: Hashable, Sendable {
    /// What stands in a body or a frame.
    public let truth: [UInt8]
    /// What comes out of the proxy instead.
    public let told: [UInt8]

    /// Puts `told` where `truth` stands.
    public init(_ truth: some Sequence<UInt8>, told: some Sequence<UInt8>) {
        self.truth = Array(truth)
        self.told = Array(told)
    }

    /// Puts `text` before whatever text a field of JSON holds; `text` is bytes as they stand between the quotes.
    public static func before(field: String, _ text: some Sequence<UInt8>) -> Forgery {
        let start = Array("\"\(field)\":\"".utf8)
        return Forgery(start, told: start + text)
    }
}

/// The server's side of one connection as a forger passes it on: bodies of HTTP, and after an upgrade frames of text, in
/// lengths that fit what is told.
struct AnswerForger {
    private static let headEnd = Array("\r\n\r\n".utf8)
    private static let lastChunk = Array("0\r\n\r\n".utf8)

    private var rest: [UInt8] = []
    private var isUpgraded = false

    /// What is complete with these bytes.
    mutating func take(_ bytes: some Sequence<UInt8>, _ forgeries: [Forgery]) -> [UInt8] {
        rest += bytes
        var told: [UInt8] = []
        while let part = isUpgraded ? nextFrame(forgeries) : nextAnswer(forgeries) { told += part }
        return told
    }

    private mutating func nextAnswer(_ forgeries: [Forgery]) -> [UInt8]? {
        guard let start = rest.indices.first(where: { rest[$0...].starts(with: Self.headEnd) }) else { return nil }
        let end = start..<start + Self.headEnd.count
        let lines = String(decoding: rest[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n" as Character)
        let length = lines.first { $0.lowercased().hasPrefix("content-length:") }
            .flatMap { Int($0.drop { $0 != ":" }.dropFirst().filter { !$0.isWhitespace }) }
        if lines.contains(where: { $0.lowercased().hasPrefix("transfer-encoding:") }) {
            guard rest.suffix(Self.lastChunk.count).elementsEqual(Self.lastChunk) else { return nil }
            return take(rest.count)
        }
        isUpgraded = lines.first?.contains(" 101 ") ?? false
        guard let length, length > 0 else { return take(end.upperBound) }
        guard rest.count >= end.upperBound + length else { return nil }
        _ = take(end.upperBound)
        let body = Self.told(take(length), forgeries)
        let head = lines.filter { !$0.lowercased().hasPrefix("content-length:") } + ["content-length: \(body.count)"]
        return Array(head.joined(separator: "\r\n").utf8) + Self.headEnd + body
    }

    /// RFC 6455, section 5.2; a server masks nothing.
    private mutating func nextFrame(_ forgeries: [Forgery]) -> [UInt8]? {
        guard rest.count >= 2 else { return nil }
        let width = [126: 2, 127: 8][Int(rest[1])] ?? 0
        guard rest.count >= 2 + width else { return nil }
        let length = width == 0 ? Int(rest[1]) : rest[2..<2 + width].reduce(0) { $0 << 8 | Int($1) }
        guard rest.count >= 2 + width + length else { return nil }
        let opcode = take(2 + width)[0]
        let payload = take(length)
        let told = opcode & 0x0F == 1 ? Self.told(payload, forgeries) : payload
        let count = (0..<8).reversed().map { UInt8(truncatingIfNeeded: told.count >> ($0 * 8)) }
        switch told.count {
        case ..<126: return [opcode, UInt8(told.count)] + told
        case ..<65_536: return [opcode, 126] + count.suffix(2) + told
        default: return [opcode, 127] + count + told
        }
    }

    private mutating func take(_ count: Int) -> [UInt8] {
        defer { rest.removeFirst(count) }
        return Array(rest.prefix(count))
    }

    private static func told(_ bytes: [UInt8], _ forgeries: [Forgery]) -> [UInt8] {
        forgeries.reduce(bytes) { $0.replacing($1.truth, with: $1.told) }
    }
}
