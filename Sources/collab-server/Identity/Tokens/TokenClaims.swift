import DraftCore

/// The claims of a token, each read as what it has to be.
struct TokenClaims: Sendable {
    let issuer: String
    let subject: UserID
    let audience: [String]
    let issuedAt: Timestamp
    let expiresAt: Timestamp
    let notBefore: Timestamp?
    private let members: [String: StrictJSON]

    init(_ members: [String: StrictJSON]) throws(TokenRefusal) {
        guard let issuer = members["iss"]?.string else { throw .invalid(reason: "without iss") }
        guard let subject = members["sub"]?.string.flatMap(UserID.init) else {
            throw .invalid(reason: "sub is no user id")
        }
        guard let issuedAt = Self.moment(members["iat"]) else { throw .invalid(reason: "iat is no time") }
        guard let expiresAt = Self.moment(members["exp"]) else { throw .invalid(reason: "exp is no time") }
        let notBefore = Self.moment(members["nbf"])
        guard notBefore != nil || members["nbf"] == nil else { throw .invalid(reason: "nbf is no time") }
        self.issuer = issuer
        self.subject = subject
        audience = try Self.audience(members["aud"])
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.notBefore = notBefore
        self.members = members
    }

    /// The text of a claim; nil where there is none.
    /// - Throws: where it is something else than a text.
    func text(_ name: String) throws(TokenRefusal) -> String? {
        guard let value = members[name] else { return nil }
        guard let text = value.string else { throw .invalid(reason: "\(name) is no string") }
        return text
    }

    func has(_ name: String) -> Bool { members[name] != nil }

    /// The words of `scope`.
    var scopes: [String] {
        members["scope"]?.string?.split(separator: " ").map(String.init) ?? []
    }

    /// The first name that the issuer knows the user by, cleaned: what is odd about it is no reason to refuse anybody.
    var username: String? {
        let names = ["username", "preferred_username", "nickname", "name"]
        return names.lazy.compactMap { members[$0]?.string }.compactMap { Self.line($0, longest: 64) }.first
    }

    var email: String? {
        members["email"]?.string.flatMap { Self.line($0, longest: 254) }
    }

    private static func line(_ text: String, longest: Int) -> String? {
        let clean = SafeText.trimmed(SafeText.cleaned(text, for: .line).text)
        let cut = SafeText.trimmed(String(String.UnicodeScalarView(clean.unicodeScalars.prefix(longest))))
        return cut.isEmpty ? nil : cut
    }

    /// Seconds since 1970, which may have a fraction; nil beyond the year 9999.
    private static func moment(_ value: StrictJSON?) -> Timestamp? {
        guard case .number(let seconds) = value, (0...253_402_300_799).contains(seconds) else { return nil }
        return Timestamp(milliseconds: Int64(seconds * 1000))
    }

    private static func audience(_ value: StrictJSON?) throws(TokenRefusal) -> [String] {
        switch value {
        case nil: return []
        case .string(let text): return [text]
        case .array(let values):
            let texts = values.compactMap(\.string)
            guard !texts.isEmpty, texts.count == values.count else {
                throw .invalid(reason: "aud is no list of strings")
            }
            return texts
        default: throw .invalid(reason: "aud is neither a string nor a list")
        }
    }
}

extension String {
    /// Whether both are the same bytes; `==` would take letters for the same that only look so.
    func isExactly(_ other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

extension Sequence<String> {
    /// Whether one of them is `text`, byte for byte.
    func containsExactly(_ text: String) -> Bool { contains { $0.isExactly(text) } }
}
