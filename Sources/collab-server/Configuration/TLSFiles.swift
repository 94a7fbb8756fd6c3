/// Where the server's certificate is.
struct TLSFiles: Sendable, Hashable {
    /// The certificate and those that vouch for it, in PEM.
    let certificate: String
    /// Its private key, in PEM.
    let key: String
}
