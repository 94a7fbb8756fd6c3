/// A function, initializer, subscript or computed property with a body.
struct MeasuredFunction: Equatable {
    let name: String
    /// The line where its declaration begins, from 1.
    let line: Int
    /// Lines from the declaration to the closing brace, both counted.
    let length: Int
}

extension SwiftSource {
    /// Every body in the file and how long it is, by its braces.
    var functions: [MeasuredFunction] {
        let lines = codeLines
        return lines.indices.compactMap { index in
            guard let name = Self.declaredName(in: lines[index]),
                let last = Self.endOfBody(in: lines, from: index)
            else { return nil }
            return MeasuredFunction(name: name, line: index + 1, length: last - index + 1)
        }
    }

    private static func beginsDeclaration(_ line: Substring) -> Bool {
        line.prefixMatch(
            of: /\s*(?:@\w+\s+)*(?:[a-z]+(?:\([a-z]+\))?\s+)*(?:func|init|subscript|deinit|var|let|case)\b/) != nil
    }

    private static func declaredName(in line: Substring) -> String? {
        guard ["func ", "init", "subscript", "var "].contains(where: line.contains) else { return nil }
        let named =
            /\s*(?:@\w+\s+)*(?:[a-z]+(?:\([a-z]+\))?\s+)*(?:func\s+(`[^`]+`|[^\s(<]+)|(init|subscript|deinit)\b).*/
        let computed = /\s*(?:@\w+\s+)*(?:[a-z]+(?:\([a-z]+\))?\s+)*var\s+(\w+)\s*:[^=]*\{\s*/
        if let match = line.wholeMatch(of: named) { return (match.1 ?? match.2).map(String.init) }
        return line.wholeMatch(of: computed).map { String($0.1) }
    }

    /// The line of the brace that closes the body of the declaration at `start`; nil where that has no body.
    private static func endOfBody(in lines: [Substring], from start: Int) -> Int? {
        var parentheses = 0
        var braces = 0
        for index in start..<lines.count {
            // A protocol's requirement ends without a body: at the next declaration or at the protocol's own brace.
            if index > start, parentheses == 0, braces == 0, beginsDeclaration(lines[index]) { return nil }
            for byte in lines[index].utf8 {
                switch byte {
                case UInt8(ascii: "("), UInt8(ascii: "["): parentheses += 1
                case UInt8(ascii: ")"), UInt8(ascii: "]"): parentheses -= 1
                case UInt8(ascii: "{") where parentheses == 0 || braces > 0: braces += 1
                case UInt8(ascii: "}") where braces > 0:
                    braces -= 1
                    if braces == 0 { return index }
                case UInt8(ascii: "}") where parentheses == 0: return nil
                default: break
                }
            }
        }
        return nil
    }
}
