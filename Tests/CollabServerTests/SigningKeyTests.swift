import CollabTesting
import Crypto
import Foundation
import Glibc
import Testing

@testable import collab_server

/// The file that the server's own issuer signs with.
@Suite struct SigningKeyTests {
    private static let privateBlock = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
        -----END PRIVATE KEY-----

        """
    /// The example of RFC 8037: appendix A.1 has the key, A.3 its thumbprint.
    private static let thumbprint = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    private static let x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"

    private let directory: TemporaryDirectory
    private var file: SigningKeyFile { SigningKeyFile(path: directory.file("drafts.db.key")) }

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func put(_ text: String, mode: mode_t = 0o600) throws {
        try text.write(toFile: file.path, atomically: false, encoding: .utf8)
        #expect(chmod(file.path, mode) == 0)
    }

    private func mode() throws -> mode_t {
        var status = stat()
        try #require(stat(file.path, &status) == 0)
        return status.st_mode & 0o7777
    }

    private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: directory.path) }

    @Test func `a key is made at the first use, for its owner alone, and stays the same`() throws {
        #expect(try file.read() == nil)
        #expect(try names() == [])
        let made = try file.readOrMake()
        #expect(try mode() == 0o600)
        #expect(try file.read()?.kid == made.kid)
        #expect(try file.readOrMake().kid == made.kid)
        #expect(try names() == ["drafts.db.key"])
    }

    @Test func `servers that start at once agree on one key`() async throws {
        for _ in 0..<20 {
            unlink(file.path)
            let kids = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<8 { group.addTask { [file] in try file.readOrMake().kid } }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(kids == [try #require(try file.read()).kid])
            #expect(try names() == ["drafts.db.key"])
        }
    }

    @Test func `rotations at once are all carried out, one after the other`() async throws {
        let first = try file.readOrMake().kid
        let kids = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<8 { group.addTask { [file] in try file.replace { keys in keys.rotated() }.kid } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        let keys = try #require(try file.read())
        #expect(kids.count == 8)
        #expect(Set(keys.verifying.map(\.id)) == kids.union([first]))
        #expect(try names() == ["drafts.db.key"])
    }

    @Test func `it is plain PEM with the names that RFC 7638 gives`() throws {
        try put(Self.privateBlock)
        let keys = try #require(try file.read())
        #expect(keys.kid == Self.thumbprint)
        #expect(keys.pem == Self.privateBlock)
        let issuer = OwnIssuer(serverID: "s", keys: keys.verifying)
        let jwks = try JSONSerialization.jsonObject(with: Data(issuer.jwks)) as? [String: [[String: String]]]
        let key = [
            "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": Self.thumbprint, "x": Self.x,
        ]
        #expect(jwks == ["keys": [key]])
    }

    @Test func `after a rotation the new key signs, and of the old one only the public half is left`() throws {
        try put(Self.privateBlock)
        let rotated = try file.replace { keys in keys.rotated() }
        #expect(rotated.kid != Self.thumbprint)
        let text = try String(contentsOfFile: file.path, encoding: .utf8)
        #expect(text.components(separatedBy: "BEGIN PRIVATE KEY").count == 2)
        #expect(!text.contains("MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v"))
        let keys = try #require(try file.read())
        #expect(keys.verifying.map(\.id) == [rotated.kid, Self.thumbprint])
        #expect(try mode() == 0o600)
        let again = try file.replace { keys in keys.rotated() }
        #expect(again.verifying.map(\.id) == [again.kid, rotated.kid, Self.thumbprint])
    }

    @Test func `an earlier key can be retired, the one that signs cannot`() throws {
        try put(Self.privateBlock)
        let rotated = try file.replace { keys in keys.rotated() }
        #expect(throws: SigningKeyError.self) {
            try file.replace { keys throws(SigningKeyError) in try keys.retiring(rotated.kid) }
        }
        #expect(throws: SigningKeyError.self) {
            try file.replace { keys throws(SigningKeyError) in try keys.retiring("nobody") }
        }
        #expect(try file.read()?.verifying.map(\.id) == [rotated.kid, Self.thumbprint])
        _ = try file.replace { keys throws(SigningKeyError) in try keys.retiring(Self.thumbprint) }
        #expect(try file.read()?.verifying.map(\.id) == [rotated.kid])
    }

    @Test(arguments: [0o604, 0o640, 0o660, 0o601] as [mode_t])
    func `a file that others may use is refused`(mode: mode_t) throws {
        try put(Self.privateBlock, mode: mode)
        let error = #expect(throws: SigningKeyError.self) { try file.read() }
        #expect(error?.description.contains("chmod 600") == true)
        #expect(throws: SigningKeyError.self) { try file.readOrMake() }
        #expect(try String(contentsOfFile: file.path, encoding: .utf8) == Self.privateBlock)
    }

    @Test func `a file that only its owner may read is good`() throws {
        try put(Self.privateBlock, mode: 0o400)
        #expect(try file.read()?.kid == Self.thumbprint)
    }

    @Test(
        arguments: [
            ("", "holds no key"), ("\n", "holds no key"), ("not a key", "damaged"),
            (String(privateBlock.dropLast(40)), "damaged"), (privateBlock + "x", "damaged"),
            (privateBlock.replacing("MC4C", with: "M%4C"), "damaged"),
            (privateBlock.replacing("MC4C", with: ""), "Ed25519"),
            (privateBlock.replacing("rn9g", with: ""), "Ed25519"),
            (privateBlock.replacing("MC4C", with: "MC4D"), "Ed25519"),
            (privateBlock.replacing("-----END PRIVATE KEY-----\n", with: ""), "damaged"),
            (privateBlock.replacing("END PRIVATE", with: "END PUBLIC"), "damaged"),
            (privateBlock.replacing("PRIVATE", with: "RSA PRIVATE"), "no unencrypted key"),
            (privateBlock.replacing("PRIVATE", with: "PUBLIC"), "has to be the first"),
            (String(repeating: "\n", count: 70_000), "damaged"),
        ])
    func `a file that is no key of ours is refused and left alone`(text: String, reason: String) throws {
        try put(text)
        let error = #expect(throws: SigningKeyError.self) { try file.readOrMake() }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
        #expect(throws: SigningKeyError.self) { try file.replace { keys in keys.rotated() } }
        #expect(try String(contentsOfFile: file.path, encoding: .utf8) == text)
        #expect(try names() == ["drafts.db.key"])
    }

    @Test func `what is no ordinary file is refused without waiting for it`() throws {
        #expect(mkfifo(file.path, 0o600) == 0)
        #expect(throws: SigningKeyError("is no ordinary file")) { try file.read() }
        #expect(unlink(file.path) == 0)
        #expect(mkdir(file.path, 0o700) == 0)
        #expect(throws: SigningKeyError("is no ordinary file")) { try file.read() }
    }

    @Test func `a folder that is not there is told`() throws {
        let lost = SigningKeyFile(path: directory.file("no/such.key"))
        let error = #expect(throws: SigningKeyError.self) { try lost.readOrMake() }
        #expect(error?.about(lost.path).description.contains("No such file or directory") == true)
    }

    @Test func `a running server follows the file`() throws {
        let keys = try OwnKeys(serverID: "s", file: file)
        #expect(try keys.issuer.keys.map(\.id) == [])
        let first = try file.readOrMake().kid
        #expect(try keys.issuer.keys.map(\.id) == [first])
        let second = try file.replace { keys in keys.rotated() }.kid
        #expect(try keys.issuer.keys.map(\.id) == [second, first])
        _ = try file.replace { keys throws(SigningKeyError) in try keys.retiring(first) }
        #expect(try keys.issuer.keys.map(\.id) == [second])
        #expect(chmod(file.path, 0o644) == 0)
        #expect(throws: SigningKeyError.self) { try keys.issuer }
        #expect(throws: CommandFailure.self) { try OwnKeys(serverID: "s", file: file) }
    }

    @Test func `the file stands beside the database unless it is named`() throws {
        func path(_ variables: [String: String]) throws -> String {
            try SigningKeyFile(SettingTexts(options: [:], variables: variables)).path
        }
        #expect(try path(["COLLAB_DATABASE": "sqlite:/a/b.db"]) == "/a/b.db.key")
        #expect(try path(["COLLAB_DATABASE": "sqlite:/a/b.db", "COLLAB_SIGNING_KEY_FILE": "/k"]) == "/k")
        #expect(try path(["COLLAB_SIGNING_KEY_FILE": "/k"]) == "/k")
        #expect(throws: ConfigurationError.self) { try path([:]) }
        #expect(throws: ConfigurationError.self) { try path(["COLLAB_SIGNING_KEY_FILE": ""]) }
    }

    @Test func `a token is a JWT that the first key has signed`() throws {
        let keys = SigningKeys.fresh()
        let token = try OwnToken(
            serverID: "6e1b4f0a-0000-4000-8000-000000000001", userID: ana, username: "Ada \"L\"",
            issuedAt: .storyBegin, expiresAt: .storyBegin.after(seconds: 3600), id: "one"
        ).signed(with: keys)
        let parts = token.split(separator: ".").map { Data(Base64URL.decoded($0.utf8) ?? []) }
        try #require(parts.count == 3)
        let header = try JSONSerialization.jsonObject(with: parts[0]) as? [String: String]
        #expect(header == ["alg": "EdDSA", "typ": "JWT", "kid": keys.kid])
        let claims = try #require(try JSONSerialization.jsonObject(with: parts[1]) as? [String: Any])
        #expect(claims["iss"] as? String == "urn:uuid:6e1b4f0a-0000-4000-8000-000000000001")
        #expect(claims["aud"] as? String == "6e1b4f0a-0000-4000-8000-000000000001")
        #expect(claims["sub"] as? String == "ana")
        #expect(claims["username"] as? String == "Ada \"L\"")
        #expect(claims["iat"] as? Int == 1_795_512_600)
        #expect(claims["exp"] as? Int == 1_795_516_200)
        #expect(claims["jti"] as? String == "one")
        let signed = Data(token.split(separator: ".").prefix(2).joined(separator: ".").utf8)
        #expect(keys.verifying[0].publicKey.isValidSignature(parts[2], for: signed))
    }
}
