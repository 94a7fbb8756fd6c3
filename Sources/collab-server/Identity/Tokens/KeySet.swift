/// The keys of one issuer.
struct KeySet: Sendable {
    /// What a set of keys makes of a token.
    enum Judgement: Hashable, Sendable {
        case signed
        case notSigned
        /// The set does not have the key that it would take; a newer set may.
        case unknownKey
    }

    /// A set with more keys than that is no set of keys.
    private static let most = 64

    private let keys: [VerificationKey]
    /// Whether the issuer was given as one key, whatever it calls that.
    private let isPinned: Bool

    /// One key that signs all tokens of the issuer, by whatever name they call it.
    init(pinned key: PublicKey) async {
        keys = await VerificationKey(id: nil, key).map { [$0] } ?? []
        isPinned = true
    }

    /// Keys that are told apart by their names.
    init(_ named: [(id: String?, key: PublicKey)]) async {
        var keys: [VerificationKey] = []
        for (id, key) in named {
            if let key = await VerificationKey(id: id, key) { keys.append(key) }
        }
        self.keys = keys
        isPinned = false
    }

    /// The keys of a JSON Web Key Set, each read by itself, so that an odd one does not cost the others; nil where
    /// `document` is no such set.
    init?(document: [UInt8]) async {
        guard let entries = StrictJSON(document)?.object?["keys"]?.array, entries.count <= Self.most else { return nil }
        await self.init(
            entries.compactMap(\.object).compactMap { members in
                PublicKey(jwk: members).map { (members["kid"]?.string, $0) }
            })
    }

    /// Whether no token can be judged by it.
    var isEmpty: Bool { keys.isEmpty }

    func judge(_ token: CompactToken) -> Judgement {
        guard let keyID = token.keyID, !isPinned else {
            // Without a name there is a choice to make as soon as there are two, and the sender would make it.
            guard keys.count == 1, let key = keys.first else { return .unknownKey }
            if key.hasSigned(token) { return .signed }
            return isPinned ? .notSigned : .unknownKey
        }
        let named = keys.filter { $0.id?.isExactly(keyID) == true }
        guard let key = named.first else { return .unknownKey }
        return named.count == 1 && key.hasSigned(token) ? .signed : .notSigned
    }
}
