/// What a production server refuses to start with: each would let in, or show, more than anybody can mean there.
struct ProductionRules {
    let host: String
    /// Whether clients reach the server by TLS, its own or that of a proxy that was declared.
    let isEncrypted: Bool
    let origins: AllowedOrigins
    let headerIdentity: HeaderIdentity
    let issuers: IssuerSettings

    /// Every rule that is broken, with the variable that would mend it.
    var problems: [String] {
        var problems: [String] = []
        if headerIdentity != .off {
            problems.append(
                "\(Setting.headerIdentity.variable): in production nobody is believed by X-User-Id; it has to be off.")
        }
        if !issuers.hasOthers, !issuers.namesSigningKey {
            problems.append(
                "\(IssuerVariable.openIDIssuer.rawValue): in production an issuer of tokens has to be named, here or by"
                    + " \(IssuerVariable.clerkIssuer.rawValue); where the server's own tokens are to do,"
                    + " \(IssuerVariable.signingKeyFile.rawValue) has to say so.")
        }
        if !isEncrypted, !ServerConfiguration.isLoopback(host) {
            problems.append(
                "\(Setting.tlsCertificate.variable): in production \(host) is served by TLS: name a certificate and its"
                    + " key, or say by \(Setting.behindProxy.variable)=on that a proxy does it.")
        }
        if origins == .any {
            problems.append(
                "\(Setting.origins.variable): in production the sites that may use this server have to be named.")
        }
        return problems
    }
}
