/// Finds the keys that an issuer publishes.
struct PublishedKeys: Sendable {
    let issuer: WebAddress
    /// Where the keys are; nil leaves it to the issuer to tell.
    let keysAddress: WebAddress?
    let documents: any DocumentSource

    func load() async throws(KeyLoadingError) -> KeySet {
        let address =
            if let keysAddress { keysAddress } else { try await discoveredAddress() }
        guard let set = await KeySet(document: try await documents.document(at: address)) else {
            throw KeyLoadingError(reason: "\(address) is no set of keys")
        }
        // In the place of keys that work it would refuse everybody; an issuer that signs has one.
        guard !set.isEmpty else { throw KeyLoadingError(reason: "\(address) holds no key that can be used") }
        return set
    }

    private func discoveredAddress() async throws(KeyLoadingError) -> WebAddress {
        guard let address = issuer.discovery else { throw KeyLoadingError(reason: "\(issuer) is no issuer") }
        guard let members = StrictJSON(try await documents.document(at: address))?.object else {
            throw KeyLoadingError(reason: "\(address) is no JSON object")
        }
        guard members["issuer"]?.string?.isExactly(issuer.description) == true else {
            throw KeyLoadingError(reason: "\(address) describes another issuer")
        }
        guard let keys = members["jwks_uri"]?.string.flatMap(WebAddress.init), keys.isEncrypted || !issuer.isEncrypted
        else { throw KeyLoadingError(reason: "\(address) names no address that keys may be fetched from") }
        return keys
    }
}
