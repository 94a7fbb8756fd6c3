import DraftCore

/// Many users and the issuers that they shall belong to, read from lines of the form `id,issuer`.
struct LinkList {
    struct Link: Hashable {
        let id: UserID
        let issuer: IssuerArgument
    }

    /// Each user once.
    private(set) var links: [Link] = []
    /// What is wrong, each with its line; nothing must be linked then.
    private(set) var problems: [String] = []

    init(_ bytes: some Sequence<UInt8>) {
        var bytes = Array(bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }  // how spreadsheets mark UTF-8
        var lineOfUser: [UserID: (number: Int, issuer: IssuerArgument)] = [:]
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (offset, line) in lines.enumerated() {
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            guard !line.isEmpty else { continue }
            do throws(Problem) {
                let fields = try Self.fields(line)
                if offset == 0, fields == ["id", "issuer"] { continue }
                let link = try Self.link(fields)
                if let earlier = lineOfUser[link.id] {
                    guard earlier.issuer == link.issuer else {
                        throw Problem("line \(earlier.number) gives this id to another issuer")
                    }
                } else {
                    lineOfUser[link.id] = (offset + 1, link.issuer)
                    links.append(link)
                }
            } catch {
                problems.append("line \(offset + 1): \(error.description)")
            }
        }
        if links.isEmpty, problems.isEmpty { problems.append("there is no line in it") }
    }

    private struct Problem: Error {
        let description: String

        init(_ description: String) { self.description = description }
    }

    private static func link(_ fields: [String]) throws(Problem) -> Link {
        guard let first = fields.first, let last = fields.last, fields.count == 2 else {
            throw Problem("it has \(fields.count) fields, not the two of id,issuer")
        }
        guard let id = UserID(first) else {
            throw Problem("\"\(SafeText.escaped(first, for: .line))\" is no user id")
        }
        guard let issuer = IssuerArgument(last) else {
            throw Problem("\"\(SafeText.escaped(last, for: .line))\" is not \(IssuerArgument.expectation)")
        }
        return Link(id: id, issuer: issuer)
    }

    /// The fields of a line after RFC 4180; no id or issuer has a line break.
    private static func fields(_ line: some Collection<UInt8>) throws(Problem) -> [String] {
        guard let text = String(validating: line, as: UTF8.self) else { throw Problem("it is not UTF-8") }
        var fields = [""]
        var isQuoted = false
        var wasQuoted = false
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"" where isQuoted && rest.first == "\"":
                rest.removeFirst()
                fields[fields.count - 1] += "\""
            case "\"" where isQuoted: (isQuoted, wasQuoted) = (false, true)
            case "\"" where fields.last == "" && !wasQuoted: isQuoted = true
            case "," where !isQuoted:
                fields.append("")
                wasQuoted = false
            case _ where wasQuoted: throw Problem("there is something behind a closing quote")
            default: fields[fields.count - 1].unicodeScalars.append(scalar)
            }
        }
        guard !isQuoted else { throw Problem("a quote is not closed") }
        return fields
    }
}
