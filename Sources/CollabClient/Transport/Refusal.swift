import FoundationEssentials

/// An answer that is not the upgrade, as far as its body has come. A body longer than the limit counts as complete: what
/// refuses an upgrade has little to say.
struct Refusal {
    private static let bodyLimit = 64 << 10

    /// The answer with as much of its body as there is.
    private(set) var response: HTTPResponse
    private(set) var isComplete = false
    private let isChunked: Bool
    private let length: Int?
    private var raw = Data()

    init(_ response: HTTPResponse) {
        self.response = response
        isChunked = response.headers["Transfer-Encoding"]?.lowercased().contains("chunked") ?? false
        let hasNoBody = response.status == 204 || response.status == 304
        length = hasNoBody ? 0 : response.headers["Content-Length"].flatMap { Int($0) }.map { max(0, $0) }
    }

    mutating func append(_ bytes: Data) {
        raw.append(bytes.prefix(Self.bodyLimit - raw.count))
        if isChunked {
            joinChunks()
        } else {
            response.body = raw.prefix(length ?? .max)
            isComplete = length.map { raw.count >= $0 } ?? false
        }
        if raw.count >= Self.bodyLimit { isComplete = true }
    }

    /// Reads the chunks from the first on (RFC 9112, 7.1); what is not well-formed ends the body.
    private mutating func joinChunks() {
        let lineEnd = Data("\r\n".utf8)
        response.body = Data()
        var rest = raw
        while let line = rest.firstRange(of: lineEnd) {
            let digits = String(decoding: rest[..<line.lowerBound], as: UTF8.self).prefix { $0.isHexDigit }
            rest = rest[line.upperBound...]
            guard let count = Int(digits, radix: 16) else {
                isComplete = true
                return
            }
            guard count > 0 else {
                // Trailer fields may follow; an empty line ends them.
                isComplete = rest.starts(with: lineEnd) || rest.firstRange(of: lineEnd + lineEnd) != nil
                return
            }
            response.body.append(rest.prefix(count))
            // The count is the other side's word: nothing may be added to it.
            guard count <= rest.count - lineEnd.count else { return }
            rest = rest.dropFirst(count + lineEnd.count)
        }
    }
}
