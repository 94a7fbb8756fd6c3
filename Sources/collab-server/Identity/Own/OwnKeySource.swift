import DraftCore

/// The keys of the own issuer as its file holds them when a token is judged.
actor OwnKeySource: KeySource {
    private let own: OwnKeys
    private var latest: (ids: [String], keys: LoadedKeys)?

    init(_ own: OwnKeys) {
        self.own = own
    }

    func keys() async throws(TokenRefusal) -> LoadedKeys {
        let keys: [OwnKey]
        do throws(SigningKeyError) {
            keys = try own.issuer.keys
        } catch {
            throw .keysUnavailable(reason: "the signing key file \(error)")
        }
        let ids = keys.map(\.id)
        if let latest, latest.ids == ids { return latest.keys }
        let set = await KeySet(keys.map { ($0.id, PublicKey($0.publicKey)) })
        let loaded = LoadedKeys(set: set, revision: (latest?.keys.revision ?? 0) + 1)
        latest = (ids, loaded)
        return loaded
    }

    func newerKeys(than keys: LoadedKeys) async -> LoadedKeys? { nil }
}
