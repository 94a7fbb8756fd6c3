import FoundationEssentials

/// The public keys of which a server has to have one, as the configuration file says.
///
/// Invariant: a line that is not understood pins a key that no server has, so that a slip of the pen lets nobody in.
struct ServerPin: Equatable, Sendable {
    static let expectation =
        "a pin is \"sha256//\" and the hash of a key in Base64, or a list of such, for a host or \"host:port\"."
    private static let prefix = "sha256//"

    /// The host, or host and port.
    let server: String
    let keys: [String]
    /// Where it stands.
    let line: Int

    init(_ entry: ConfigurationFile.Entry) {
        // A host without quotes around it is read as a table in a table.
        server = entry.path.dropFirst().joined(separator: ".").lowercased()
        line = entry.line
        keys =
            switch entry.value {
            case .text(let key): [key]
            case .texts(let keys): keys
            default: []
            }
    }

    var isSound: Bool {
        !keys.isEmpty && !server.isEmpty && !server.contains("/")
            && keys.allSatisfy { key in
                key.hasPrefix(Self.prefix) && Data(base64Encoded: String(key.dropFirst(Self.prefix.count)))?.count == 32
            }
    }

    /// As the client library takes it.
    var text: String { isSound ? keys.joined(separator: ";") : Self.prefix }
}
