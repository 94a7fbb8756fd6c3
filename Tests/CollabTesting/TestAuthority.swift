import Foundation

/// An authority of certificates, made by `openssl` for one test, and what it vouches for.
public struct TestAuthority: Sendable {
    /// A certificate and its key, as files in PEM.
    public struct Pair: Sendable {
        /// The certificate.
        public let certificate: String
        /// The private key.
        public let key: String
    }

    /// `openssl` has refused.
    public struct Failure: Error {
        /// What it was asked for.
        public let arguments: [String]
        /// What it said.
        public let complaint: String
    }

    /// The authority's own certificate, which clients are to trust.
    public let certificate: String
    private let own: Pair
    private let directory: TemporaryDirectory

    /// A new authority with a key of its own.
    public init(in directory: TemporaryDirectory) throws {
        self.directory = directory
        let name = directory.file(UUID().uuidString)
        own = Pair(certificate: name + ".pem", key: name + ".key")
        certificate = own.certificate
        try Self.openssl(
            ["req", "-x509"] + Self.newKey(own.key) + [
                "-out", own.certificate, "-days", "30", "-subj", "/CN=Authority",
            ],
            in: directory)
    }

    /// A certificate for `hosts`, such as `IP:127.0.0.1` or `DNS:localhost`.
    /// - Parameter hasExpired: whether its time was over yesterday.
    public func issue(
        for hosts: [String] = ["IP:127.0.0.1", "DNS:localhost"], hasExpired: Bool = false
    ) throws -> Pair {
        let name = directory.file(UUID().uuidString)
        let pair = Pair(certificate: name + ".pem", key: name + ".key")
        let (request, names) = (name + ".csr", name + ".ext")
        try Data("subjectAltName=\(hosts.joined(separator: ","))\n".utf8).write(to: URL(fileURLWithPath: names))
        try Self.openssl(
            ["req"] + Self.newKey(pair.key) + ["-out", request, "-subj", "/CN=Server"], in: directory)
        try Self.openssl(
            [
                "x509", "-req", "-in", request, "-CA", own.certificate, "-CAkey", own.key, "-CAcreateserial", "-out",
                pair.certificate, "-days", hasExpired ? "-1" : "30", "-extfile", names,
            ], in: directory)
        return pair
    }

    /// The public key of a certificate as a client pins it: `sha256//` and the hash of its DER form in Base64.
    public func pin(of pair: Pair) throws -> String {
        let name = directory.file(UUID().uuidString)
        try Self.openssl(["pkey", "-in", pair.key, "-pubout", "-outform", "DER", "-out", name], in: directory)
        let digest = name + ".sha256"
        try Self.openssl(["dgst", "-sha256", "-binary", "-out", digest, name], in: directory)
        return "sha256//" + (try Data(contentsOf: URL(fileURLWithPath: digest))).base64EncodedString()
    }

    private static func newKey(_ path: String) -> [String] {
        ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", path]
    }

    private static func openssl(_ arguments: [String], in directory: TemporaryDirectory) throws {
        let errors = directory.file(UUID().uuidString)
        let process = try ChildProcess(
            "openssl", arguments, environment: ProcessInfo.processInfo.environment, output: errors, errors: errors)
        guard process.wait() == 0 else {
            throw Failure(arguments: arguments, complaint: try String(contentsOfFile: errors, encoding: .utf8))
        }
    }
}
