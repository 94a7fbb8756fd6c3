import DraftCore

extension IssuerSettings {
    /// Judges all texts about issuers and adds what is wrong with them to `problems`.
    init(_ texts: SettingTexts, database: DatabaseURL?, problems: inout [String]) {
        var reader = IssuerReader(texts: texts)
        clerk = reader.clerk()
        openID = reader.openID()
        // Issuers that differ by the last slash alone are one provider, written wrongly in one of both places.
        if let clerk, let openID, clerk.issuer.discovery == openID.issuer.discovery {
            reader.report(.openIDIssuer, "is the issuer of \(IssuerVariable.clerkIssuer.rawValue) too; name it once.")
        }
        problems += reader.problems
        namesSigningKey = texts.variable(IssuerVariable.signingKeyFile.rawValue) != nil
        do throws(ConfigurationError) {
            signingKeyFile = try SigningKeyFile(texts, beside: database)?.path ?? ""
        } catch {
            problems += error.problems
        }
    }
}

/// Reads the variables of issuers one by one and remembers what was wrong with each.
private struct IssuerReader {
    let texts: SettingTexts
    private(set) var problems: [String] = []

    init(texts: SettingTexts) {
        self.texts = texts
    }

    mutating func report(_ variable: IssuerVariable, _ problem: String) {
        problems.append("\(texts.source(of: variable.rawValue)): \(problem)")
    }

    mutating func clerk() -> IssuerSettings.Clerk? {
        let isUsed = demands(
            .clerkIssuer,
            of: [.clerkKeysAddress, .clerkKey, .clerkAudience, .clerkAuthorizedParties, .clerkOAuthClients])
        let issuer = address(.clerkIssuer)
        let keys = clerkKeys()
        let audience = list(.clerkAudience)
        let parties = list(.clerkAuthorizedParties)
        let clients = list(.clerkOAuthClients)
        guard isUsed, let issuer else { return nil }
        return IssuerSettings.Clerk(
            issuer: issuer, keys: keys, audience: audience, authorizedParties: parties, oauthClients: clients)
    }

    mutating func openID() -> IssuerSettings.OpenID? {
        let isUsed = demands(.openIDIssuer, of: [.openIDClient, .openIDAudience])
        let issuer = address(.openIDIssuer)
        let client = word(.openIDClient)
        let audience = word(.openIDAudience)
        if isUsed, text(.openIDClient) == nil {
            report(.openIDClient, "missing; the issuer's tokens are accepted for this client only.")
        }
        guard isUsed, let issuer, let client else { return nil }
        return IssuerSettings.OpenID(issuer: issuer, clientID: client, audience: audience)
    }

    private func text(_ variable: IssuerVariable) -> String? { texts.variable(variable.rawValue) }

    /// Whether `variable` is given; where it is not, the variables that make no sense without it are problems.
    private mutating func demands(_ variable: IssuerVariable, of others: [IssuerVariable]) -> Bool {
        guard text(variable) == nil else { return true }
        for other in others where text(other) != nil {
            report(other, "means nothing without \(variable.rawValue).")
        }
        return false
    }

    private mutating func address(_ variable: IssuerVariable) -> WebAddress? {
        guard let text = text(variable) else { return nil }
        if let address = WebAddress(text) { return address }
        report(
            variable,
            "\"\(SafeText.escaped(text, for: .line))\" is no https URL without user, query and fragment"
                + " (http is for loopback addresses only).")
        return nil
    }

    private mutating func clerkKeys() -> IssuerSettings.Keys {
        let address = address(.clerkKeysAddress)
        guard let pem = text(.clerkKey) else { return .published(address) }
        if text(.clerkKeysAddress) != nil {
            report(.clerkKeysAddress, "contradicts \(IssuerVariable.clerkKey.rawValue), which needs no address.")
        }
        if let key = PublicKey(pem: pem) { return .key(key) }
        // The text is not repeated: it may be a private key by mistake.
        report(.clerkKey, "holds no public key in PEM form (RSA of 2048 bits at least, P-256 or Ed25519).")
        return .published(address)
    }

    /// A list with commas between its words.
    private mutating func list(_ variable: IssuerVariable) -> [String] {
        guard let text = text(variable) else { return [] }
        let words = text.split(separator: ",").map { SafeText.trimmed(String($0)) }.filter { !$0.isEmpty }
        // An empty list would ask for nothing where somebody meant to ask for something.
        if words.isEmpty { report(variable, "is an empty list.") }
        return words
    }

    private mutating func word(_ variable: IssuerVariable) -> String? {
        guard let text = text(variable) else { return nil }
        let word = SafeText.trimmed(text)
        if word.isEmpty {
            report(variable, "is empty.")
            return nil
        }
        return word
    }
}
