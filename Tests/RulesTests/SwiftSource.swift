/// A Swift file with what is code in it told from what is not.
struct SwiftSource: Sendable {
    let path: String
    let text: String
    /// The text with comments and the contents of string literals blanked, line for line.
    let code: String

    init(path: String, text: String) {
        self.path = path
        self.text = text
        var blanker = Blanker(Array(text.utf8))
        code = blanker.run()
    }

    /// The target that the file belongs to: the folder below `Sources`.
    var target: String {
        path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
    }

    var lineCount: Int { text.split(separator: "\n", omittingEmptySubsequences: false).count - 1 }

    var codeLines: [Substring] { code.split(separator: "\n", omittingEmptySubsequences: false) }

    /// The modules that the file imports.
    var imports: [String] {
        let statement = /\s*(?:@\w+\s+)*(?:\w+\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let)\s+)?(\w+).*/
        return codeLines.filter { $0.contains("import ") }
            .compactMap { $0.wholeMatch(of: statement).map { String($0.1) } }
    }
}

/// Walks through Swift text and keeps the code. Interpolations are code; regex literals are not told apart.
private struct Blanker {
    private static let newline = UInt8(ascii: "\n")

    private let bytes: [UInt8]
    private var position = 0
    private var kept: [UInt8] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        kept.reserveCapacity(bytes.count)
    }

    mutating func run() -> String {
        while position < bytes.count { step() }
        return String(decoding: kept, as: UTF8.self)
    }

    private mutating func step() {
        if starts(with: "//") {
            while position < bytes.count, bytes[position] != Self.newline { blank() }
        } else if starts(with: "/*") {
            blankComment()
        } else if let hashes = hashesBeforeQuote {
            blankString(hashes: hashes)
        } else {
            kept.append(bytes[position])
            position += 1
        }
    }

    private mutating func blankComment() {
        var depth = 0
        repeat {
            if starts(with: "/*") {
                depth += 1
                blank(2)
            } else if starts(with: "*/") {
                depth -= 1
                blank(2)
            } else {
                blank()
            }
        } while depth > 0 && position < bytes.count
    }

    private mutating func blankString(hashes: Int) {
        let fence = String(repeating: "#", count: hashes)
        blank(hashes)
        let quotes = starts(with: "\"\"\"") ? "\"\"\"" : "\""
        blank(quotes.utf8.count)
        while position < bytes.count, !starts(with: quotes + fence) {
            if starts(with: "\\" + fence + "(") {
                blank(1 + hashes)
                keepInterpolation()
            } else if hashes == 0, starts(with: "\\") {
                blank(2)
            } else {
                blank()
            }
        }
        blank(quotes.utf8.count + hashes)
    }

    private mutating func keepInterpolation() {
        var depth = 0
        repeat {
            if starts(with: "(") { depth += 1 }
            if starts(with: ")") { depth -= 1 }
            step()
        } while depth > 0 && position < bytes.count
    }

    /// How many `#` stand before the string literal that begins here; nil where none begins.
    private var hashesBeforeQuote: Int? {
        var end = position
        while end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
        return end < bytes.count && bytes[end] == UInt8(ascii: "\"") ? end - position : nil
    }

    private func starts(with token: String) -> Bool {
        bytes[position...].starts(with: token.utf8)
    }

    private mutating func blank(_ count: Int = 1) {
        for _ in 0..<count where position < bytes.count {
            kept.append(bytes[position] == Self.newline ? Self.newline : UInt8(ascii: " "))
            position += 1
        }
    }
}
