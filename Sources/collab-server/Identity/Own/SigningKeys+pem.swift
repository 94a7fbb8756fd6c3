import Crypto
import FoundationEssentials

/// The file's form is plain PEM, so that the tools of operators read it: PKCS #8 for the key that signs, which is the
/// first, and a public key (or another private one) for each that only verifies.
extension SigningKeys {
    private static let privateLabel = "PRIVATE KEY"
    private static let publicLabel = "PUBLIC KEY"

    // What RFC 8410 puts before the 32 bytes of an Ed25519 key; its encoding leaves no choice.
    private static let privatePrefix: [UInt8] = [
        0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
    ]
    private static let publicPrefix: [UInt8] = [
        0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00,
    ]

    var pem: String {
        var blocks = [Self.block(Self.privateLabel, Self.privatePrefix + signing.rawRepresentation)]
        for key in verifying.dropFirst() {
            blocks.append(Self.block(Self.publicLabel, Self.publicPrefix + key.publicKey.rawRepresentation))
        }
        return blocks.joined()
    }

    /// - Throws: what is wrong with the text, to follow the name of the file.
    init(pem text: String) throws(SigningKeyError) {
        var signing: Curve25519.Signing.PrivateKey?
        var verifying: [OwnKey] = []
        for (label, content) in try Self.blocks(text) {
            switch label {
            case Self.privateLabel:
                let key = try Self.privateKey(content)
                signing = signing ?? key
                verifying.append(OwnKey(key.publicKey))
            case Self.publicLabel where signing != nil:
                verifying.append(OwnKey(try Self.publicKey(content)))
            case Self.publicLabel:
                throw SigningKeyError("begins with a public key; the key that signs has to be the first")
            default:
                throw SigningKeyError("holds something that is no unencrypted key in PKCS #8")
            }
        }
        guard let signing else { throw SigningKeyError("holds no key") }
        self.init(signing: signing, earlier: verifying)
    }

    private static func privateKey(_ content: [UInt8]) throws(SigningKeyError) -> Curve25519.Signing.PrivateKey {
        let raw = try rawKey(content, after: privatePrefix)
        do {
            return try Curve25519.Signing.PrivateKey(rawRepresentation: raw)
        } catch {
            throw SigningKeyError.damaged
        }
    }

    private static func publicKey(_ content: [UInt8]) throws(SigningKeyError) -> Curve25519.Signing.PublicKey {
        let raw = try rawKey(content, after: publicPrefix)
        do {
            return try Curve25519.Signing.PublicKey(rawRepresentation: raw)
        } catch {
            throw SigningKeyError.damaged
        }
    }

    private static func rawKey(_ content: [UInt8], after prefix: [UInt8]) throws(SigningKeyError) -> ArraySlice<UInt8> {
        guard content.starts(with: prefix), content.count == prefix.count + 32 else {
            throw SigningKeyError("holds a key that is not of Ed25519")
        }
        return content.dropFirst(prefix.count)
    }

    private static func block(_ label: String, _ content: [UInt8]) -> String {
        "-----BEGIN \(label)-----\n\(Data(content).base64EncodedString())\n-----END \(label)-----\n"
    }

    /// Nothing but blocks and empty lines is allowed: a key behind a mutilated line must not just be passed over.
    private static func blocks(_ text: String) throws(SigningKeyError) -> [(label: String, content: [UInt8])] {
        var blocks: [(label: String, content: [UInt8])] = []
        var open: (label: String, base64: String)?
        for line in text.split(whereSeparator: \.isNewline) {
            if let label = label(of: line, after: "-----BEGIN ") {
                guard open == nil else { throw SigningKeyError.damaged }
                open = (label, "")
            } else if let current = open, let label = label(of: line, after: "-----END ") {
                guard label == current.label, let content = Data(base64Encoded: current.base64) else {
                    throw SigningKeyError.damaged
                }
                blocks.append((label, Array(content)))
                open = nil
            } else if open != nil {
                open?.base64 += line
            } else {
                guard line.allSatisfy(\.isWhitespace) else { throw SigningKeyError.damaged }
            }
        }
        guard open == nil else { throw SigningKeyError.damaged }
        return blocks
    }

    private static func label(of line: Substring, after beginning: String) -> String? {
        guard line.hasPrefix(beginning), line.hasSuffix("-----"), line.count >= beginning.count + 5 else { return nil }
        return String(line.dropFirst(beginning.count).dropLast(5))
    }
}
